// The operator set: which TFLite operators are compiled, up to which version, with which options table.
import {lowerBinary} from './binary.ts';
import type {Lowering} from './context.ts';
import {lowerConv, lowerDepthwise, lowerFullyConnected} from './conv.ts';
import {
	lowerConcatenation,
	lowerPad,
	lowerReshape,
	lowerResizeNearest,
	lowerSplit,
	lowerStridedSlice,
	lowerTranspose,
} from './move.ts';
import {lowerMean, lowerPool} from './pooling.ts';
import {lowerLstm, lowerSvdf} from './recurrent.ts';
import {signalOperators} from './signal.ts';
import {lowerTransposeConv} from './transpose-conv.ts';
import {lowerArgMax, lowerCast, lowerDequantize, lowerQuantize, lowerSoftmax, lowerUnary} from './unary.ts';
import {lowerAssignVariable, lowerReadVariable, lowerVarHandle} from './variables.ts';

export interface Operator {
	/** Newest version whose meaning is known. */
	readonly version: number;
	/** Number of its options table in the schema's union; absent if it has none that matters. */
	readonly options?: number;
	/** The options may be absent. */
	readonly optional?: boolean;
	readonly lower: (lowering: Lowering) => void;
}

const pool = {version: 5, options: 5, lower: lowerPool};
const unary = {version: 3, lower: lowerUnary};

export const operators: Readonly<Record<string, Operator>> = {
	...signalOperators,
	ADD: {version: 5, options: 11, optional: true, lower: lowerBinary},
	ARG_MAX: {version: 3, options: 40, optional: true, lower: lowerArgMax},
	ASSIGN_VARIABLE: {version: 1, lower: lowerAssignVariable},
	AVERAGE_POOL_2D: pool,
	CAST: {version: 5, lower: lowerCast},
	CONCATENATION: {version: 4, options: 10, lower: lowerConcatenation},
	CONV_2D: {version: 8, options: 1, lower: lowerConv},
	DEPTHWISE_CONV_2D: {version: 7, options: 2, lower: lowerDepthwise},
	DEQUANTIZE: {version: 6, lower: lowerDequantize},
	DIV: {version: 2, options: 29, optional: true, lower: lowerBinary},
	FULLY_CONNECTED: {version: 12, options: 8, lower: lowerFullyConnected},
	HARD_SWISH: unary,
	LEAKY_RELU: {...unary, options: 75},
	LOGISTIC: unary,
	MAXIMUM: {version: 4, lower: lowerBinary},
	MAX_POOL_2D: pool,
	MEAN: {version: 3, options: 27, optional: true, lower: lowerMean},
	MINIMUM: {version: 4, lower: lowerBinary},
	MUL: {version: 7, options: 21, optional: true, lower: lowerBinary},
	PAD: {version: 4, lower: lowerPad},
	PADV2: {version: 4, lower: lowerPad},
	QUANTIZE: {version: 3, lower: lowerQuantize},
	READ_VARIABLE: {version: 1, lower: lowerReadVariable},
	RELU: unary,
	RELU6: unary,
	RESHAPE: {version: 1, options: 17, optional: true, lower: lowerReshape},
	RESIZE_NEAREST_NEIGHBOR: {version: 4, options: 74, lower: lowerResizeNearest},
	SOFTMAX: {version: 3, options: 9, lower: lowerSoftmax},
	SPLIT: {version: 4, options: 35, optional: true, lower: lowerSplit},
	SPLIT_V: {version: 2, options: 79, optional: true, lower: lowerSplit},
	STRIDED_SLICE: {version: 8, options: 32, lower: lowerStridedSlice},
	SUB: {version: 5, options: 28, optional: true, lower: lowerBinary},
	SVDF: {version: 4, options: 6, lower: lowerSvdf},
	TANH: unary,
	TRANSPOSE: {version: 6, lower: lowerTranspose},
	TRANSPOSE_CONV: {version: 5, options: 49, lower: lowerTransposeConv},
	UNIDIRECTIONAL_SEQUENCE_LSTM: {version: 4, options: 71, lower: lowerLstm},
	VAR_HANDLE: {version: 1, options: 111, lower: lowerVarHandle},
};
