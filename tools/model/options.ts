// Facts of the TFLite schema for writing: the options table of each operator, its number in the union and its fields.
import type {Field} from './flat-writer.ts';
import type {Table} from './flatbuffer.ts';

/** Values by field name; a field that is left out has its default. */
export type OptionValues = Readonly<Record<string, number | readonly number[] | undefined>>;

interface OptionField {
	readonly name: string;
	readonly type: 'i8' | 'bool' | 'i32' | 'f32' | 'i32s';
	readonly absent: number;
}

const window = 'padding:i8 strideW:i32 strideH:i32';
const pool = `${window} filterW:i32 filterH:i32 activation:i8`;
const keep = 'keepDims:bool';

/** Operator: number of its table, its fields in their order as name:type, name:type=default, or name:type? for one that is only written. */
const layouts: Readonly<Record<string, readonly [number, string]>> = {
	ABS: [78, ''],
	ADD: [11, 'activation:i8 potScale:bool?'],
	ARG_MAX: [40, 'outputType:i8'],
	ARG_MIN: [57, 'outputType:i8'],
	AVERAGE_POOL_2D: [5, pool],
	BATCH_MATMUL: [101, 'adjointX:bool adjointY:bool asymmetric:bool'],
	BATCH_TO_SPACE_ND: [24, ''],
	BROADCAST_TO: [104, ''],
	CONCATENATION: [10, 'axis:i32 activation:i8'],
	CONV_2D: [1, `${window} activation:i8 dilationW:i32=1 dilationH:i32=1`],
	DEPTHWISE_CONV_2D: [2, `${window} multiplier:i32 activation:i8 dilationW:i32=1 dilationH:i32=1`],
	DEPTH_TO_SPACE: [94, 'blockSize:i32'],
	DEQUANTIZE: [38, ''],
	EXP: [33, ''],
	EXPAND_DIMS: [52, ''],
	FULLY_CONNECTED: [8, 'activation:i8 weightsFormat:i8 keepDims:bool asymmetric:bool'],
	GATHER: [23, 'axis:i32 batchDims:i32'],
	GATHER_ND: [83, ''],
	HARD_SWISH: [91, ''],
	L2_NORMALIZATION: [12, 'activation:i8'],
	LEAKY_RELU: [75, 'alpha:f32'],
	LOG_SOFTMAX: [36, ''],
	MAXIMUM: [39, ''],
	MAX_POOL_2D: [5, pool],
	MEAN: [27, keep],
	MINIMUM: [39, ''],
	MIRROR_PAD: [77, 'mode:i8'],
	MUL: [21, 'activation:i8'],
	PACK: [59, 'count:i32 axis:i32'],
	PAD: [22, ''],
	PADV2: [43, ''],
	QUANTIZE: [89, ''],
	REDUCE_MAX: [27, keep],
	REDUCE_MIN: [27, keep],
	RESHAPE: [17, 'newShape:i32s'],
	RESIZE_BILINEAR: [15, 'height:i32 width:i32 alignCorners:bool halfPixelCenters:bool'],
	RESIZE_NEAREST_NEIGHBOR: [74, 'alignCorners:bool halfPixelCenters:bool'],
	REVERSE_V2: [81, ''],
	SLICE: [48, ''],
	SOFTMAX: [9, 'beta:f32'],
	SPACE_TO_BATCH_ND: [25, ''],
	SPACE_TO_DEPTH: [19, 'blockSize:i32'],
	SPLIT: [35, 'splits:i32'],
	SPLIT_V: [79, 'splits:i32'],
	SQUARED_DIFFERENCE: [76, ''],
	SQUEEZE: [30, 'dims:i32s'],
	STRIDED_SLICE: [
		32,
		'beginMask:i32 endMask:i32 ellipsisMask:i32 newAxisMask:i32 shrinkAxisMask:i32 offset:bool',
	],
	SUB: [28, 'activation:i8 potScale:bool?'],
	SUM: [27, keep],
	TILE: [51, ''],
	TRANSPOSE: [26, ''],
	TRANSPOSE_CONV: [49, `${window} activation:i8`],
	UNPACK: [64, 'count:i32 axis:i32'],
};

function fieldsOf(operator: string): OptionField[] {
	const text = layouts[operator]?.[1] ?? '';
	return text
		.split(' ')
		.filter(part => part !== '')
		.map(part => {
			const [, name, type, absent] = /^(\w+):(\w+)(?:=(\d+)|\?)?$/.exec(part)!;
			return {name: name!, type: type as OptionField['type'], absent: Number(absent ?? 0)};
		});
}

/** What the options of an operator say, defaults filled in. */
export function readOptions(operator: string, table: Table | undefined): OptionValues {
	if (table === undefined) return {};
	const get = ({type, absent, name}: OptionField, field: number) => {
		if (type === 'i32s') return table.int32s(field, name);
		if (type === 'f32') return table.float32(field);
		return type === 'i32' ? table.int32(field, absent) : table.int8(field, absent);
	};
	const isRead = ({name}: OptionField) => !layouts[operator]![1].includes(`${name}:bool?`);
	return Object.fromEntries(
		fieldsOf(operator).flatMap((field, id) => (isRead(field) ? [[field.name, get(field, id)]] : [])),
	);
}

/** Number of the table in the schema's union, 0 where the operator has none. */
export function optionsTag(operator: string): number {
	return layouts[operator]?.[0] ?? 0;
}

/** Fields for the writer, up to the last one that has a value. */
export function optionFields(operator: string, values: OptionValues): Field[] {
	const fields = fieldsOf(operator).map(({name, type}): Field => {
		const value = values[name];
		if (value === undefined) return undefined;
		if (type === 'i32s') return ['i32s', value as readonly number[]];
		return [type === 'bool' ? 'i8' : type, value as number];
	});
	return fields.slice(0, fields.findLastIndex(field => field !== undefined) + 1);
}
