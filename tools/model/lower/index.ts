// The operator set: which TFLite operators are compiled, up to which version, with which options table.
import {lowerAddN, lowerArithmetic} from './arithmetic.ts';
import {lowerBinary} from './binary.ts';
import {lowerCircularBuffer} from './circular-buffer.ts';
import type {Lowering} from './context.ts';
import {lowerCallOnce, lowerIf, lowerWhile} from './control.ts';
import {lowerConv, lowerDepthwise, lowerFullyConnected} from './conv.ts';
import {lowerDecode} from './decode.ts';
import {lowerDetection} from './detection.ts';
import {lowerElements, lowerLogicalNot} from './elements.ts';
import {lowerDynamicUpdateSlice, lowerEmbeddingLookup, lowerGather, lowerGatherNd} from './gather.ts';
import {lowerCompare, lowerLogical, lowerSelect} from './logic.ts';
import {lowerBatchMatmul} from './matmul.ts';
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
import {
	lowerBatchToSpace,
	lowerBroadcastTo,
	lowerDepthToSpace,
	lowerMirrorPad,
	lowerReverse,
	lowerSlice,
	lowerSpaceToBatch,
	lowerSpaceToDepth,
	lowerTile,
} from './rearrange.ts';
import {lowerLstm, lowerSvdf} from './recurrent.ts';
import {lowerReduce} from './reduce.ts';
import {lowerResizeBilinear} from './resize-bilinear.ts';
import {lowerCumsum, lowerL2Normalization, lowerL2Pool, lowerLogSoftmax} from './rows.ts';
import {
	lowerBroadcastArgs,
	lowerExpandDims,
	lowerFill,
	lowerPack,
	lowerRank,
	lowerShape,
	lowerSqueeze,
	lowerUnpack,
	lowerZerosLike,
} from './shapes.ts';
import {signalOperators} from './signal.ts';
import {lowerTransposeConv} from './transpose-conv.ts';
import {lowerArgMax, lowerCast, lowerDequantize, lowerQuantize, lowerSoftmax, lowerUnary} from './unary.ts';
import {lowerAssignVariable, lowerReadVariable, lowerVarHandle} from './variables.ts';

export interface Operator {
	/** Newest version whose meaning is known. */
	readonly version: number;
	/** Number of its options table in the schema's union; absent if the schema has none. */
	readonly options?: number;
	readonly lower: (lowering: Lowering) => void;
}

const pool = {version: 5, options: 5, lower: lowerPool};
const unary = {version: 3, lower: lowerUnary};
const elements = {version: 2, lower: lowerElements};
const compare = {version: 4, lower: lowerCompare};
const reduce = {version: 3, options: 27, lower: lowerReduce};

