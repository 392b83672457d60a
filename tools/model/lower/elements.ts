// Operators on single elements beyond the activations: ABS, NEG, SQUARE, roundings, roots, curves, LOGICAL_NOT.
import {absTable, realTable, rsqrtTable} from '../byte-tables.ts';
import {f32, quantizeMultiplier} from '../fixed-point.ts';
import {elementCount} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {emitTable, tableEnd} from './unary.ts';

type Kernel = 'map_f32' | 'curve_f32' | 'map_i32' | 'map_s16';

/** Kernel, kind and estimated instructions an element, by element type. */
const kernels: Record<
	string,
	Readonly<Record<string, readonly [kernel: Kernel, kind: number, cost: number]>>
> = {
	ABS: {FLOAT32: ['map_f32', 0, 12], INT16: ['map_s16', 0, 30], INT32: ['map_i32', 0, 10]},
	CEIL: {FLOAT32: ['map_f32', 4, 24]},
	COS: {FLOAT32: ['curve_f32', 3, 900]},
	ELU: {FLOAT32: ['curve_f32', 4, 40]},
	EXP: {FLOAT32: ['curve_f32', 0, 40]},
	FLOOR: {FLOAT32: ['map_f32', 3, 20]},
	LOG: {FLOAT32: ['curve_f32', 1, 800]},
	NEG: {FLOAT32: ['map_f32', 1, 12], INT32: ['map_i32', 1, 10]},
	ROUND: {FLOAT32: ['map_f32', 5, 30]},
	RSQRT: {FLOAT32: ['map_f32', 7, 300], INT16: ['map_s16', 1, 250]},
	SIN: {FLOAT32: ['curve_f32', 2, 900]},
	SQRT: {FLOAT32: ['map_f32', 6, 300]},
	SQUARE: {FLOAT32: ['map_f32', 2, 12], INT32: ['map_i32', 2, 10]},
};

type TableMaker = (...ends: Parameters<typeof absTable>) => Uint8Array;

/** Functions of one byte. */
const tables: Record<string, TableMaker> = {
	ABS: absTable,
	ELU: (input, output) => realTable(input, output, x => (x < 0 ? f32(f32(Math.exp(x)) - 1) : x)),
	EXP: (input, output) => realTable(input, output, Math.exp),
	RSQRT: rsqrtTable,
};

export function lowerElements(lowering: Lowering) {
	lowering.count(1);
	const {name} = lowering.operator;
	const [input, output] = [lowering.input(0), lowering.output()];
	const table = tables[name];
	const known = kernels[name]!;
	lowering.types(input, 'the input', ...Object.keys(known), ...(table === undefined ? [] : ['INT8']));
	lowering.types(output, 'the output', input.type.name);
	lowering.shape(output, 'the output', input.shape);
	if (input.type.name === 'INT8') {
		const ends = [tableEnd(lowering, input, 'the input'), tableEnd(lowering, output, 'the output')] as const;
		return emitTable(lowering, input, output, table!(...ends));
	}
	const [kernel, kind, cost] = known[input.type.name]!;
	const count = elementCount(input.shape);
	if (kernel === 'map_s16') return emitWide(lowering, input, output, {kind, cost: 60 + count * cost});
	lowering.inPlace(output, input);
	const fields = {in: lowering.ref(input), out: lowering.ref(output), count, kind};
	lowering.emit(kernel, fields, 60 + count * cost);
}

function emitWide(
	lowering: Lowering,
	input: ModelTensor,
	output: ModelTensor,
	{kind, cost}: {kind: number; cost: number},
) {
	const [from, to] = [lowering.quant(input, 'the input'), lowering.quant(output, 'the output')];
	if (from.zeroPoint !== 0 || to.zeroPoint !== 0) lowering.refuse('INT16 needs zero points of 0');
	const factor = kind === 0 ? f32(from.scale / to.scale) : 1 / f32(f32(Math.sqrt(from.scale)) * to.scale);
	lowering.inPlace(output, input);
	const ends = {in: lowering.ref(input), out: lowering.ref(output), count: elementCount(input.shape)};
	const zeros = {in_zero: from.zeroPoint, out_zero: to.zeroPoint};
	lowering.emit('map_s16', {...ends, kind, ...zeros, ...quantizeMultiplier(factor)}, cost);
}

/** 0 becomes 1, anything else 0. */
const inverted = Uint8Array.from({length: 256}, (_, byte) => (byte === 0 ? 1 : 0));

export function lowerLogicalNot(lowering: Lowering) {
	lowering.count(1);
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(input, 'the input', 'BOOL');
	lowering.types(output, 'the output', 'BOOL');
	lowering.shape(output, 'the output', input.shape);
	emitTable(lowering, input, output, inverted);
}
