// The Cortex-M33 kernels: their arithmetic equals the reference wherever the compiler's proofs allow it, and on the chip.
import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {an505} from '../../tools/bench/an505.ts';
import {runnerOn} from '../../tools/bench/measure.ts';
import {rescale} from '../../tools/model/fixed-point.ts';
import {compileModel} from '../../tools/model/index.ts';
import {
	fastRequant,
	fitsPacked,
	outputRange,
	packChannel,
	packedStart,
	packWord,
	sumRange,
} from '../../tools/model/lower/m33-pack.ts';
import {verifyGolden} from '../../tools/model/verify.ts';
import {needsShared} from '../shared.ts';
import {branching, control, formed, modelBytes, ops, signal, streaming, variants} from './places.ts';

const sharedTest = needsShared(test.serial, 'models');

/** Deterministic whole numbers from `low` to `high`. */
function numbers(seed: number) {
	let state = seed;
	return (low: number, high: number) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return low + Math.floor((state / 2 ** 32) * (high - low + 1));
	};
}

const saturate = (value: number) => Math.max(-128, Math.min(127, value));

/** cn_requant8 of native/kernels/m33/dsp.h. */
function requant8(
	sum: number,
	{multiplier, rounding, shift}: {multiplier: number; rounding: number; shift: number},
) {
	const high = (BigInt(2 * sum) * BigInt(multiplier) + 2n ** 31n) >> 32n;
	const value = BigInt.asIntN(32, high + BigInt(rounding) + (sum < 0 ? -1n : 0n));
	return saturate(Number(value >> BigInt(shift)));
}

test('the fast requantisation equals the reference for all kinds of sums, ties among them', t => {
	const pick = numbers(1);
	for (let round = 0; round < 4000; round++) {
		const exponent = -pick(1, 22);
		// multipliers with few bits make exact ties
		const multiplier = round % 2 ? pick(2 ** 30, 2 ** 31 - 1) : pick(1024, 2047) * 2 ** 20;
		const zero = pick(-128, 127);
		const widest = round % 3 ? 2 ** 30 - 1 : 2 ** pick(8, 20);
		const fast = fastRequant({multiplier, exponent}, zero, {low: -widest, high: widest})!;
		for (const sum of [
			pick(-widest, widest),
			pick(-300, 300),
			pick(-16, 15) * 2 ** -exponent,
			-widest,
			widest,
		]) {
			const wanted = saturate(
				rescale(Math.max(-widest, Math.min(widest, sum)), {multiplier, exponent}) + zero,
			);
			t.is(
				requant8(Math.max(-widest, Math.min(widest, sum)), fast),
				wanted,
				`${sum} ${multiplier} ${exponent} ${zero}`,
			);
		}
	}
});

test('the fast requantisation is refused where it is not proved', t => {
	const sums = {low: -1000, high: 1000};
	t.is(fastRequant({multiplier: 2 ** 30, exponent: 0}, 0, sums), undefined);
	t.is(fastRequant({multiplier: 2 ** 30, exponent: -23}, 0, sums), undefined);
	t.is(fastRequant({multiplier: 2 ** 30, exponent: -5}, 0, {low: 0, high: 2 ** 30}), undefined);
	t.is(fastRequant({multiplier: 2 ** 30, exponent: -5}, 0, {low: -(2 ** 30), high: 0}), undefined);
	t.truthy(fastRequant({multiplier: 2 ** 30, exponent: -5}, 0, {low: -(2 ** 30) + 1, high: 2 ** 30 - 1}));
});

test('packed weights and activations give 256 times the sum of products, extremes among them', t => {
	const pick = numbers(2);
	const half = (word: number, top: boolean) => ((top ? word : word << 16) >> 16) | 0;
	const byte = (word: number, at: number) => (word << (24 - 8 * at)) >> 24;
	for (let round = 0; round < 3000; round++) {
		const extreme = () => [-128, 127, 0, -127][pick(0, 3)]!;
		const x = [0, 1, 2, 3].map(() => (round % 2 ? pick(-128, 127) : extreme()));
		const w = [0, 1, 2, 3].map(() => Math.max(-127, round % 2 ? pick(-127, 127) : extreme()));
		const word = packWord(w[0]!, w[1]!, w[2]!, w[3]!)!;
		let sum = packedStart(77, w);
		for (const pair of [0, 1]) {
			const [even, odd] = [256 * x[2 * pair]! - x[2 * pair + 1]! + 127, x[2 * pair + 1]! - 127];
			t.true(even >= -32768 && even <= 32767);
			sum += even * byte(word, 2 * pair) + odd * half(word, pair === 1);
		}
		t.is(sum | 0, 256 * (77 + w.reduce((total, weight, i) => total + weight * x[i]!, 0)));
	}
});

