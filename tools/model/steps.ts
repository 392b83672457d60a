// The steps of a plan: one table that gives the TypeScript writer, the C structs and SPEC.md's tables.

import {UnfitNumber} from './fixed-point.ts';
import {
	clamp,
	clampF,
	dims16,
	type Field,
	type FieldType,
	gates,
	inOut,
	narrow,
	pair,
	type StepLayout,
	table,
	window,
} from './step-fields.ts';
import {controlSteps} from './steps-control.ts';
import {elementSteps} from './steps-elements.ts';
import {shapeSteps} from './steps-shapes.ts';
import {signalSteps} from './steps-signal.ts';

export type {Field, FieldType, StepLayout};

/** An id never changes its meaning within a plan version. 64 to 79: Cortex-M33 (native/kernels/m33; they run anywhere). */
export const steps = {
	conv_s8: {
		id: 1,
		doc: 'CONV_2D int8. Weights are rows of `row` bytes, [kh][kw][ic] padded with 0; bias has the input zero point folded in.',
		fields: [
			...inOut,
			['weights', 'ref'],
			table,
			[
				'scratch',
				'ref',
				'room for kh*kw*ic bytes; 0xffffffff: read the input in place (1x1, stride 1, no padding)',
			],
			...window,
			['row', 'u32', 'bytes from one weight row to the next'],
			['in_zero', 'i32'],
			['out_zero', 'i32'],
			...clamp,
		],
	},
	dw_s8: {
		id: 2,
		doc: 'DEPTHWISE_CONV_2D int8. Weights as in the model, [kh][kw][oc]; bias not folded, taps outside are skipped.',
		fields: [
			...inOut,
			['weights', 'ref'],
			table,
			...window,
			['in_zero', 'i32'],
			['out_zero', 'i32'],
			...clamp,
		],
	},
	fc_s8: {
		id: 3,
		doc: 'FULLY_CONNECTED int8. Rows as in conv_s8; one multiplier; bias i32 [units] folded.',
		fields: [
			...inOut,
			['weights', 'ref'],
			['bias', 'ref'],
			['rows', 'u32', 'rows of the input (batch)'],
			['depth', 'u32'],
			['units', 'u32'],
			['row', 'u32'],
			['weights_zero', 'i32'],
			['out_zero', 'i32'],
			['multiplier', 'i32'],
			['exponent', 'i32'],
			...clamp,
		],
	},
	pool: {
		id: 4,
		doc: 'AVERAGE_POOL_2D (kind 0; 2: halves upward) and MAX_POOL_2D (kind 1); int8 and int16.',
		fields: [...inOut, ...window, ['kind', 'u16'], ['type', 'u16'], ...clamp],
	},
	add_q: {
		id: 5,
		doc: 'ADD and SUB, int8 and int16 (type). Operands scaled by 2^left_shift and their multipliers, summed, scaled back. SUB has a negative multiplier for b.',
		fields: [
			...pair,
			['type', 'u16'],
			['subtract', 'u16'],
			['a_zero', 'i32'],
			['b_zero', 'i32'],
			['out_zero', 'i32'],
			['left_shift', 'i32'],
			['a_multiplier', 'i32'],
			['a_exponent', 'i32'],
			['b_multiplier', 'i32'],
			['b_exponent', 'i32'],
			['multiplier', 'i32'],
			['exponent', 'i32'],
			...clamp,
		],
	},
	mul_q: {
		id: 6,
		doc: 'MUL, int8 and int16 (type).',
		fields: [
			...pair,
			['type', 'u16'],
			['reserved', 'u16'],
			['a_zero', 'i32'],
			['b_zero', 'i32'],
			['out_zero', 'i32'],
			['multiplier', 'i32'],
			['exponent', 'i32'],
			...clamp,
		],
	},
	minmax: {
		id: 7,
		doc: 'MAXIMUM (kind 0) and MINIMUM (kind 1) on any element type.',
		fields: [...pair, ['type', 'u16'], ['kind', 'u16']],
	},
	lut8: {
		id: 8,
		doc: 'Any function of one byte: 256 result bytes indexed by the input as unsigned.',
		fields: [...inOut, ['lut', 'ref'], ['count', 'u32']],
	},
	softmax_s8: {
		id: 9,
		doc: 'SOFTMAX int8 to int8 or int16 (type). exps[d] is exp(-d * beta * scale) in Q0.31 for 0 <= d < exps_count; beyond, 0.',
		fields: [
			...inOut,
			['exps', 'ref'],
			['exps_count', 'u32'],
			['rows', 'u32'],
			['depth', 'u32'],
			['type', 'u32'],
		],
	},
	copy: {
		id: 10,
		doc: 'Move elements of `size` bytes between two strided views of up to 5 dimensions (offsets and strides in bytes).',
		fields: [
			...inOut,
			['size', 'u16'],
			...dims16('d0', 'd1', 'd2', 'd3', 'd4'),
			...(['a0', 'a1', 'a2', 'a3', 'a4'].map(n => [n, 'i32', 'stride of in, bytes']) as Field[]),
			...(['b0', 'b1', 'b2', 'b3', 'b4'].map(n => [n, 'i32', 'stride of out, bytes']) as Field[]),
		],
	},
	fill: {
		id: 11,
		doc: 'Write `count` elements of `size` bytes with the value at `in`.',
		fields: [...inOut, ['size', 'u32'], ['count', 'u32']],
	},
	resize_nearest: {
		id: 12,
		doc: 'RESIZE_NEAREST_NEIGHBOR: ys [oh] and xs [ow] (u16) say which input row and column to take; pixels of `size` bytes.',
		fields: [
			...inOut,
			['ys', 'ref'],
			['xs', 'ref'],
			...dims16('batch', 'ih', 'iw', 'oh', 'ow', 'reserved'),
			['size', 'u32'],
		],
	},
	argmax: {
		id: 13,
		doc: 'ARG_MAX over the middle of [outer][axis][inner]; the first of equals.',
		fields: [
			...inOut,
			['outer', 'u32'],
			['axis', 'u32'],
			['inner', 'u32'],
			['type', 'u16'],
			['out_type', 'u16'],
		],
	},
	requant: {
		id: 14,
		doc: 'QUANTIZE between integer types.',
		fields: [
			...inOut,
			['count', 'u32'],
			['type', 'u16'],
			['out_type', 'u16'],
			['in_zero', 'i32'],
			['out_zero', 'i32'],
			['multiplier', 'i32'],
			['exponent', 'i32'],
		],
	},
	quantize: {
		id: 15,
		doc: 'QUANTIZE float32 to int8, uint8 or int16 (out_type).',
		fields: [...inOut, ['count', 'u32'], ['scale', 'f32'], ['zero', 'i32'], ['out_type', 'u32']],
	},
	dequantize: {
		id: 16,
		doc: 'DEQUANTIZE int8, uint8, int16 or int32 (type) to float32.',
		fields: [...inOut, ['count', 'u32'], ['scale', 'f32'], ['zero', 'i32'], ['type', 'u32']],
	},
	mean_q: {
		id: 17,
		doc: 'MEAN of int8 or int16 (type) over the second of [outer][reduced][inner] views given as strides (elements).',
		fields: [
			...inOut,
			...dims16('o0', 'o1', 'o2', 'o3', 'r0', 'r1', 'r2', 'r3'),
			...(['os0', 'os1', 'os2', 'os3', 'rs0', 'rs1', 'rs2', 'rs3'].map(n => [n, 'u32']) as Field[]),
			['type', 'u32', 'of a float only count is used'],
			['in_zero', 'i32'],
			['out_zero', 'i32'],
			['multiplier', 'i32'],
			['exponent', 'i32'],
			['count', 'u32', 'r0*r1*r2*r3'],
		],
	},
	conv_f32: {
		id: 18,
		doc: 'CONV_2D float32. Weights [oc][kh][kw][ic], bias [oc].',
		fields: [...inOut, ['weights', 'ref'], ['bias', 'ref'], ...window, ...clampF],
	},
	dw_f32: {
		id: 19,
		doc: 'DEPTHWISE_CONV_2D float32. Weights [kh][kw][oc], bias [oc].',
		fields: [...inOut, ['weights', 'ref'], ['bias', 'ref'], ...window, ...clampF],
	},
	fc_f32: {
		id: 20,
		doc: 'FULLY_CONNECTED float32. Weights [units][depth], bias [units].',
		fields: [
			...inOut,
			['weights', 'ref'],
			['bias', 'ref'],
			['rows', 'u32'],
			['depth', 'u32'],
			['units', 'u32'],
			...clampF,
		],
	},
	pool_f32: {
		id: 21,
		doc: 'AVERAGE_POOL_2D (kind 0) and MAX_POOL_2D (kind 1) float32.',
		fields: [...inOut, ...window, ['kind', 'u16'], ['reserved', 'u16'], ...clampF],
	},
	binary_f32: {
		id: 22,
		doc: 'ADD (kind 0), SUB (1) and MUL (2) float32.',
		fields: [...pair, ['kind', 'u32'], ...clampF],
	},
	unary_f32: {
		id: 23,
		doc: 'LOGISTIC (kind 0), TANH (1), RELU (2), RELU6 (3), LEAKY_RELU (4, slope alpha), HARD_SWISH (5) float32.',
		fields: [...inOut, ['count', 'u32'], ['kind', 'u32'], ['alpha', 'f32']],
	},
	softmax_f32: {
		id: 24,
		doc: 'SOFTMAX float32.',
		fields: [...inOut, ['rows', 'u32'], ['depth', 'u32'], ['beta', 'f32']],
	},
	conv_s16: {
		id: 25,
		doc: 'CONV_2D int16 activations, int8 weights [oc][kh][kw][ic], table {i64 bias, i32 multiplier, i32 exponent} [oc].',
		fields: [...inOut, ['weights', 'ref'], ['table', 'ref'], ...window, narrow, ...clamp],
	},
	dw_s16: {
		id: 26,
		doc: 'DEPTHWISE_CONV_2D int16, weights [kh][kw][oc], table as in conv_s16.',
		fields: [...inOut, ['weights', 'ref'], ['table', 'ref'], ...window, narrow, ...clamp],
	},
	fc_s16: {
		id: 27,
		doc: 'FULLY_CONNECTED int16 activations, int8 weights [units][depth], bias i64 [units].',
		fields: [
			...inOut,
			['weights', 'ref'],
			['bias', 'ref'],
			['rows', 'u32'],
			['depth', 'u32'],
			['units', 'u32'],
			narrow,
			['multiplier', 'i32'],
			['exponent', 'i32'],
			...clamp,
		],
	},
	sigmoid_s16: {
		id: 28,
		doc: 'LOGISTIC (kind 0) and TANH (kind 1) int16: table u16 [256], interpolated.',
		fields: [
			...inOut,
			['sigmoid', 'ref'],
			['count', 'u32'],
			['kind', 'u32'],
			['multiplier', 'i32'],
			['shift', 'i32'],
		],
	},
	softmax_s16: {
		id: 29,
		doc: 'SOFTMAX int16: exps and inverses are i16 [513] tables, interpolated.',
		fields: [
			...inOut,
			['exps', 'ref'],
			['inverses', 'ref'],
			['rows', 'u32'],
			['depth', 'u32'],
			['multiplier', 'i32'],
			['exponent', 'i32'],
		],
	},
	leaky_s16: {
		id: 30,
		doc: 'RELU, RELU6 and LEAKY_RELU int16: one factor for values of 0 and above, one for those below, then a clamp.',
		fields: [
			...inOut,
			['count', 'u32'],
			['multiplier', 'i32'],
			['exponent', 'i32'],
			['slope_multiplier', 'i32'],
			['slope_exponent', 'i32'],
			...clamp,
		],
	},
	tconv_s8: {
		id: 31,
		doc: 'TRANSPOSE_CONV int8. Weights [oc][kh][kw][ic], bias not folded; window: o* is the output of the operator.',
		fields: [
			...inOut,
			['weights', 'ref'],
			table,
			...window,
			['in_zero', 'i32'],
			['out_zero', 'i32'],
			...clamp,
		],
	},
	tconv_s16: {
		id: 99,
		doc: 'TRANSPOSE_CONV int16, weights as in tconv_s8, table as in conv_s16.',
		fields: [...inOut, ['weights', 'ref'], ['table', 'ref'], ...window, narrow, ...clamp],
	},
	tconv_f32: {
		id: 32,
		doc: 'TRANSPOSE_CONV float32.',
		fields: [...inOut, ['weights', 'ref'], ['bias', 'ref'], ...window, ...clampF],
	},
	svdf_s8: {
		id: 33,
		doc: 'SVDF int8: feature [units*rank][depth], time and state [units*rank][memory] of state_type, bias i32 [units].',
		fields: [
			...inOut,
			['feature', 'ref'],
			['time', 'ref'],
			['bias', 'ref'],
			['state', 'ref'],
			...dims16('batch', 'depth', 'units', 'rank', 'memory', 'state_type'),
			['in_zero', 'i32'],
			['out_zero', 'i32'],
			['feature_multiplier', 'i32'],
			['feature_exponent', 'i32'],
			['multiplier', 'i32'],
			['exponent', 'i32'],
		],
	},
	svdf_f32: {
		id: 34,
		doc: 'SVDF float32.',
		fields: [
			...inOut,
			['feature', 'ref'],
			['time', 'ref'],
			['bias', 'ref'],
			['state', 'ref'],
			...dims16('batch', 'depth', 'units', 'rank', 'memory', 'reserved'),
			...clampF,
		],
	},
	lstm_s8: {
		id: 35,
		doc: 'UNIDIRECTIONAL_SEQUENCE_LSTM int8, 16-bit cell. Gates in the order input, forget, cell, output; weights [4][cells][depth] and [4][cells][cells], biases i32 [4][cells] with zero points folded in.',
		fields: [
			...inOut,
			['input_weights', 'ref'],
			['recurrent_weights', 'ref'],
			['input_bias', 'ref'],
			['recurrent_bias', 'ref'],
			['hidden', 'ref', 'state i8 [batch][cells]'],
			['cell', 'ref', 'state i16 [batch][cells]'],
			['scratch', 'ref', 'i16 [4][cells]'],
			...dims16('batch', 'time', 'depth', 'cells', 'time_major', 'cell_bits'),
			...gates('input_multiplier'),
			...gates('input_exponent'),
			...gates('recurrent_multiplier'),
			...gates('recurrent_exponent'),
			['hidden_zero', 'i32'],
			['hidden_multiplier', 'i32'],
			['hidden_exponent', 'i32'],
			['clip', 'i32', '0: none'],
		],
	},
	binary_i32: {
		id: 36,
		doc: 'ADD (kind 0), SUB (1), MUL (2) and DIV (3, toward 0; by 0 gives 0) int32.',
		fields: [...pair, ['kind', 'u32'], ...clamp],
	},
	cast: {
		id: 37,
		doc: 'CAST of integers to integers (cut) or float32.',
		fields: [...inOut, ['count', 'u32'], ['type', 'u16'], ['out_type', 'u16']],
	},
	signal_window: {
		id: 38,
		doc: 'SignalWindow: int16 [rows][count] times window i16 [count], shifted right.',
		fields: [...inOut, ['window', 'ref'], ['rows', 'u32'], ['count', 'u32'], ['shift', 'u32']],
	},
	signal_scale: {
		id: 39,
		doc: 'SignalFftAutoScale: int16 shifted left to 15 bits; how far goes to bits (i32).',
		fields: [...inOut, ['bits', 'ref'], ['count', 'u32']],
	},
	signal_rfft: {
		id: 40,
		doc: 'SignalRfft of 512 points, int16: zeros behind `count` samples; 257 complex values.',
		fields: [...inOut, ['scratch', 'ref', 'i16 [1024]'], ['count', 'u32']],
	},
	signal_energy: {
		id: 41,
		doc: 'SignalEnergy: u32 re * re + im * im of the bins first .. end - 1, else 0.',
		fields: [...inOut, ['count', 'u32'], ['first', 'u32'], ['end', 'u32']],
	},
	signal_filter_bank: {
		id: 42,
		doc: 'SignalFilterBank: u32 [bins] to u64 [channels]; tables i16 [channels + 1], weights i16 [weights_count].',
		fields: [
			...inOut,
			['weights', 'ref'],
			['unweights', 'ref'],
			['starts', 'ref'],
			['weight_starts', 'ref'],
			['widths', 'ref'],
			['bins', 'u32'],
			['channels', 'u32'],
			['weights_count', 'u32'],
		],
	},
	signal_root: {
		id: 43,
		doc: 'SignalFilterBankSquareRoot: u64 to u32, shifted right by bits (i32).',
		fields: [...inOut, ['bits', 'ref'], ['count', 'u32']],
	},
	signal_subtract: {
		id: 44,
		doc: 'SignalFilterBankSpectralSubtraction: u32; the noise estimate is state and second output.',
		fields: [
			...inOut,
			['noise', 'ref', 'u32 [count]'],
			['state', 'ref', 'u32 [count]'],
			['count', 'u32'],
			['smoothing', 'u32'],
			['rest', 'u32'],
			['odd_smoothing', 'u32'],
			['odd_rest', 'u32'],
			['least_signal', 'u32'],
			['smoothing_bits', 'u16'],
			['spectral_bits', 'u16'],
			['clamping', 'u32'],
		],
	},
	signal_pcan: {
		id: 45,
		doc: 'SignalPCAN: u32 weighed by a gain, i16 [125], of the noise estimate.',
		fields: [...inOut, ['noise', 'ref'], ['gains', 'ref'], ['count', 'u32'], ['shift', 'u32']],
	},
	signal_log: {
		id: 46,
		doc: 'SignalFilterBankLog: u32 to int16 scale * ln(x << correction_bits); bends u16 [129] is log2(1 + i / 128) - i / 128 in Q16.',
		fields: [...inOut, ['bends', 'ref'], ['count', 'u32'], ['scale', 'u32'], ['correction_bits', 'u32']],
	},
	lstm_f32: {
		id: 47,
		doc: 'UNIDIRECTIONAL_SEQUENCE_LSTM float32. Gates and weights in the order of lstm_s8, bias [4][cells].',
		fields: [
			...inOut,
			['input_weights', 'ref'],
			['recurrent_weights', 'ref'],
			['bias', 'ref'],
			['hidden', 'ref', 'state [batch][cells]'],
			['cell', 'ref', 'state [batch][cells]'],
			['scratch', 'ref', '[4][cells]'],
			...dims16('batch', 'time', 'depth', 'cells'),
			['time_major', 'u32'],
			['clip', 'f32', '0: none'],
		],
	},
	lstm_s16: {
		id: 103,
		doc: 'UNIDIRECTIONAL_SEQUENCE_LSTM int16, weights int8. Gates and weights in the order of lstm_s8.',
		fields: [
			...inOut,
			['input_weights', 'ref'],
			['recurrent_weights', 'ref'],
			['bias', 'ref', 'i64 [4][cells]'],
			[
				'factors',
				'ref',
				'{bias i64 0, multiplier, exponent} of each gate: of the input, then of the hidden state',
			],
			['sigmoid', 'ref', 'table of sigmoid_s16'],
			['hidden', 'ref', 'state i16 [batch][cells]'],
			['cell', 'ref', 'state i16 [batch][cells]'],
			['scratch', 'ref', 'i16 [4][cells]'],
			...dims16('batch', 'time', 'depth', 'cells', 'time_major', 'reserved'),
			['add_multiplier', 'i32'],
			['add_exponent', 'i32'],
			['hidden_multiplier', 'i32'],
			['hidden_exponent', 'i32'],
			['cell_shift', 'i32', 'from the cell to Q3.12'],
			['clip', 'i32', '32768: none'],
		],
	},
	...elementSteps,
	...shapeSteps,
	...controlSteps,
	...signalSteps,
	conv_m33: {
		id: 64,
		doc: 'CONV_2D int8 for Cortex-M33. Windows are rows of kw*ic bytes padded to words; stream as in native/kernels/m33/conv_block.h.',
		fields: [
			...inOut,
			['stream', 'ref', 'pairs of output channels: start values, packed weights, requantisation'],
			[
				'fill',
				'ref',
				'i8 [oc]: a pixel before its computed channels are written; 0xffffffff: all are computed',
			],
			[
				'scratch',
				'ref',
				'packed pixels 6*row bytes, a band of image rows unless the windows are single pixels, 3*oc bytes',
			],
			...window,
			...dims16('pairs', 'reserved'),
			['in_zero', 'i32'],
			...clamp,
		],
	},
	dw_m33: {
		id: 65,
		doc: 'DEPTHWISE_CONV_2D int8, 3x3, for Cortex-M33; channels a multiple of 4, layouts in native/kernels/m33/dw_m33.c.',
		fields: [
			...inOut,
			['weights', 'ref', 'per 4 channels and tap 4 weights as i16, doubled, in the order 0, 2, 1, 3'],
			['table', 'ref', 'per 4 channels 4 start values, then {multiplier, rounding, shift} each'],
			['scratch', 'ref', '3 rows with their borders'],
			...window,
			['in_zero', 'i32'],
			...clamp,
		],
	},
	fc_m33: {
		id: 66,
		doc: 'FULLY_CONNECTED int8 for Cortex-M33; stream as in native/kernels/m33/fc_m33.c. Deep layers are summed in parts.',
		fields: [
			...inOut,
			['stream', 'ref', 'fours of units: start values, packed weights'],
			['scratch', 'ref', 'the packed part of a row, 8 bytes; with several parts the sums i32 of all fours'],
			['rows', 'u32'],
			['depth', 'u32'],
			['units', 'u32'],
			['part', 'u32', 'inputs of a part, a multiple of 4; the last part may have fewer'],
			['multiplier', 'i32'],
			['rounding', 'i32'],
			['shift', 'i32'],
			...clamp,
		],
	},
	pool_m33: {
		id: 67,
		doc: 'AVERAGE_POOL_2D int8 over whole images of up to 256 pixels for Cortex-M33; channels a multiple of 4.',
		fields: [...inOut, ['batch', 'u32'], ['pixels', 'u32'], ['channels', 'u32'], ...clamp],
	},
	add_m33: {
		id: 68,
		doc: 'ADD and SUB int8 of equal shapes for Cortex-M33.',
		fields: [
			['a', 'ref'],
			['b', 'ref'],
			['out', 'ref'],
			['a_table', 'ref', 'i32 [256]: twice the scaled operand by its byte'],
			['b_table', 'ref'],
			['count', 'u32'],
			['multiplier', 'i32'],
			['rounding', 'i32'],
			['shift', 'i32'],
			...clamp,
		],
	},
} as const satisfies Record<string, StepLayout>;

