// What of the arena each operator needs, and what change to the network would save most.
import type {CompiledModel} from './compile.ts';

export interface OperatorMemory {
	readonly operator: number;
	readonly name: string;
	/** Of all values that live in one of its steps. */
	readonly bytes: number;
}

export interface Saving {
	readonly what: string;
	/** At most. */
	readonly flashBytes: number;
	readonly ramBytes: number;
}

/** In the order of the operators; those without a step of their own are left out. */
export function memoryOfOperators({arena, steps, operators}: CompiledModel): OperatorMemory[] {
	const largest = new Map<number, number>();
	for (const [index, {operator}] of steps.entries()) {
		const live = arena.filter(({firstStep, lastStep}) => firstStep <= index && index <= lastStep);
		const bytes = spanOf(live.map(({offset, bytes: size}) => [offset, offset + size] as const));
		largest.set(operator, Math.max(largest.get(operator) ?? 0, bytes));
	}
	return operators
		.filter(({index}) => largest.has(index))
		.map(({index, name}) => ({operator: index, name, bytes: largest.get(index)!}));
}

/** Bytes that are covered: several values may share theirs. */
function spanOf(places: readonly (readonly [from: number, to: number])[]): number {
	let [sum, end] = [0, 0];
	for (const [from, to] of [...places].sort((a, b) => a[0] - b[0])) {
		sum += Math.max(0, to - Math.max(from, end));
		end = Math.max(end, to);
	}
	return sum;
}

/** The most useful changes first. */
export function savingsOf(model: CompiledModel): Saving[] {
	const savings = [toInt8(model), smallerPeak(model), ...smallerWeights(model)];
	return savings
		.filter(({flashBytes, ramBytes}) => flashBytes + ramBytes > 0)
		.sort((a, b) => b.flashBytes + b.ramBytes - (a.flashBytes + a.ramBytes));
}

function constantBytes({tensors}: CompiledModel, type?: string) {
	return tensors
		.filter(tensor => tensor.data !== undefined && (type === undefined || tensor.type.name === type))
		.map(({name, data}) => ({name, bytes: data!.length}));
}

/** int8 holds in one byte what float32 holds in four. */
function toInt8(model: CompiledModel): Saving {
	const floats = constantBytes(model, 'FLOAT32').reduce((sum, {bytes}) => sum + bytes, 0);
	const quarter = (bytes: number) => Math.floor((bytes * 3) / 4);
	const computed = new Set(model.tensors.filter(({type}) => type.name === 'FLOAT32').map(({name}) => name));
	const inArena = model.arena
		.filter(({name}) => computed.has(name))
		.reduce((most, {bytes}) => Math.max(most, bytes), 0);
	const whole = floats > 0 ? model.arenaBytes : inArena;
	return {
		what:
			floats > 0
				? 'quantise it to int8: catnap model quantize'
				: 'let inputs and outputs be int8: catnap model quantize --io int8',
		flashBytes: quarter(floats),
		ramBytes: quarter(whole),
	};
}

/** The peak can fall to that of the next operators. */
function smallerPeak(model: CompiledModel): Saving {
	const memory = memoryOfOperators(model);
	const most = Math.max(0, ...memory.map(({bytes}) => bytes));
	const first = memory.find(({bytes}) => bytes === most);
	const rest = memory.filter(({bytes}) => bytes < most).map(({bytes}) => bytes);
	const next = Math.max(0, ...rest);
	return {
		what: `halve the channels or the picture of operator ${first?.operator} ${first?.name}, which needs most RAM`,
		flashBytes: 0,
		ramBytes: Math.min(most - next, Math.floor(most / 2)),
	};
}

const shownWeights = 3;

function smallerWeights(model: CompiledModel): Saving[] {
	return constantBytes(model)
		.sort((a, b) => b.bytes - a.bytes)
		.slice(0, shownWeights)
		.map(({name, bytes}) => ({
			what: `halve the units or channels of ${name}, ${bytes} bytes`,
			flashBytes: Math.floor(bytes / 2),
			ramBytes: 0,
		}));
}