export const operators: Readonly<Record<string, Operator>> = {
	...signalOperators,
	'CUSTOM:CIRCULAR_BUFFER': {version: 1, lower: lowerCircularBuffer},
	'CUSTOM:TFLM_DECODE': {version: 1, lower: lowerDecode},
	'CUSTOM:TFLite_Detection_PostProcess': {version: 1, lower: lowerDetection},
	ABS: {...elements, options: 78, version: 5},
	ADD: {version: 5, options: 11, lower: lowerBinary},
	ADD_N: {version: 1, options: 82, lower: lowerAddN},
	ARG_MAX: {version: 3, options: 40, lower: lowerArgMax},
	ARG_MIN: {version: 3, options: 57, lower: lowerArgMax},
	ASSIGN_VARIABLE: {version: 1, options: 113, lower: lowerAssignVariable},
	AVERAGE_POOL_2D: pool,
	BATCH_MATMUL: {version: 4, options: 101, lower: lowerBatchMatmul},
	BATCH_TO_SPACE_ND: {version: 4, options: 24, lower: lowerBatchToSpace},
	BROADCAST_ARGS: {version: 1, lower: lowerBroadcastArgs},
	BROADCAST_TO: {version: 3, options: 104, lower: lowerBroadcastTo},
	CALL_ONCE: {version: 1, options: 103, lower: lowerCallOnce},
	CAST: {version: 5, options: 37, lower: lowerCast},
	CEIL: elements,
	CONCATENATION: {version: 4, options: 10, lower: lowerConcatenation},
	CONV_2D: {version: 8, options: 1, lower: lowerConv},
	COS: {...elements, options: 84},
	CUMSUM: {version: 1, options: 102, lower: lowerCumsum},
	DEPTHWISE_CONV_2D: {version: 7, options: 2, lower: lowerDepthwise},
	DEPTH_TO_SPACE: {version: 2, options: 94, lower: lowerDepthToSpace},
	DEQUANTIZE: {version: 6, options: 38, lower: lowerDequantize},
	DIV: {version: 2, options: 29, lower: lowerBinary},
	DYNAMIC_UPDATE_SLICE: {version: 2, options: 118, lower: lowerDynamicUpdateSlice},
	ELU: elements,
	EMBEDDING_LOOKUP: {version: 4, lower: lowerEmbeddingLookup},
	EQUAL: {...compare, options: 53},
	EXP: {...elements, options: 33},
	EXPAND_DIMS: {version: 1, options: 52, lower: lowerExpandDims},
	FILL: {version: 4, options: 68, lower: lowerFill},
	FLOOR: elements,
	FLOOR_DIV: {version: 3, options: 65, lower: lowerArithmetic},
	FLOOR_MOD: {version: 2, options: 72, lower: lowerArithmetic},
	FULLY_CONNECTED: {version: 12, options: 8, lower: lowerFullyConnected},
	GATHER: {version: 7, options: 23, lower: lowerGather},
	GATHER_ND: {version: 5, options: 83, lower: lowerGatherNd},
	GREATER: {...compare, options: 44},
	GREATER_EQUAL: {...compare, options: 45},
	HARD_SWISH: {...unary, options: 91},
	IF: {version: 1, options: 92, lower: lowerIf},
	L2_NORMALIZATION: {version: 2, options: 12, lower: lowerL2Normalization},
	L2_POOL_2D: {version: 1, options: 5, lower: lowerL2Pool},
	LEAKY_RELU: {...unary, options: 75},
	LESS: {...compare, options: 41},
	LESS_EQUAL: {...compare, options: 46},
	LOG: elements,
	LOGICAL_AND: {version: 1, options: 62, lower: lowerLogical},
	LOGICAL_NOT: {version: 1, options: 63, lower: lowerLogicalNot},
	LOGICAL_OR: {version: 1, options: 60, lower: lowerLogical},
	LOGISTIC: unary,
	LOG_SOFTMAX: {version: 2, options: 36, lower: lowerLogSoftmax},
	MAXIMUM: {version: 4, options: 39, lower: lowerBinary},
	MAX_POOL_2D: pool,
	MEAN: {version: 3, options: 27, lower: lowerMean},
	MINIMUM: {version: 4, options: 39, lower: lowerBinary},
	MIRROR_PAD: {version: 3, options: 77, lower: lowerMirrorPad},
	MUL: {version: 7, options: 21, lower: lowerBinary},
	NEG: {...elements, options: 42},
	NOT_EQUAL: {...compare, options: 54},
	PACK: {version: 4, options: 59, lower: lowerPack},
	PAD: {version: 4, options: 22, lower: lowerPad},
	PADV2: {version: 4, options: 43, lower: lowerPad},
	PRELU: {version: 2, lower: lowerArithmetic},
	QUANTIZE: {version: 3, options: 89, lower: lowerQuantize},
	RANK: {version: 1, options: 86, lower: lowerRank},
	READ_VARIABLE: {version: 1, options: 112, lower: lowerReadVariable},
	REDUCE_ALL: reduce,
	REDUCE_ANY: reduce,
	REDUCE_MAX: reduce,
	REDUCE_MIN: reduce,
	REDUCE_PROD: reduce,
	RELU: unary,
	RELU6: unary,
	RESHAPE: {version: 1, options: 17, lower: lowerReshape},
	RESIZE_BILINEAR: {version: 4, options: 15, lower: lowerResizeBilinear},
	RESIZE_NEAREST_NEIGHBOR: {version: 4, options: 74, lower: lowerResizeNearest},
	REVERSE_V2: {version: 3, options: 81, lower: lowerReverse},
	ROUND: elements,
	RSQRT: {...elements, version: 3},
	SELECT: {version: 3, options: 47, lower: lowerSelect},
	SELECT_V2: {version: 2, options: 98, lower: lowerSelect},
	SHAPE: {version: 1, options: 55, lower: lowerShape},
	SIN: elements,
	SLICE: {version: 6, options: 48, lower: lowerSlice},
	SOFTMAX: {version: 3, options: 9, lower: lowerSoftmax},
	SPACE_TO_BATCH_ND: {version: 4, options: 25, lower: lowerSpaceToBatch},
	SPACE_TO_DEPTH: {version: 2, options: 19, lower: lowerSpaceToDepth},
	SPLIT: {version: 4, options: 35, lower: lowerSplit},
	SPLIT_V: {version: 2, options: 79, lower: lowerSplit},
	SQRT: elements,
	SQUARE: {...elements, options: 66},
	SQUARED_DIFFERENCE: {version: 3, options: 76, lower: lowerArithmetic},
	SQUEEZE: {version: 2, options: 30, lower: lowerSqueeze},
	STRIDED_SLICE: {version: 8, options: 32, lower: lowerStridedSlice},
	SUB: {version: 5, options: 28, lower: lowerBinary},
	SUM: reduce,
	SVDF: {version: 4, options: 6, lower: lowerSvdf},
	TANH: unary,
	TILE: {version: 3, options: 51, lower: lowerTile},
	TRANSPOSE: {version: 6, options: 26, lower: lowerTranspose},
	TRANSPOSE_CONV: {version: 5, options: 49, lower: lowerTransposeConv},
	UNIDIRECTIONAL_SEQUENCE_LSTM: {version: 4, options: 71, lower: lowerLstm},
	UNPACK: {version: 4, options: 64, lower: lowerUnpack},
	VAR_HANDLE: {version: 1, options: 111, lower: lowerVarHandle},
	WHILE: {version: 1, options: 93, lower: lowerWhile},
	ZEROS_LIKE: {version: 1, options: 67, lower: lowerZerosLike},
};
