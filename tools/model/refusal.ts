// Why a model cannot be compiled, and what its owner can do about each kind of reason.
import {CatnapError} from '../../lib/errors.ts';

export type Cause = 'accelerator' | 'operator' | 'version' | 'type' | 'shape' | 'quantisation' | 'content';

export interface Reason {
	readonly text: string;
	readonly cause: Cause;
}

/** Why an operator cannot be compiled. */
export class Refusal extends Error {
	override readonly name = 'Refusal';
	readonly kind: Cause;

	constructor(text: string, kind: Cause = 'content') {
		super(text);
		this.kind = kind;
	}
}

/** Custom operators of files that were compiled for an accelerator already. */
const accelerators: Readonly<Record<string, string>> = {
	'CUSTOM:edgetpu-custom-op': 'the Edge TPU (edgetpu_compiler)',
	'CUSTOM:ethos-u': 'the Ethos-U (Vela)',
	'CUSTOM:NeutronGraph': 'the eIQ Neutron (neutron-converter)',
};

/** The reason against an operator that is not known. */
export function unknownOperator(label: string, name: string): Reason {
	const chip = accelerators[name];
	if (chip === undefined) return {text: `${label}: not supported`, cause: 'operator'};
	return {text: `${label}: the file is compiled for ${chip}`, cause: 'accelerator'};
}

const remedies: Readonly<Record<Cause, string>> = {
	accelerator: 'take the .tflite from before it was compiled for the accelerator',
	operator: 'supported operators: {operators}',
	version: 'convert it again with a release of TensorFlow that writes older versions of these operators',
	type: 'convert it again with tensors of a supported type: all float32, or int8 with converter.representative_dataset',
	shape: 'convert it again with fixed input shapes; these do not fit together',
	quantisation: 'convert it again: TensorFlow Lite rejects this quantisation too',
	content: 'correct this where the model is made, and convert it again',
};

const shownReasons = 50;

/** One error with every reason, and one remedy for each kind of them. */
export function unsupported(
	file: string,
	reasons: readonly Reason[],
	operators: readonly string[],
): CatnapError {
	const shown = reasons.slice(0, shownReasons).map(reason => reason.text);
	if (reasons.length > shown.length) shown.push(`and ${reasons.length - shown.length} more`);
	const causes = (Object.keys(remedies) as Cause[]).filter(cause =>
		reasons.some(reason => reason.cause === cause),
	);
	const todo = causes.map(cause => remedies[cause].replace('{operators}', operators.join(', ')));
	return new CatnapError('MODEL_UNSUPPORTED', {
		which: reasons.length === 1 ? 'reason' : 'reasons',
		count: reasons.length,
		where: file,
		received: shown.join('\n            '),
		todo: todo.join('\n  '),
	});
}

/** What other files begin with, and what to do with each. */
const otherFiles: readonly (readonly [begins: RegExp, what: string, todo: string])[] = [
	[/^version https:\/\/git-lfs/, 'it is a pointer of Git LFS', 'fetch the model itself: git lfs pull'],
	[
		/^[\s\S]{0,2000}?(unsigned char|uint8_t|0x[\da-f]{2}\s*,\s*0x)/i,
		'it is C source',
		'turn the array back into bytes: each 0x.. is one byte of the .tflite',
	],
	[/^\x89HDF/, 'it is a Keras model (HDF5)', 'convert it: tf.lite.TFLiteConverter.from_keras_model'],
	[/^PK/, 'it is a zip file, as .keras models are', 'convert it: tf.lite.TFLiteConverter.from_keras_model'],
	[/^[^ -\xff]\x8b/, 'it is compressed (gzip)', 'unpack it: gunzip'],
	[
		/^\xef\xbb\xbf|^.{4}TFL3[\s\S]*\xef\xbf\xbd/,
		'it was saved as text, which spoils it',
		'copy the file itself again',
	],
	[/^[A-Za-z\d+/]{5}FRGT|^[A-Za-z\d+/\s]{400}/, 'it is Base64', 'decode it: base64 -d'],
	[/^\s*<(!doctype|html)/i, 'it is a web page', 'download the file itself, not the page that shows it'],
	[/^\s*[{[]/, 'it is JSON', 'name the .tflite beside it'],
	[/^[\s\S]{0,64}(onnx|pytorch)/i, 'it is an ONNX model', 'convert it to TensorFlow Lite'],
];

/** The error for bytes that are no .tflite: what they are instead, if that can be seen. */
export function unreadable(file: string, bytes: Uint8Array, received: string): CatnapError {
	const start = Buffer.from(bytes.subarray(0, 2100)).toString('latin1');
	const known = otherFiles.find(([begins]) => begins.test(start));
	if (known === undefined) return new CatnapError('MODEL_FORMAT', {where: file, received});
	return new CatnapError('MODEL_FORMAT', {where: file, received: known[1], todo: known[2]});
}
