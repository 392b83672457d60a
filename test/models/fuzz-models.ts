// Mutates .tflite files and compiles them: each must give a plan or a CatnapError, in bounded time.
import {CatnapError} from '../../lib/errors.ts';
import {compileModel} from '../../tools/model/compile.ts';

export interface FuzzResult {
	models: number;
	compiled: number;
	refused: number;
	slowestMs: number;
	/** Some of the plans that mutated models gave, to be run by the runtime under sanitizers. */
	plans: Uint8Array[];
}

const keptPlans = 400;

/** Deterministic for a seed; throws the first error that is no CatnapError, naming the mutation. */
export function fuzzModels(seeds: readonly Uint8Array[], count: number, seed: number): FuzzResult {
	const random = xorshift(seed);
	const result: FuzzResult = {models: 0, compiled: 0, refused: 0, slowestMs: 0, plans: []};
	for (let round = 0; round < count; round++) {
		const bytes = mutated(seeds[round % seeds.length]!, random);
		const started = performance.now();
		try {
			const {plan} = compileModel(bytes, {file: 'fuzz.tflite'});
			result.compiled++;
			if (result.plans.length < keptPlans) result.plans.push(plan);
		} catch (error) {
			if (!(error instanceof CatnapError)) throw new Error(`seed ${seed} round ${round}`, {cause: error});
			result.refused++;
		}
		result.models++;
		result.slowestMs = Math.max(result.slowestMs, performance.now() - started);
	}
	return result;
}

export function xorshift(seed: number): (limit: number) => number {
	let x = Math.imul(seed, 0x9e3779b9) >>> 0 || 1;
	return limit => {
		x ^= x << 13;
		x ^= x >>> 17;
		x ^= x << 5;
		x >>>= 0;
		return x % limit;
	};
}

const words = [0, 1, 2, 4, 0x7f, 0x80, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

function mutated(seed: Uint8Array, random: (limit: number) => number): Uint8Array {
	let bytes = new Uint8Array(seed); // a copy: slice() of a Buffer is none
	for (let times = 1 + random(4); times > 0; times--) {
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		const at = random(bytes.length);
		const word = Math.min(at & ~3, Math.max(0, bytes.length - 4) & ~3);
		const kind = random(7);
		if (bytes.length < 8) break;
		if (kind === 0) bytes[at] = random(256);
		else if (kind === 1) view.setUint32(word, words[random(words.length)]!, true);
		else if (kind === 2) view.setInt32(word, (view.getInt32(word, true) + random(9) - 4) | 0, true);
		else if (kind === 3) view.setUint32(word, view.getUint32(random(bytes.length - 4) & ~3, true), true);
		else if (kind === 4) bytes[at] = bytes[at]! ^ (1 << random(8));
		else if (kind === 5) view.setUint16(word, random(64), true);
		else if (random(4) === 0) bytes = new Uint8Array(bytes.subarray(0, at));
	}
	return bytes;
}
