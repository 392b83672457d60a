// Constants through operators: what an operator does to constants is computed here, so that no kernel does it on the chip.
import {roundAway, typeLimits} from './fixed-point.ts';
import {type Block, isBlob, type Ref, type Step, type Value, type ValueRef} from './graph.ts';
import type {Lowering} from './lower/context.ts';
import {elementTypes} from './step-fields.ts';
import type {StepName} from './steps.ts';

type Fields = Readonly<Record<string, number>>;
/** The bytes that each `ref` field names, from its first byte on; `at` of a copy may lead before it. */
type Places = Readonly<Record<string, Place>>;
interface Place {
	readonly view: DataView;
	readonly at: number;
}
type Evaluator = (fields: Fields, places: Places) => void;

/** Twins of kernels, to the bit; steps of other kernels stay in the plan. */
const evaluators: Partial<Record<StepName, Evaluator>> = {
	arith_i32: (s, {a, b, out}) =>
		pairs(s, (ia, ib, io) => {
			out!.view.setInt32(out!.at + io * 4, divided(s.kind!, i32At(a!, ia), i32At(b!, ib)), true);
		}),
	binary_f32: (s, {a, b, out}) =>
		pairs(s, (ia, ib, io) => {
			const [x, y] = [f32At(a!, ia), f32At(b!, ib)];
			const z = Math.fround(s.kind === 0 ? x + y : s.kind === 1 ? x - y : x * y);
			out!.view.setFloat32(out!.at + io * 4, clamp(z, s.min!, s.max!), true);
		}),
	binary_i32: (s, {a, b, out}) =>
		pairs(s, (ia, ib, io) => {
			const z = integerResult(s.kind!, i32At(a!, ia), i32At(b!, ib));
			out!.view.setInt32(out!.at + io * 4, Math.max(s.min!, Math.min(s.max!, z)), true);
		}),
	cast: (s, {in: from, out}) => {
		for (let i = 0; i < s.count!; i++) store(out!, s.out_type!, i, cut(s, load(from!, s.type!, i)));
	},
	copy: (s, {in: from, out}) => {
		const steps = [0, 1, 2, 3, 4].map(i => [s[`d${i}`]!, s[`a${i}`]!, s[`b${i}`]!] as const);
		walk(steps, from!.at, out!.at, (a, b) => {
			for (let i = 0; i < s.size!; i++) out!.view.setUint8(b + i, from!.view.getUint8(a + i));
		});
	},
	dequantize: (s, {in: from, out}) => {
		for (let i = 0; i < s.count!; i++)
			out!.view.setFloat32(
				out!.at + i * 4,
				Math.fround(s.scale!) * Math.fround(load(from!, s.type!, i) - s.zero!),
				true,
			);
	},
	fill: (s, {in: from, out}) => {
		for (let i = 0; i < s.count! * s.size!; i++)
			out!.view.setUint8(out!.at + i, from!.view.getUint8(from!.at + (i % s.size!)));
	},
	lut8: (s, {in: from, out, lut}) => {
		for (let i = 0; i < s.count!; i++)
			out!.view.setUint8(out!.at + i, lut!.view.getUint8(lut!.at + from!.view.getUint8(from!.at + i)));
	},
	quantize: (s, {in: from, out}) => {
		const [low, high] = typeLimits(elementTypes[s.out_type!]!.replace(/^i/, 'INT').replace(/^u/, 'UINT'));
		for (let i = 0; i < s.count!; i++) {
			const value = roundAway(Math.fround(f32At(from!, i) / Math.fround(s.scale!))) + s.zero!;
			store(out!, s.out_type!, i, Math.max(low, Math.min(high, Number.isNaN(value) ? low : value)));
		}
	},
};

/** As cn_clampf: NaN and -0 stay. */
function clamp(x: number, min: number, max: number): number {
	if (x < min) return min;
	if (x > max) return max;
	return x;
}

function integerResult(kind: number, x: number, y: number): number {
	if (kind === 3) return y === 0 ? 0 : (x / y) | 0;
	return kind === 0 ? (x + y) | 0 : kind === 1 ? (x - y) | 0 : Math.imul(x, y);
}

/** SQUARED_DIFFERENCE, FLOOR_DIV and FLOOR_MOD int32; a division by 0 gives 0. */
function divided(kind: number, x: number, y: number): number {
	if (kind === 1) return Math.imul((x - y) | 0, (x - y) | 0);
	if (y === 0) return 0;
	return kind === 2 ? Math.floor(x / y) | 0 : x - y * Math.floor(x / y);
}

/** A float that becomes an integer is cut; one beyond int32 (int64) becomes the smallest. */
function cut(s: Fields, value: number | bigint): number | bigint {
	if (elementTypes[s.type!] !== 'f32' || elementTypes[s.out_type!] === 'f32') return value;
	if (elementTypes[s.out_type!] === 'bool') return value === 0 ? 0 : 1;
	const wide = elementTypes[s.out_type!] === 'i64';
	const limit = wide ? 2 ** 63 : 2 ** 31;
	const whole = Math.trunc(Number(value));
	const fits = whole >= -limit && whole < limit;
	return wide ? BigInt(fits ? whole : -limit) : fits ? whole : -limit;
}