export type StepName = keyof typeof steps;
export type StepFields<N extends StepName> = Record<(typeof steps)[N]['fields'][number][0], number>;

const fieldBytes: Record<FieldType, number> = {ref: 4, u32: 4, i32: 4, f32: 4, u16: 2, step: 4};

export const stepHeaderBytes = 12;

/** Bytes of a step with its header, a multiple of 4. */
export function stepBytes(name: StepName): number {
	let at = stepHeaderBytes;
	for (const [field, type] of steps[name].fields as readonly Field[]) {
		const size = fieldBytes[type];
		if (at % size !== 0) throw new Error(`${name}.${field} is not aligned`);
		at += size;
	}
	if (at % 4 !== 0) throw new Error(`${name} is not a whole number of words`);
	return at;
}

/** Write the fields of a step at `at`; every field must be given and fit. */
export function writeFields<N extends StepName>(view: DataView, at: number, name: N, values: StepFields<N>) {
	let offset = at;
	for (const [field, type] of steps[name].fields as readonly Field[]) {
		const value = (values as Record<string, number>)[field];
		if (value === undefined || Number.isNaN(value)) throw new Error(`${name}.${field} is ${value}`);
		putField(view, offset, type, value, `${name}.${field}`);
		offset += fieldBytes[type];
	}
}

const ranges: Record<Exclude<FieldType, 'f32'>, readonly [number, number]> = {
	ref: [0, 0xffffffff],
	u32: [0, 0xffffffff],
	step: [0, 0xffffffff],
	i32: [-0x80000000, 0x7fffffff],
	u16: [0, 0xffff],
};

function putField(view: DataView, at: number, type: FieldType, value: number, name: string) {
	if (type === 'f32') return view.setFloat32(at, value, true);
	const [low, high] = ranges[type];
	if (!Number.isInteger(value) || value < low || value > high) throw new UnfitNumber(`${name} is ${value}`);
	if (type === 'u16') view.setUint16(at, value, true);
	else if (type === 'i32') view.setInt32(at, value, true);
	else view.setUint32(at, value, true);
}
