// Estimated Cortex-M33 instructions of a step: what its loops do, each weighed as counted on qemu-an505.
// The weights of cost-weights.ts are fitted by tools/bench/fit-costs.ts to the counts of the goldens' steps.
import {costWeights} from './cost-weights.ts';
import type {Ref} from './graph.ts';
import type {StepName} from './steps.ts';

export type CostFields = Readonly<Record<string, number | Ref>>;

interface CostModel {
	/** Steps of different classes are weighed apart: types and kinds have loops of their own. */
	readonly class?: (f: Numbers) => string;
	/** How often each loop runs; the first is 1. */
	readonly terms: (f: Numbers) => readonly number[];
}

/** The numeric fields of a step; a reference is 1, an absent one 0. */
type Numbers = Readonly<Record<string, number>>;

/** Taps of a window that fall inside the image, summed over all outputs of one side. */
function inside(
	out: number,
	stride: number,
	taps: number,
	dilation: number,
	pad: number,
	size: number,
): number {
	let sum = 0;
	for (let o = 0; o < out; o++)
		for (let k = 0; k < taps; k++) {
			const at = o * stride - pad + k * dilation;
			if (at >= 0 && at < size) sum++;
		}
	return sum;
}

function windowLoops(f: Numbers) {
	const rows = inside(f.oh!, f.sh!, f.kh!, f.dh!, f.pad_top!, f.ih!);
	const columns = inside(f.ow!, f.sw!, f.kw!, f.dw!, f.pad_left!, f.iw!);
	const pixels = f.batch! * f.oh! * f.ow!;
	return {pixels, rows: f.batch! * rows * f.ow!, taps: f.batch! * rows * columns};
}

/** Layers that visit each tap of each output channel. */
const perChannel: CostModel = {
	class: f => `${f.type ?? ''} ${f.kind ?? ''}`,
	terms: f => {
		const {pixels, rows, taps} = windowLoops(f);
		return [1, pixels, pixels * f.oc!, rows * f.oc!, taps * f.oc!];
	},
};
const perInput: CostModel = {
	terms: f => {
		const {pixels, rows, taps} = windowLoops(f);
		return [1, pixels, pixels * f.oc!, rows * f.oc!, taps * f.oc!, taps * f.oc! * f.ic!];
	},
};
const dense: CostModel = {
	terms: f => [1, f.rows!, f.rows! * f.units!, f.rows! * f.units! * f.depth!],
};
const each: CostModel = {
	class: f => `${f.type ?? ''} ${f.out_type ?? ''} ${f.kind ?? ''}`,
	terms: f => [1, f.count!],
};
const pairs: CostModel = {
	class: f => `${f.type ?? ''} ${f.kind ?? ''}`,
	terms: f => [1, f.d0! * f.d1! * f.d2!, f.d0! * f.d1! * f.d2! * f.d3!],
};
const rows: CostModel = {
	class: f => `${f.type ?? ''}`,
	terms: f => [1, f.rows!, f.rows! * f.depth!],
};
const reduced: CostModel = {
	class: f => `${f.type ?? ''} ${f.kind ?? ''}`,
	terms: f => {
		const outs = f.o0! * f.o1! * f.o2! * f.o3!;
		return [1, outs, outs * f.r0! * f.r1! * f.r2!, outs * f.count!];
	},
};
const upscaled: CostModel = {
	terms: f => {
		const inputs = f.batch! * f.ih! * f.iw!;
		const taps = inputs * f.kh! * f.kw!;
		return [1, f.batch! * f.oh! * f.ow! * f.oc!, taps, taps * f.oc!, taps * f.oc! * f.ic!];
	},
};
const extreme: CostModel = {
	class: f => `${f.type ?? ''}`,
	terms: f => [1, f.outer! * f.inner!, f.outer! * f.inner! * f.axis!],
};

const isDirect = (f: Numbers) =>
	f.kh === 1 && f.kw === 1 && f.pad_top === 0 && f.pad_left === 0 && f.ic! % 4 === 0;