test('weights that leave 16 bits when packed are refused', t => {
	t.is(packWord(-1, -128, 0, 0), undefined);
	t.is(packWord(0, 0, -1, -128), undefined);
	t.is(packChannel([0, 0, 0, 0, -1, -128, 0, 0]), undefined);
	t.not(packWord(0, -128, 0, -128), undefined);
});

test('ranges of sums and outputs are exact, and unknown where the reference would wrap', t => {
	const ranges = [
		{low: -128, high: 127},
		{low: 3, high: 5},
	];
	t.deepEqual(
		sumRange(10, [2, -3], i => ranges[i]!),
		{low: 10 - 256 - 15, high: 10 + 254 - 9},
	);
	const out = {multiplier: 2 ** 30, exponent: 0, zero: -128, min: -128, max: 127};
	t.deepEqual(outputRange({low: -1000, high: 10}, out), {low: -128, high: -123});
	t.is(outputRange({low: 0, high: 2 ** 31}, out), undefined);
	t.is(outputRange({low: 0, high: 2 ** 30}, {...out, exponent: 1}), undefined);
	t.true(fitsPacked({low: -(2 ** 23) + 1, high: 2 ** 23 - 1}));
	t.false(fitsPacked({low: 0, high: 2 ** 23}));
});

sharedTest('channels that cannot vary are not computed: vww drops more than half of its weights', t => {
	const plan = (target: 'portable' | 'm33') =>
		compileModel(modelBytes('vww_96_int8'), {file: 'vww', target}).plan;
	t.true(plan('m33').length < plan('portable').length / 2);
});

const hasChip = ['arm-none-eabi-gcc', 'qemu-system-arm'].every(
	tool => spawnSync(tool, ['--version']).status === 0,
);
const chipTest = hasChip ? test.serial : test.skip;

/** Goldens of which each adds a kernel or a family to those before. */
function variety(): string[] {
	const seen = new Map<string, number>();
	return readdirSync(ops)
		.filter(name => name.endsWith('.tflite'))
		.filter(name => {
			const {steps} = compileModel(readFileSync(join(ops, name)), {file: name, target: 'm33'});
			return steps
				.filter(({kernel}) => kernel.endsWith('_m33'))
				.map(({kernel}) => {
					const key = `${kernel} ${name.replace(/_\d+\.tflite$/, '')}`;
					seen.set(key, (seen.get(key) ?? 0) + 1);
					return seen.get(key) === 1;
				})
				.includes(true);
		});
}

chipTest('on the emulated chip every kernel gives what the goldens say', t => {
	t.timeout(240_000);
	const names = variety();
	t.true(names.length >= 12, `${names.length}`);
	for (const name of names) {
		const result = verifyGolden(join(ops, name.replace(/tflite$/, 'json')), {
			target: 'm33',
			runner: runnerOn(an505),
		});
		t.deepEqual(result.differences, [], name);
		t.is(result.error, undefined, name);
	}
	t.log(`${names.length} models`);
});

chipTest('on the emulated chip branches, detections, streams and odd forms give what the goldens say', t => {
	t.timeout(240_000);
	const paths = [
		...branching.map(name => join(control, `${name}.json`)),
		...streaming.map(name => join(signal, `${name}.json`)),
		...formed.map(name => join(variants, `${name}.json`)),
	];
	for (const name of paths) {
		const result = verifyGolden(name, {target: 'm33', runner: runnerOn(an505)});
		t.deepEqual(result.differences, [], name);
		t.is(result.error, undefined, name);
		t.true(result.equal > 0, name);
	}
});
