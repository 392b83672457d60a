// Layouts of the steps that look along dimensions: lookups, sums and extremes, products of matrices, resizing.
import {clamp, clampF, dims16, type Field, inOut, type StepLayout, table, window} from './step-fields.ts';

const strides = (...names: string[]): Field[] => names.map(name => [name, 'u32', 'stride, elements']);

const centred: Field[] = [
	...inOut,
	['weights', 'ref'],
	table,
	...window,
	['in_zero', 'i32'],
	['weights_zero', 'i32'],
	['out_zero', 'i32'],
	...clamp,
];

export const shapeSteps = {
	gather: {
		id: 80,
		doc: 'GATHER: [batch][outer][axis] lines of `size` bytes, taken by int32 indices [batch][count]; an index outside is moved to the nearest.',
		fields: [
			...inOut,
			['indices', 'ref'],
			...(['batch', 'outer', 'axis', 'count', 'size'].map(n => [n, 'u32']) as Field[]),
		],
	},
	gather_nd: {
		id: 81,
		doc: 'GATHER_ND: `count` lines of `size` bytes, each found by `depth` int32 indices into dimensions l0.. with strides s0.. (bytes); an index outside is moved to the nearest.',
		fields: [
			...inOut,
			['indices', 'ref'],
			...(['count', 'depth', 'size'].map(n => [n, 'u32']) as Field[]),
			...(['l0', 'l1', 'l2', 'l3', 'l4'].map(n => [n, 'u32']) as Field[]),
			...(['s0', 's1', 's2', 's3', 's4'].map(n => [n, 'u32', 'stride, bytes']) as Field[]),
		],
	},
	update_slice: {
		id: 82,
		doc: 'DYNAMIC_UPDATE_SLICE: writes u0..u4 elements of `size` bytes into out, of sizes l0..l4, at the int32 starts; out holds the operand already. `rank` starts belong to the last dimensions.',
		fields: [
			...inOut,
			['starts', 'ref'],
			['rank', 'u32'],
			['size', 'u32'],
			...(['l0', 'l1', 'l2', 'l3', 'l4'].map(n => [n, 'u32']) as Field[]),
			...(['u0', 'u1', 'u2', 'u3', 'u4'].map(n => [n, 'u32']) as Field[]),
		],
	},
	slice_at: {
		id: 101,
		doc: 'SLICE whose begin is computed: reads u0..u4 elements of `size` bytes from in, of sizes l0..l4, at the int32 starts. `rank` starts belong to the last dimensions.',
		fields: [
			...inOut,
			['starts', 'ref'],
			['rank', 'u32'],
			['size', 'u32'],
			...(['l0', 'l1', 'l2', 'l3', 'l4'].map(n => [n, 'u32']) as Field[]),
			...(['u0', 'u1', 'u2', 'u3', 'u4'].map(n => [n, 'u32']) as Field[]),
		],
	},
	reduce: {
		id: 83,
		doc: 'SUM (kind 0), REDUCE_MAX (1), REDUCE_MIN (2), REDUCE_PROD (3), REDUCE_ALL (4), REDUCE_ANY (5) over the second of [outer][reduced] views. SUM of int8 and int16 is rescaled.',
		fields: [
			...inOut,
			...dims16('o0', 'o1', 'o2', 'o3', 'r0', 'r1', 'r2', 'r3'),
			...strides('os0', 'os1', 'os2', 'os3', 'rs0', 'rs1', 'rs2', 'rs3'),
			['type', 'u32'],
			['in_zero', 'i32'],
			['out_zero', 'i32'],
			['multiplier', 'i32'],
			['exponent', 'i32'],
			['count', 'u32', 'r0*r1*r2*r3'],
			['kind', 'u32'],
		],
	},
	resize_bilinear: {
		id: 84,
		doc: 'RESIZE_BILINEAR float32, int8 and int16 (type): per output row and column {u16 low, u16 high, i32 or f32 fraction}; fractions of integers in 1/1024.',
		fields: [
			...inOut,
			['rows', 'ref'],
			['columns', 'ref'],
			...dims16('batch', 'ih', 'iw', 'oh', 'ow', 'type'),
			['channels', 'u32'],
		],
	},
	matmul_f32: {
		id: 85,
		doc: 'BATCH_MATMUL float32: out [d0][d1][d2][m][n], sums over k.',
		fields: [
			['a', 'ref'],
			['b', 'ref'],
			['out', 'ref'],
			...dims16('d0', 'd1', 'd2', 'reserved'),
			...(['m', 'n', 'k'].map(n => [n, 'u32']) as Field[]),
			...strides('a0', 'a1', 'a2', 'b0', 'b1', 'b2', 'am', 'ak', 'bk', 'bn'),
		],
	},
	matmul_q: {
		id: 86,
		doc: 'BATCH_MATMUL int8 and int16 (type), as matmul_f32.',
		fields: [
			['a', 'ref'],
			['b', 'ref'],
			['out', 'ref'],
			...dims16('d0', 'd1', 'd2', 'type'),
			...(['m', 'n', 'k'].map(n => [n, 'u32']) as Field[]),
			...strides('a0', 'a1', 'a2', 'b0', 'b1', 'b2', 'am', 'ak', 'bk', 'bn'),
			['a_zero', 'i32'],
			['b_zero', 'i32'],
			['out_zero', 'i32'],
			['multiplier', 'i32'],
			['exponent', 'i32'],
			...clamp,
		],
	},
	cumsum: {
		id: 87,
		doc: 'CUMSUM over the middle of [outer][axis][inner], float32, int32 and int64 (type).',
		fields: [
			...inOut,
			...(['outer', 'axis', 'inner'].map(n => [n, 'u32']) as Field[]),
			...dims16('type', 'exclusive', 'reverse', 'reserved'),
		],
	},
	sums_s8: {
		id: 100,
		doc: 'CUMSUM int8 over the middle of [outer][axis][inner], rescaled; `total`: only the last sums, [outer][inner].',
		fields: [
			...inOut,
			...(['outer', 'axis', 'inner'].map(n => [n, 'u32']) as Field[]),
			...dims16('exclusive', 'reverse', 'total', 'reserved'),
			['in_zero', 'i32'],
			['out_zero', 'i32'],
			['multiplier', 'i32'],
			['exponent', 'i32'],
		],
	},
	pool_l2_f32: {
		id: 88,
		doc: 'L2_POOL_2D float32: root of the mean square.',
		fields: [...inOut, ...window, ...clampF],
	},
	conv_z8: {
		id: 89,
		doc: 'CONV_2D of a uint8 model: weights [oc][kh][kw][ic] with a zero point; taps outside are skipped.',
		fields: centred,
	},
	dw_z8: {
		id: 90,
		doc: 'DEPTHWISE_CONV_2D of a uint8 model: weights [kh][kw][oc] with a zero point; taps outside are skipped.',
		fields: centred,
	},
} as const satisfies Record<string, StepLayout>;
