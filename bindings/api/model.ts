// Models: networks that were compiled with the app, on memory of the pool.
import {defineService, maxU32} from '../schema.ts';

const count = (doc: string) => ({type: 'u32', min: 0, max: maxU32, doc}) as const;
const index = {type: 'u32', min: 0, max: 15, doc: 'Number of the tensor'} as const;
const tensorErrors = ['RANGE', 'TYPE'] as const;

export default defineService({
	name: 'model',
	doc: 'Networks that were compiled with the app: static arena, zero-copy tensors, invoke.',
	includes: ['app_model.h'],
	functions: {
		open: {
			doc: 'Check a plan of the app image and take memory for it.',
			calls: 'cn_app_model_open',
			params: {
				plan: {type: 'u32', min: 0, max: 65535, doc: 'Number of the plan in the image'},
				features: {type: 'i32', min: -1, max: 65535, doc: 'Number of its feature stage, or -1'},
			},
			returns: {type: 'handle', handle: 'Handle', doc: 'The model'},
			errors: ['INVAL', 'BAD_MODEL', 'NO_MEMORY'],
		},
	},
	handles: {
		Handle: {
			doc: 'One model on its own memory.',
			struct: 'struct cn_app_model',
			close: 'cn_app_model_free',
			methods: {
				facts: {
					doc: 'What it needs.',
					calls: 'cn_app_model_facts',
					params: {},
					returns: {
						type: 'struct',
						struct: 'struct cn_app_model_facts',
						fields: {
							inputs: count('Input tensors'),
							outputs: count('Output tensors'),
							steps: count('Steps of one invoke'),
							arenaBytes: count('Bytes of the arena'),
							stateBytes: count('Bytes of variables'),
							cost: count('Estimated Cortex-M33 instructions of one invoke'),
						},
					},
					infallible: true,
					errors: [],
				},
				input: {
					doc: 'An int8 input in place.',
					calls: 'cn_app_model_input',
					params: {index},
					returns: {type: 'view', of: 'int8', doc: 'A view on the arena'},
					errors: tensorErrors,
				},
				output: {
					doc: 'An int8 output in place, valid until the next invoke.',
					calls: 'cn_app_model_output',
					params: {index},
					returns: {type: 'view', of: 'int8', doc: 'A view on the arena'},
					errors: tensorErrors,
				},
				inputFloat: {
					doc: 'A float32 input in place.',
					calls: 'cn_app_model_input_f32',
					params: {index},
					returns: {type: 'view', of: 'float32', doc: 'A view on the arena'},
					errors: tensorErrors,
				},
				outputFloat: {
					doc: 'A float32 output in place, valid until the next invoke.',
					calls: 'cn_app_model_output_f32',
					params: {index},
					returns: {type: 'view', of: 'float32', doc: 'A view on the arena'},
					errors: tensorErrors,
				},
				features: {
					doc: 'A window of raw counts through the feature stage into input 0.',
					calls: 'cn_app_model_features',
					params: {
						window: {type: 'array', of: 'int16', min: 1, max: 12288, doc: '[samples][axis], raw counts'},
						scaleMgQ16: {type: 'u32', min: 1, max: maxU32, doc: 'Milli-g per count, times 65536'},
					},
					returns: {type: 'nothing'},
					errors: ['UNSUPPORTED', 'INVAL'],
				},
				invoke: {
					doc: 'Run the network on its inputs.',
					calls: 'cn_app_model_invoke',
					params: {},
					returns: {type: 'nothing'},
					infallible: true,
					errors: [],
				},
				reset: {
					doc: 'Set the variables of a streaming model to their first state.',
					calls: 'cn_app_model_reset',
					params: {},
					returns: {type: 'nothing'},
					infallible: true,
					errors: [],
				},
				dequantise: {
					doc: 'The real value of one element of an int8 output.',
					calls: 'cn_app_model_dequantise',
					params: {index, element: {type: 'u32', min: 0, max: maxU32, doc: 'Number of the element'}},
					returns: {type: 'f64', doc: 'Scale times stored value minus zero point'},
					errors: tensorErrors,
				},
			},
		},
	},
});
