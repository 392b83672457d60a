// What int8 asks of each operator: where its weights are, which tensors share a scale, which scale is given.
// Source: TensorFlow Lite's 8-bit quantization specification.

export interface Scale {
	readonly scale: number;
	readonly zeroPoint: number;
}

export interface Rule {
	/** Slots of an operator with weights, and the dimension of the weights that holds the output channels. */
	readonly weights?: {
		readonly input: number;
		readonly filter: number;
		readonly bias: number;
		readonly channels?: number;
	};
	/** Inputs and outputs are moved, or chosen from: all have one scale. */
	readonly shared?: true;
	/** What the outputs have whatever the data. */
	readonly fixed?: Scale;
}

const shared: Rule = {shared: true};
const own: Rule = {};
/** Outputs from 0 to 1. */
const unit: Rule = {fixed: {scale: 1 / 256, zeroPoint: -128}};
/** Outputs from -1 to 1. */
const signed: Rule = {fixed: {scale: 1 / 128, zeroPoint: 0}};

const names = (list: string, rule: Rule) => Object.fromEntries(list.split(' ').map(name => [name, rule]));

/** Bits of the tensors that operators compute. */
export type ActivationBits = 8 | 16;

/** What an output has whatever the data. int16 is symmetric: 0 is 0. */
export function fixedScale({fixed}: Rule, bits: ActivationBits): Scale | undefined {
	return bits === 8 || fixed === undefined ? fixed : {scale: 2 ** -15, zeroPoint: 0};
}

/** By operator; others are not quantised here. */
export const rules: Readonly<Record<string, Rule>> = {
	...names('ABS ADD ARG_MAX ARG_MIN BATCH_MATMUL ELU EXP HARD_SWISH LEAKY_RELU MEAN MUL PRELU', own),
	...names('RELU RELU6 SQUARED_DIFFERENCE SUB SUM', own),
	...names('AVERAGE_POOL_2D BATCH_TO_SPACE_ND BROADCAST_TO CONCATENATION DEPTH_TO_SPACE EXPAND_DIMS', shared),
	...names(
		'GATHER GATHER_ND MAXIMUM MAX_POOL_2D MINIMUM MIRROR_PAD PACK PAD PADV2 REDUCE_MAX REDUCE_MIN',
		shared,
	),
	...names('RESHAPE RESIZE_BILINEAR RESIZE_NEAREST_NEIGHBOR REVERSE_V2 SLICE SPACE_TO_BATCH_ND', shared),
	...names('SPACE_TO_DEPTH SPLIT SPLIT_V SQUEEZE STRIDED_SLICE TILE TRANSPOSE UNPACK', shared),
	...names('LOGISTIC SOFTMAX', unit),
	...names('L2_NORMALIZATION TANH', signed),
	LOG_SOFTMAX: {fixed: {scale: 16 / 256, zeroPoint: 127}},
	CONV_2D: {weights: {input: 0, filter: 1, bias: 2, channels: 0}},
	DEPTHWISE_CONV_2D: {weights: {input: 0, filter: 1, bias: 2, channels: 3}},
	// TFLite up to 2.16 takes one scale for the weights only
	FULLY_CONNECTED: {weights: {input: 0, filter: 1, bias: 2}},
	TRANSPOSE_CONV: {weights: {input: 2, filter: 1, bias: 3, channels: 0}},
};

/** Operators of which TensorFlow Lite's reference has int16 with int8 weights. */
export const wideOperators: ReadonlySet<string> = new Set(
	[
		'ADD AVERAGE_POOL_2D CONCATENATION CONV_2D DEPTHWISE_CONV_2D EXPAND_DIMS FULLY_CONNECTED LEAKY_RELU LOGISTIC MAX_POOL_2D',
		'MEAN MUL PAD RELU RELU6 RESHAPE SLICE SOFTMAX SQUEEZE STRIDED_SLICE SUB TANH TRANSPOSE',
	].flatMap(list => list.split(' ')),
);
