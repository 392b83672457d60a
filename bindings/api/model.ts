// Models: neural networks that were compiled with the app, on static arenas.
import {defineService, maxU32} from '../schema.ts';

const end = {
	type: 'choice',
	values: {input: 'CN_MODEL_INPUT', output: 'CN_MODEL_OUTPUT'},
	doc: 'Which end of the model',
} as const;
const index = {type: 'u32', min: 0, max: 255, doc: 'Which tensor of that end'} as const;

function tensor<const E extends 'int8' | 'uint8' | 'int16' | 'int32' | 'float32'>(of: E) {
	return {
		doc: `A tensor of ${of} in place: no copy.`,
		calls: `cn_model_${of}`,
		params: {end, index},
		returns: {type: 'view', of, doc: 'Valid until close; invoke may overwrite inputs'},
		errors: ['RANGE', 'TYPE'],
	} as const;
}

export default defineService({
	name: 'model',
	doc: 'Neural networks that were compiled with the app, with the semantics of TensorFlow Lite Micro: a static arena, set the input, invoke, read the output.',
	includes: ['cn/model.h', 'assets.h'],
	functions: {
		open: {
			doc: 'Check a plan of the image and give it an arena.',
			calls: 'cn_assets_model',
			params: {
				plan: {type: 'u32', min: 0, max: maxU32, doc: "The plan's number among the image's assets"},
				features: {type: 'i32', min: -1, max: 0x7fff_ffff, doc: "The feature stage's number; -1: none"},
				anomaly: {type: 'i32', min: -1, max: 0x7fff_ffff, doc: "The anomaly score's number; -1: none"},
			},
			returns: {type: 'handle', handle: 'Model', doc: 'The model'},
			errors: ['RANGE', 'BAD_MODEL', 'NO_MEMORY'],
		},
	},
	handles: {
		Model: {
			doc: 'One model.',
			struct: 'struct cn_model',
			close: 'cn_model_free',
			methods: {
				features: {
					doc: 'Compute the features of a window into input tensor 0.',
					calls: 'cn_model_features',
					params: {
						window: {type: 'array', of: 'int16', min: 1, max: 65536, doc: 'Raw counts, [samples][axes]'},
						perCount: {
							...{type: 'f64', min: 2 ** -16, max: 2 ** 16},
							doc: 'What a count stands for: mg of an accelerometer, 1 of sound',
						},
					},
					returns: {type: 'nothing'},
					errors: ['STATE', 'INVAL'],
				},
				anomaly: {
					doc: 'How far the features of the last window lie from what the model was made for, after an invoke.',
					calls: 'cn_model_anomaly',
					params: {},
					returns: {
						type: 'struct',
						struct: 'struct cn_model_anomaly',
						fields: {
							score: {
								type: 'f64',
								min: 0,
								max: 1e30,
								doc: 'Distance beyond the nearest cluster, below 0 inside; or difference of an autoencoder',
							},
							isAnomaly: {type: 'bool', doc: 'Whether it is above the threshold'},
						},
					},
					errors: ['STATE'],
				},
				invoke: {
					doc: 'Run the model on its input tensors.',
					calls: 'cn_model_invoke',
					params: {},
					returns: {type: 'nothing'},
					infallible: true,
					errors: [],
				},
				reset: {
					doc: 'Put the variables of a streaming model back to their first values.',
					calls: 'cn_model_reset',
					params: {},
					returns: {type: 'nothing'},
					infallible: true,
					errors: [],
				},
				leave: {
					doc: 'Let another model have the shared arena: arrays that show tensors are empty from then on.',
					calls: 'cn_model_leave',
					params: {},
					returns: {type: 'nothing'},
					infallible: true,
					detaches: true,
					errors: [],
				},
				int8: tensor('int8'),
				uint8: tensor('uint8'),
				int16: tensor('int16'),
				int32: tensor('int32'),
				float32: tensor('float32'),
				value: {
					doc: 'The real (dequantised) value of an element of an output tensor.',
					calls: 'cn_model_value',
					params: {index, element: {type: 'u32', min: 0, max: maxU32, doc: 'Which element'}},
					returns: {type: 'f64', doc: 'The value'},
					errors: ['RANGE'],
				},
				best: {
					doc: 'The element of an output tensor with the highest value, the first of equals.',
					calls: 'cn_model_best',
					params: {index},
					returns: {type: 'i32', doc: 'Its number'},
					errors: ['RANGE'],
				},
			},
		},
	},
});
