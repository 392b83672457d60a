// Layouts of the steps that work element by element: maps, comparisons, choices, arithmetic beyond ADD and MUL.
import {clamp, clampF, dims16, type Field, inOut, pair, type StepLayout} from './step-fields.ts';

/** Scales a and b alike before they meet: both shifted left, then multiplied. */
const scaledPair: Field[] = [
	['a_zero', 'i32'],
	['b_zero', 'i32'],
	['left_shift', 'i32'],
	['a_multiplier', 'i32'],
	['a_exponent', 'i32'],
	['b_multiplier', 'i32'],
	['b_exponent', 'i32'],
];
const rescaled: Field[] = [
	['multiplier', 'i32'],
	['exponent', 'i32'],
];

export const elementSteps = {
	map_f32: {
		id: 48,
		doc: 'ABS (kind 0), NEG (1), SQUARE (2), FLOOR (3), CEIL (4), ROUND (5), SQRT (6) and RSQRT (7) float32.',
		fields: [...inOut, ['count', 'u32'], ['kind', 'u32']],
	},
	curve_f32: {
		id: 49,
		doc: 'EXP (kind 0), LOG (1), SIN (2), COS (3) and ELU (4) float32.',
		fields: [...inOut, ['count', 'u32'], ['kind', 'u32']],
	},
	map_i32: {
		id: 50,
		doc: 'ABS (kind 0), NEG (1) and SQUARE (2) int32; they wrap.',
		fields: [...inOut, ['count', 'u32'], ['kind', 'u32']],
	},
	map_s16: {
		id: 51,
		doc: 'ABS (kind 0) and RSQRT (1) int16: value less in_zero, then a rescale; RSQRT in Q20 first.',
		fields: [
			...inOut,
			['count', 'u32'],
			['kind', 'u32'],
			['in_zero', 'i32'],
			['out_zero', 'i32'],
			...rescaled,
		],
	},
	compare: {
		id: 52,
		doc: 'EQUAL (kind 0), NOT_EQUAL (1), GREATER (2), GREATER_EQUAL (3), LESS (4), LESS_EQUAL (5) to bool. With left_shift above 0 both operands are rescaled first.',
		fields: [...pair, ['type', 'u16'], ['kind', 'u16'], ...scaledPair],
	},
	select: {
		id: 53,
		doc: 'SELECT_V2: where the bool `condition`, walked with the strides c, is not 0 the element of a, else that of b; elements of `size` bytes.',
		fields: [
			...pair,
			['condition', 'ref'],
			...(['c0', 'c1', 'c2', 'c3'].map(n => [n, 'u32', 'stride of condition, elements']) as Field[]),
			['size', 'u32'],
		],
	},
	arith_f32: {
		id: 54,
		doc: 'DIV (kind 0), SQUARED_DIFFERENCE (1), FLOOR_DIV (2), FLOOR_MOD (3) and PRELU (4) float32.',
		fields: [...pair, ['kind', 'u32'], ...clampF],
	},
	arith_i32: {
		id: 55,
		doc: 'SQUARED_DIFFERENCE (kind 1), FLOOR_DIV (2) and FLOOR_MOD (3) int32; a division by 0 gives 0.',
		fields: [...pair, ['kind', 'u32']],
	},
	square_diff_q: {
		id: 56,
		doc: 'SQUARED_DIFFERENCE int8 and int16 (type).',
		fields: [...pair, ['type', 'u32'], ...scaledPair, ...rescaled, ['out_zero', 'i32']],
	},
	div_q: {
		id: 57,
		doc: 'DIV int8 and uint8 (type): a reciprocal in fixed point; a division by 0 gives out_zero.',
		fields: [
			...pair,
			['type', 'u32'],
			['a_zero', 'i32'],
			['b_zero', 'i32'],
			['out_zero', 'i32'],
			...rescaled,
			...clamp,
		],
	},
	prelu_q: {
		id: 58,
		doc: 'PRELU int8 and int16 (type): b is alpha, int8.',
		fields: [
			...pair,
			['type', 'u32'],
			['a_zero', 'i32'],
			['b_zero', 'i32'],
			['out_zero', 'i32'],
			...rescaled,
			['slope_multiplier', 'i32', 'factor of input times alpha, below 0'],
			['slope_exponent', 'i32'],
		],
	},
	softmax_log_f32: {
		id: 59,
		doc: 'LOG_SOFTMAX float32.',
		fields: [...inOut, ['rows', 'u32'], ['depth', 'u32']],
	},
	softmax_log_s8: {
		id: 60,
		doc: 'LOG_SOFTMAX int8: exps[d] and diffs[d] are exp(-d) in Q0.31 and -d in Q5.26, both of d input steps, for d < exps_count.',
		fields: [
			...inOut,
			['exps', 'ref'],
			['diffs', 'ref'],
			['exps_count', 'u32'],
			['rows', 'u32'],
			['depth', 'u32'],
			['reverse_multiplier', 'i32'],
			['reverse_exponent', 'i32'],
		],
	},
	unit_f32: {
		id: 61,
		doc: 'L2_NORMALIZATION float32: rows divided by their length.',
		fields: [...inOut, ['rows', 'u32'], ['depth', 'u32']],
	},
	unit_s8: {
		id: 62,
		doc: 'L2_NORMALIZATION int8 to a scale of 1/128.',
		fields: [...inOut, ['rows', 'u32'], ['depth', 'u32'], ['in_zero', 'i32']],
	},
	argmin: {
		id: 63,
		doc: 'ARG_MIN, as argmax.',
		fields: [...inOut, ['outer', 'u32'], ['axis', 'u32'], ['inner', 'u32'], ...dims16('type', 'out_type')],
	},
} as const satisfies Record<string, StepLayout>;