const isClamped = (f: Numbers) => f.min! > -128 || f.max! < 127;

/** Rows of outputs in which a block of three pixels begins. */
function bandsOf(f: Numbers): number {
	const begins = new Set<number>();
	for (let pixel = 0; pixel < f.oh! * f.ow!; pixel += 3) begins.add(Math.floor(pixel / f.ow!));
	return begins.size;
}

/** Steps of the audio front end: all their loops run over one count. */
const counted: CostModel = {
	terms: f => [1, f.rows ?? 1, (f.rows ?? 1) * (f.count ?? f.channels ?? 1), f.weights_count ?? 0],
};
const product: CostModel = {
	class: f => `${f.type ?? ''}`,
	terms: f => {
		const batches = f.d0! * f.d1! * f.d2!;
		return [1, batches, batches * f.m!, batches * f.m! * f.n!, batches * f.m! * f.n! * f.k!];
	},
};
const cells: CostModel = {
	terms: f => {
		const times = f.batch! * f.time!;
		return [1, times, times * f.cells!, times * f.cells! * f.depth!, times * f.cells! * f.cells!];
	},
};

export const costModels: Partial<Record<StepName, CostModel>> = {
	add_m33: each,
	add_q: pairs,
	argmax: extreme,
	argmin: extreme,
	arith_f32: pairs,
	arith_i32: pairs,
	binary_f32: pairs,
	binary_i32: pairs,
	cast: each,
	compare: pairs,
	conv_f32: perInput,
	conv_m33: {
		class: f => (isDirect(f) ? 'direct' : 'band'),
		terms: f => {
			const pixels = f.oh! * f.ow!;
			const blocks = f.batch! * Math.ceil(pixels / 3);
			const row = f.kh! * Math.ceil((f.kw! * f.ic!) / 4) * 4;
			const rest = f.batch! * (pixels % 3);
			const bands = f.batch! * (isDirect(f) ? 0 : bandsOf(f));
			const lines = bands * (f.kh! + (f.ow === 1 ? 2 : 1) * f.sh!);
			return [
				1,
				blocks,
				blocks * f.kh!,
				blocks * row,
				blocks * f.pairs!,
				blocks * f.pairs! * row,
				rest * f.oc!,
				f.fill === 0 ? 0 : blocks * f.oc!,
				lines,
				lines * ((f.ow! - 1) * f.sw! + f.kw!) * f.ic!,
				isClamped(f) ? f.batch! * pixels * f.oc! : 0,
			];
		},
	},
	conv_s16: perInput,
	conv_s8: {
		class: f => (f.scratch === 0 ? 'direct' : 'gathered'),
		terms: f => {
			const {pixels} = windowLoops(f);
			const depth = f.kh! * f.kw! * f.ic!;
			return [
				1,
				pixels,
				pixels * f.kh! * f.kw!,
				pixels * depth,
				pixels * f.oc!,
				pixels * f.oc! * Math.ceil(depth / 4),
			];
		},
	},
	conv_z8: perInput,
	copy: {
		class: f => (f.size === 1 ? 'bytes' : 'runs'),
		terms: f => {
			const [one, two, three] = [f.d0!, f.d0! * f.d1!, f.d0! * f.d1! * f.d2!];
			const rows = three * f.d3!;
			return [1, one, two, three, rows, rows * f.d4!, f.size === 1 ? 0 : rows * f.d4! * f.size!];
		},
	},
	cumsum: {
		class: f => `${f.type}`,
		terms: f => [1, f.outer! * f.inner!, f.outer! * f.inner! * f.axis!],
	},
	curve_f32: each,
	dequantize: each,
	div_q: pairs,
	dw_f32: perChannel,
	dw_m33: {
		terms: f => {
			const lines = f.batch! * f.oh!;
			const quads = f.oc! / 4;
			return [
				1,
				lines,
				lines * quads,
				lines * quads * f.ow!,
				lines * quads * (f.ow! % 2),
				lines * f.iw! * f.oc!,
			];
		},
	},
	dw_s16: perChannel,
	dw_s8: perChannel,
	dw_z8: perChannel,
	fc_f32: dense,
	fc_m33: {
		terms: f => {
			const quads = Math.ceil(f.units! / 4);
			const padded = Math.ceil(f.depth! / 4) * 4;
			const parts = Math.ceil(padded / f.part!);
			return [
				1,
				f.rows!,
				f.rows! * padded,
				f.rows! * quads * parts,
				f.rows! * quads * padded,
				f.rows! * (f.units! % 4 ? 1 : 0),
				f.rows! * (f.depth! % 4 ? 1 : 0),
				isClamped(f) ? f.rows! * f.units! : 0,
			];
		},
	},
	fc_s16: dense,
	fc_s8: dense,
	fill: {class: f => `${f.size}`, terms: f => [1, f.count!]},
	gather: {
		terms: f => {
			const lines = f.batch! * f.outer!;
			return [1, f.batch!, lines, lines * f.count!, lines * f.count! * f.size!];
		},
	},
	gather_nd: {terms: f => [1, f.count!, f.count! * f.depth!, f.count! * f.size!]},
	leaky_s16: each,
	lstm_f32: cells,
	lstm_s8: cells,
	lut8: each,
	map_f32: each,
	map_i32: each,
	map_s16: each,
	matmul_f32: product,
	matmul_q: product,
	mean_q: reduced,
	minmax: pairs,
	mul_q: pairs,
	pool: perChannel,
	pool_f32: perChannel,
	pool_l2_f32: perChannel,
	pool_m33: {terms: f => [1, f.batch! * f.channels!, f.batch! * f.channels! * f.pixels!]},
	prelu_q: pairs,
	quantize: each,
	reduce: reduced,
	requant: each,
	resize_bilinear: {
		class: f => `${f.type}`,
		terms: f => {
			const pixels = f.batch! * f.oh! * f.ow!;
			return [1, pixels, pixels * f.channels!];
		},
	},
	resize_nearest: {
		terms: f => {
			const pixels = f.batch! * f.oh! * f.ow!;
			return [1, pixels, pixels * f.size!];
		},
	},
	select: {class: f => `${f.size}`, terms: pairs.terms},
	sigmoid_s16: each,
	signal_energy: counted,
	signal_filter_bank: counted,
	signal_log: counted,
	signal_pcan: counted,
	signal_rfft: counted,
	signal_root: counted,
	signal_scale: counted,
	signal_subtract: counted,
	signal_window: counted,
	softmax_f32: rows,
	softmax_log_f32: rows,
	softmax_log_s8: rows,
	softmax_s16: rows,
	softmax_s8: rows,
	square_diff_q: pairs,
	svdf_s8: {
		terms: f => {
			const filters = f.units! * f.rank!;
			return [
				1,
				f.batch! * filters,
				f.batch! * filters * f.depth!,
				f.batch! * filters * f.memory!,
				f.batch! * f.units!,
			];
		},
	},
	tconv_f32: upscaled,
	tconv_s8: upscaled,
	unary_f32: each,
	unit_f32: rows,
	unit_s8: rows,
};

export function numbersOf(fields: CostFields): Numbers {
	return Object.fromEntries(
		Object.entries(fields).map(([name, value]) => [
			name,
			typeof value === 'number' ? value : value === null ? 0 : 1,
		]),
	);
}

/** The estimate of a step; undefined where nothing was counted. */
export function costOf(kernel: StepName, fields: CostFields): number | undefined {
	const model = costModels[kernel];
	if (model === undefined) return undefined;
	const f = numbersOf(fields);
	const known: Readonly<Record<string, readonly number[]>> | undefined = costWeights[kernel];
	const weights = known?.[model.class?.(f).trim() ?? ''];
	if (weights === undefined) return undefined;
	return model.terms(f).reduce((sum, term, i) => sum + term * (weights[i] ?? 0), 0);
}