const f32At = ({view, at}: Place, index: number) => view.getFloat32(at + index * 4, true);
const i32At = ({view, at}: Place, index: number) => view.getInt32(at + index * 4, true);

function load({view, at}: Place, type: number, index: number): number {
	switch (elementTypes[type]) {
		case 'i8':
			return view.getInt8(at + index);
		case 'i16':
			return view.getInt16(at + index * 2, true);
		case 'f32':
			return view.getFloat32(at + index * 4, true);
		case 'i64':
			return Number(view.getBigInt64(at + index * 8, true));
		case 'i32':
			return view.getInt32(at + index * 4, true);
		default:
			return view.getUint8(at + index);
	}
}

function store({view, at}: Place, type: number, index: number, value: number | bigint) {
	switch (elementTypes[type]) {
		case 'i16':
			return view.setInt16(at + index * 2, Number(value), true);
		case 'f32':
			return view.setFloat32(at + index * 4, Number(value), true);
		case 'i64':
			return view.setBigInt64(at + index * 8, BigInt(value), true);
		case 'i32':
			return view.setInt32(at + index * 4, Number(value), true);
		case 'bool':
			return view.setUint8(at + index, Number(value) === 0 ? 0 : 1);
		default:
			return view.setUint8(at + index, Number(value));
	}
}

function walk(
	steps: readonly (readonly [size: number, a: number, b: number])[],
	a: number,
	b: number,
	visit: (a: number, b: number) => void,
) {
	const [first, ...rest] = steps;
	if (first === undefined) return visit(a, b);
	for (let i = 0; i < first[0]; i++) walk(rest, a + i * first[1], b + i * first[2], visit);
}

/** The loops of a broadcasting step: elements of a, b and, dense, the output. */
function pairs(s: Fields, visit: (a: number, b: number, out: number) => void) {
	let out = 0;
	walk(
		[0, 1, 2, 3].map(i => [s[`d${i}`]!, s[`a${i}`]!, s[`b${i}`]!] as const),
		0,
		0,
		(a, b) => visit(a, b, out++),
	);
}

/** Lower an operator; if all that it reads is constant, its outputs become constants and its steps disappear. */
export function lowerFolding(lowering: Lowering, lower: (lowering: Lowering) => void) {
	const foldable = readsConstants(lowering);
	const before = {steps: lowering.steps.length, blocks: lowering.blocks.length};
	lower(lowering);
	const steps = lowering.steps.slice(before.steps);
	if (!foldable || steps.some(step => evaluators[step.kernel] === undefined)) return;
	const outputs = lowering.operator.outputs.map(index => lowering.subgraph.tensors[index]!);
	if (outputs.every(output => output.data !== undefined)) return;
	const memory = new Map<Block, DataView>();
	for (const step of steps) evaluate(step, memory);
	const results = outputs.map(output => {
		const {block, offset, bytes} = lowering.value(output);
		const view = memoryOf(block, memory);
		return new Uint8Array(view.buffer.slice(offset, offset + bytes));
	});
	lowering.forget(before);
	outputs.forEach((output, slot) => {
		lowering.define(output, results[slot]!);
	});
}

/** What the steps leave in each place that they write, from zeros; undefined if one of them has no twin here. */
export function contentAfter(steps: readonly Step[]): ReadonlyMap<Value, Uint8Array> | undefined {
	if (steps.some(step => evaluators[step.kernel] === undefined)) return undefined;
	const memory = new Map<Block, DataView>();
	for (const step of steps) evaluate(step, memory);
	const written = steps.map(step => step.fields.out as ValueRef).map(({value}) => value);
	return new Map(
		written.map(value => {
			const {buffer} = memoryOf(value.block, memory);
			return [value, new Uint8Array(buffer.slice(value.offset, value.offset + value.bytes))];
		}),
	);
}

function readsConstants({operator, subgraph}: Lowering): boolean {
	const present = operator.inputs.filter(index => index !== -1).map(index => subgraph.tensors[index]!);
	return present.length > 0 && present.every(tensor => tensor.data !== undefined && !tensor.variable);
}

function evaluate(step: Step, memory: Map<Block, DataView>) {
	const fields: Record<string, number> = {};
	const places: Record<string, Place> = {};
	for (const [name, value] of Object.entries(step.fields)) {
		if (typeof value === 'number') fields[name] = value;
		else if (value !== null) places[name] = placeOf(value, memory);
	}
	evaluators[step.kernel]!(fields, places);
}

function placeOf(ref: Exclude<Ref, null>, memory: Map<Block, DataView>): Place {
	if (isBlob(ref)) {
		const {buffer, byteOffset, byteLength} = ref.bytes;
		return {view: new DataView(buffer, byteOffset, byteLength), at: ref.start ?? 0};
	}
	return {view: memoryOf(ref.value.block, memory), at: ref.value.offset + ref.offset};
}

function memoryOf(block: Block, memory: Map<Block, DataView>): DataView {
	const known = memory.get(block);
	if (known !== undefined) return known;
	const bytes = Math.max(...block.values.map(value => value.offset + value.bytes));
	const view = new DataView(new ArrayBuffer(bytes));
	memory.set(block, view);
	return view;
}
