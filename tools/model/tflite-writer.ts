// Writes `.tflite` files (FlatBuffers, schema version 3): quantised models, and those that are trained here.
import {builtinNames, dataTypes} from './builtins.ts';
import {type Field, FlatWriter} from './flat-writer.ts';
import {type OptionValues, optionFields, optionsTag} from './options.ts';

export interface TfliteTensor {
	readonly name: string;
	/** As in the schema: INT8, INT32, FLOAT32 ... */
	readonly dtype: string;
	readonly shape: readonly number[];
	/** Constant content: raw bytes, or numbers of the type. Without it the tensor is computed. */
	readonly data?: ArrayLike<number>;
	/** One for the tensor, or one for each slice of `dimension`. */
	readonly scale?: number | readonly number[];
	readonly zeroPoint?: number;
	readonly dimension?: number;
}

export interface TfliteOp {
	readonly op: string;
	/** @default that of int8 tensors */
	readonly version?: number;
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
	readonly options?: OptionValues;
}

export interface TfliteModel {
	readonly description: string;
	readonly tensors: readonly TfliteTensor[];
	readonly ops: readonly TfliteOp[];
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
}

/** Versions from which operators take int8 tensors; 1 where it is not said. Source: op_version.cc of TensorFlow Lite. */
const int8Versions: Readonly<Record<string, number>> = {
	...{ABS: 2, ADD: 2, ARG_MAX: 2, ARG_MIN: 2, AVERAGE_POOL_2D: 2, BATCH_MATMUL: 2, BATCH_TO_SPACE_ND: 2},
	...{
		CONCATENATION: 2,
		CONV_2D: 3,
		DEPTHWISE_CONV_2D: 3,
		DEQUANTIZE: 2,
		EXP: 2,
		FULLY_CONNECTED: 4,
		GATHER: 2,
	},
	...{L2_NORMALIZATION: 2, LEAKY_RELU: 2, LOGISTIC: 2, LOG_SOFTMAX: 2, MAXIMUM: 2, MAX_POOL_2D: 2, MEAN: 2},
	...{MINIMUM: 2, MUL: 2, PACK: 2, PAD: 2, PADV2: 2, RELU: 2, RELU6: 2, RESIZE_BILINEAR: 2, REVERSE_V2: 3},
	...{REDUCE_MAX: 2, REDUCE_MIN: 2, RESIZE_NEAREST_NEIGHBOR: 2, SLICE: 2, SOFTMAX: 2, SPACE_TO_BATCH_ND: 2},
	...{
		SPACE_TO_DEPTH: 2,
		SPLIT: 2,
		SPLIT_V: 2,
		SQUARED_DIFFERENCE: 2,
		STRIDED_SLICE: 2,
		SUB: 2,
		SUM: 2,
		TANH: 2,
	},
	...{TILE: 2, TRANSPOSE: 2, TRANSPOSE_CONV: 2, UNPACK: 2},
};

/** The version of an operator on int8 tensors; `least`: that of the file it comes from. */
export function int8Version(operator: string, least = 1): number {
	return Math.max(least, int8Versions[operator] ?? 1);
}

/** Versions from which operators take int16 tensors with int8 weights; those of int8 where it is not said. */
const wideVersions: Readonly<Record<string, number>> = {
	...{ADD: 3, AVERAGE_POOL_2D: 3, CONCATENATION: 3, CONV_2D: 4, DEPTHWISE_CONV_2D: 5, FULLY_CONNECTED: 7},
	...{LOGISTIC: 3, MAX_POOL_2D: 3, MEAN: 3, MUL: 4, PAD: 3, RELU: 3, RELU6: 3, SLICE: 4, SOFTMAX: 3},
	...{STRIDED_SLICE: 4, SUB: 5, TANH: 3, TRANSPOSE: 4},
};

/** The version of an operator on int16 tensors. Source as above. */
export function wideVersion(operator: string, least = 1): number {
	return Math.max(int8Version(operator, least), wideVersions[operator] ?? 1);
}

/** The bytes of the file. */
export function writeTflite(model: TfliteModel): Uint8Array {
	const buffers: Field[][] = [[]];
	const tensors = model.tensors.map(tensor => {
		const buffer = tensor.data === undefined ? 0 : buffers.push([['bytes', rawBytes(tensor)]]) - 1;
		return tensorTable(tensor, buffer);
	});
	const keyOf = ({op, version}: TfliteOp) => `${op}/${version ?? int8Version(op)}`;
	const kinds = [...new Set(model.ops.map(keyOf))];
	const ops = model.ops.map((op): Field[] => [
		['u32', kinds.indexOf(keyOf(op))],
		['i32s', op.inputs],
		['i32s', op.outputs],
		...optionsOf(op),
	]);
	const graph: Field[] = [
		['tables', tensors],
		['i32s', model.inputs],
		['i32s', model.outputs],
		['tables', ops],
		['string', 'main'],
	];
	const root: Field[] = [
		['u32', 3],
		['tables', kinds.map(codeTable)],
		['tables', [graph]],
		['string', model.description],
		['tables', buffers],
	];
	return new FlatWriter().finish(root, 'TFL3');
}

function codeTable(key: string): Field[] {
	const [name, version] = key.split('/');
	const code = builtinNames.indexOf(name!);
	// the old 8-bit field holds 127 for codes that do not fit it
	return [['i8', Math.min(code, 127)], undefined, ['i32', Number(version)], ['i32', code]];
}

function optionsOf({op, options = {}}: TfliteOp): Field[] {
	const tag = optionsTag(op);
	return tag === 0
		? []
		: [
				['u8', tag],
				['table', optionFields(op, options)],
			];
}

function tensorTable(tensor: TfliteTensor, buffer: number): Field[] {
	return [
		['i32s', tensor.shape],
		['i8', dataTypes.findIndex(type => type.name === tensor.dtype)],
		['u32', buffer],
		['string', tensor.name],
		quantisation(tensor),
	];
}

function quantisation({scale, zeroPoint = 0, dimension = 0}: TfliteTensor): Field {
	if (scale === undefined) return undefined;
	const scales = typeof scale === 'number' ? [scale] : scale;
	const fields: Field[] = [undefined, undefined, ['f32s', scales], ['i64s', scales.map(() => zeroPoint)]];
	return ['table', dimension === 0 ? fields : [...fields, undefined, undefined, ['i32', dimension]]];
}

function rawBytes({dtype, data}: TfliteTensor): Uint8Array {
	if (data instanceof Uint8Array) return data;
	const width = dataTypes.find(type => type.name === dtype)!.bytes;
	const view = new DataView(new ArrayBuffer(data!.length * width));
	for (let i = 0; i < data!.length; i++) {
		if (dtype === 'INT8') view.setInt8(i, data![i]!);
		else if (dtype === 'INT32') view.setInt32(4 * i, data![i]!, true);
		else if (dtype === 'FLOAT32') view.setFloat32(4 * i, data![i]!, true);
		else throw new Error(`constants of ${dtype} are given as bytes`);
	}
	return new Uint8Array(view.buffer);
}
