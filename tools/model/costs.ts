// Estimated Cortex-M33 instructions of a step: what its loops do, each weighed as counted on qemu-an505.
// The weights of cost-weights.ts are fitted by tools/bench/fit-costs.ts to the counts of the goldens' steps.
import {
	alignedOf,
	bandLoops,
	isClamped,
	isDirect,
	moved,
	type Numbers,
	powersOf,
	ringLoops,
	sum,
	templateLoops,
	upscaledLoops,
	windowLoops,
} from './cost-loops.ts';
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
	terms: f => [1, f.d0!, f.d0! * f.d1!, f.d0! * f.d1! * f.d2!, f.d0! * f.d1! * f.d2! * f.d3!],
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
		const {pixels, rows, tried, taps} = upscaledLoops(f);
		const oc = f.oc!;
		return [1, pixels * oc, pixels * oc * f.kh!, rows * oc, tried * oc, taps * oc, taps * oc * f.ic!];
	},
};
const extreme: CostModel = {
	class: f => `${f.type ?? ''}`,
	terms: f => [1, f.outer!, f.outer! * f.inner!, f.outer! * f.inner! * f.axis!],
};

/** Elements whose exponential is not 0, if the inputs are spread evenly: the largest, and those not too far below it. */
function nearTop(f: Numbers): number {
	const [n, reach] = [f.depth!, Math.min(1, f.exps_count! / 256)];
	if (n === 1) return f.rows!;
	const others = reach ** n + ((reach * n) / (n - 1)) * (1 - reach ** (n - 1));
	return f.rows! * (1 + (n - 1) * others);
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

/** Lines that lie one behind the other, each moved by itself. */
const lines = (count: number, bytes: number) => moved(count, bytes, bytes % 4 === 0 ? count : 0);

const block: CostModel = {
	terms: f => {
		const rows = f.u0! * f.u1! * f.u2! * f.u3!;
		const aligned = [f.l4!, f.u4!].every(size => (size * f.size!) % 4 === 0) ? rows : 0;
		return [1, f.rank!, ...moved(rows, f.u4! * f.size!, aligned)];
	},
};
const cumulated = (f: Numbers) => [1, f.outer! * f.inner!, f.outer! * f.inner! * f.axis!];

export const costModels: Partial<Record<StepName, CostModel>> = {
	add_m33: {terms: f => [1, f.count!, isClamped(f) ? f.count! : 0]},
	add_q: pairs,
	argmax: extreme,
	argmin: extreme,
	arith_f32: pairs,
	arith_i32: pairs,
	binary_f32: pairs,
	binary_i32: pairs,
	cast: each,
	compare: {class: f => `${f.type} ${f.kind! < 2 ? 'equal' : 'order'}`, terms: pairs.terms},
	conv_f32: perInput,
	conv_m33: {
		class: f => (isDirect(f) ? 'direct' : 'band'),
		terms: f => {
			const pixels = f.batch! * f.oh! * f.ow!;
			const blocks = f.batch! * Math.ceil((f.oh! * f.ow!) / 3);
			const row = f.kh! * Math.ceil((f.kw! * f.ic!) / 4) * 4;
			return [
				1,
				blocks,
				blocks * f.kh!,
				blocks * row,
				blocks * f.pairs!,
				blocks * f.pairs! * row,
				blocks * f.pairs! * Math.ceil(row / 32),
				f.fill === 0 ? 0 : blocks,
				...templateLoops(f),
				isClamped(f) ? pixels * f.oc! : 0,
				...(isDirect(f) ? [] : bandLoops(f)),
			];
		},
	},
	conv_s16: perInput,
	conv_s8: {
		class: f => (f.scratch === 0 ? 'direct' : 'gathered'),
		terms: f => {
			const {pixels, taps} = windowLoops(f);
			const depth = f.kh! * f.kw! * f.ic!;
			const outside = f.scratch === 0 ? 0 : pixels * f.kh! * f.kw! - taps;
			return [
				1,
				pixels,
				...lines(f.scratch === 0 ? 0 : taps, f.ic!),
				outside,
				outside * f.ic!,
				pixels * f.oc!,
				pixels * f.oc! * depth,
			];
		},
	},
	conv_z8: perInput,
	copy: {
		class: f => (f.size === 1 ? 'bytes' : 'runs'),
		terms: f => {
			const [one, two, three] = [f.d0!, f.d0! * f.d1!, f.d0! * f.d1! * f.d2!];
			const rows = three * f.d3!;
			const elements = rows * f.d4!;
			if (f.size === 1) return [1, one, two, three, rows, elements];
			return [1, one, two, three, rows, ...moved(elements, f.size!, alignedOf(f))];
		},
	},
	cumsum: {
		class: f => `${f.type}`,
		terms: cumulated,
	},
	curve_f32: each,
	dequantize: each,
	div_q: pairs,
	dw_f32: perChannel,
	dw_m33: {
		terms: f => {
			const lines = f.batch! * f.oh!;
			const quads = lines * (f.oc! / 4);
			const pairs = quads * Math.floor(f.ow! / 2);
			return [
				1,
				lines,
				quads,
				f.sw === 1 ? pairs : 0,
				f.sw === 1 ? 0 : pairs,
				quads * (f.ow! % 2),
				isClamped(f) ? lines * f.ow! * f.oc! : 0,
				...ringLoops(f),
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
	fc_s8: {
		terms: f => [
			...dense.terms(f),
			f.weights_zero === 0 ? 0 : f.rows! * f.depth!,
			f.exponent! > 0 ? f.rows! * f.units! : 0,
		],
	},
	fill: {class: f => `${f.size}`, terms: f => [1, f.count!]},
	gather: {
		terms: f => {
			const rounds = f.batch! * f.outer!;
			return [1, f.batch!, rounds, ...lines(rounds * f.count!, f.size!)];
		},
	},
	gather_nd: {
		terms: f => [1, f.count! * f.depth!, ...lines(f.count!, f.size!)],
	},
	leaky_s16: each,
	lstm_f32: cells,
	lstm_s16: cells,
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
			return [1, f.batch! * f.oh!, ...lines(pixels, f.size!)];
		},
	},
	select: {
		class: f => `${f.size}`,
		terms: f => {
			const rows = f.d0! * f.d1! * f.d2!;
			return [1, f.d0! * f.d1!, rows, rows * f.d3!];
		},
	},
	sigmoid_s16: each,
	signal_delay: {terms: f => [1, f.rows!, f.rows! * f.count!, f.rows! * f.delay!]},
	signal_energy: counted,
	signal_fft: {
		class: f => `${f.type} ${f.inverse}`,
		terms: f => {
			const half = f.points! / 2;
			const bits = Math.round(Math.log2(half));
			const points = f.rows! * half;
			return [1, f.rows!, points, points * Math.floor(bits / 2), points * (bits % 2), f.rows! * f.count!];
		},
	},
	signal_fft_mixed: {
		class: f => `${f.type} ${f.inverse}`,
		terms: f => {
			const half = f.points! / 2;
			const [twos, threes, fives] = [2, 3, 5].map(p => powersOf(p, half)) as [number, number, number];
			const stages = [Math.floor(twos / 2), twos % 2, threes, fives];
			const points = f.rows! * half;
			return [1, f.rows!, points, ...stages.map(count => points * count), f.rows! * f.count!];
		},
	},
	signal_filter_bank: counted,
	signal_frame: {
		terms: f => {
			const frames = f.rows! * f.frames!;
			return [1, f.rows!, frames, frames * f.size!, frames * f.step!];
		},
	},
	signal_log: counted,
	signal_overlap: {
		class: f => `${f.type}`,
		terms: f => {
			const frames = f.rows! * f.frames!;
			const bytes = f.type === 1 ? 2 : 4;
			const both = sum([lines(frames, f.step! * bytes), lines(frames, (f.size! - f.step!) * bytes)], 5);
			return [1, f.rows!, frames * f.size!, frames * f.step!, ...both];
		},
	},
	signal_pcan: counted,
	signal_rfft: counted,
	signal_root: counted,
	signal_scale: counted,
	signal_stack: {terms: f => [1, f.frames!, f.frames! * f.channels!, f.step! * f.channels!]},
	signal_subtract: counted,
	signal_window: counted,
	slice_at: block,
	softmax_f32: rows,
	softmax_log_f32: rows,
	softmax_log_s8: {terms: f => [...rows.terms(f), nearTop(f)]},
	softmax_s16: rows,
	softmax_s8: {class: f => `${f.type}`, terms: f => [...rows.terms(f), nearTop(f)]},
	square_diff_q: pairs,
	sums_s8: {
		class: f => (f.total ? 'last' : 'all'),
		terms: cumulated,
	},
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
	update_slice: block,
	unit_f32: rows,
	unit_s8: rows,
};

export function numbersOf(fields: CostFields): Numbers {
	return Object.fromEntries(
		Object.entries(fields).flatMap(([name, value]) => {
			if (typeof value === 'number') return [[name, value]];
			if (value === null) return [[name, 0]];
			const offset = 'bytes' in value ? (value.start ?? 0) : value.value.offset + (value.offset ?? 0);
			return [
				[name, 1],
				[`${name}_at`, offset & 3],
			];
		}),
	);
}

/** The estimate of a step; undefined where nothing like it was counted. */
export function costOf(kernel: StepName, fields: CostFields): number | undefined {
	const model = costModels[kernel];
	const known: Readonly<Record<string, readonly number[]>> | undefined = costWeights[kernel];
	if (model === undefined || known === undefined) return undefined;
	const f = numbersOf(fields);
	const terms = model.terms(f);
	const weigh = (weights: readonly number[]) =>
		terms.reduce((total, term, i) => total + term * (weights[i] ?? 0), 0);
	const own = known[model.class?.(f).trim() ?? ''];
	if (own !== undefined) return weigh(own);
	// of a class that was not counted: the mean of the kernel's others
	const others = Object.values(known).map(weigh);
	return others.reduce((total, cost) => total + cost, 0) / others.length;
}
