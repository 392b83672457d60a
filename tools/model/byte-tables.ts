// Activations on int8 as tables of 256 bytes: each entry is what the reference computes for that input.
import {
	clampInt32,
	f32,
	highMul,
	quantizeMultiplier,
	rescale,
	roundAway,
	roundShift,
	typeLimits,
} from './fixed-point.ts';

export interface End {
	readonly type: string;
	readonly scale: number;
	readonly zeroPoint: number;
}

/** Entry i is the result for the byte i, as an unsigned byte. */
function tableOf(input: End, output: End, result: (centred: number) => number): Uint8Array {
	const [low, high] = typeLimits(output.type);
	return Uint8Array.from({length: 256}, (_, byte) => {
		const value = input.type === 'INT8' ? (byte << 24) >> 24 : byte;
		return Math.max(low, Math.min(high, result(value - input.zeroPoint))) & 0xff;
	});
}

/** A real function, rounded to the output's scale; all in float32 as the reference's table. */
export function realTable(input: End, output: End, real: (x: number) => number): Uint8Array {
	const inverse = f32(1 / f32(output.scale));
	return tableOf(input, output, centred => {
		const y = f32(real(f32(f32(input.scale) * centred)));
		return roundAway(f32(y * inverse)) + output.zeroPoint;
	});
}

export const logistic = (x: number) => f32(1 / f32(1 + f32(Math.exp(-x))));

export function rescaleTable(input: End, output: End): Uint8Array {
	const factor = quantizeMultiplier(input.scale / output.scale);
	return tableOf(input, output, centred => rescale(centred, factor) + output.zeroPoint);
}

/** RELU and RELU6: rescaled, then cut at the quantised 0 (and 6). */
export function reluTable(input: End, output: End, six: boolean): Uint8Array {
	const factor = quantizeMultiplier(f32(f32(input.scale) / f32(output.scale)));
	const floor = output.zeroPoint;
	const ceiling = six ? output.zeroPoint + roundAway(f32(6 / f32(output.scale))) : Number.POSITIVE_INFINITY;
	return tableOf(input, output, centred =>
		Math.min(ceiling, Math.max(floor, rescale(centred, factor) + output.zeroPoint)),
	);
}

export function leakyReluTable(input: End, output: End, alpha: number): Uint8Array {
	const factor = quantizeMultiplier(f32(input.scale / output.scale));
	const slope = quantizeMultiplier(f32(f32(input.scale * alpha) / output.scale));
	return tableOf(
		input,
		output,
		centred => rescale(centred, centred >= 0 ? factor : slope) + output.zeroPoint,
	);
}

const int16 = (x: number) => Math.max(-32768, Math.min(32767, x));
const wrap16 = (x: number) => (x << 16) >> 16;

/** High half of 2ab for 16 bits; `rounded` to nearest, else cut toward zero. */
function highMul16(a: number, b: number, rounded: boolean): number {
	if (a === -32768 && b === -32768) return 32767;
	const product = a * b;
	const nudge = rounded ? (product >= 0 ? 1 << 14 : 1 - (1 << 14)) : 0;
	return Math.trunc((product + nudge) / 32768);
}

function multiplier16(real: number) {
	const {multiplier, exponent} = quantizeMultiplier(real);
	const reduced = multiplier >= 2 ** 31 - 2 ** 15 ? 32767 : (multiplier + (1 << 15)) >> 16;
	return {multiplier: reduced, exponent};
}

/** x * relu6(x + 3) / 6 in 16-bit fixed point. */
export function hardSwishTable(input: End, output: End): Uint8Array {
	const fine = f32(f32(1 / 128) * f32(input.scale));
	const gate = multiplier16(f32(fine / f32(3 / 32768)));
	const out = multiplier16(f32(fine / f32(output.scale)));
	return tableOf(input, output, centred => {
		const x = wrap16(centred * 128);
		const scaled = highMul16(x, out.multiplier, true);
		const relu = (hardGate(x, gate) + 32768) >> 1;
		const product = highMul16(wrap16(relu), scaled, false);
		return wrap16(clampInt32(roundShift(product, Math.max(0, -out.exponent))) + output.zeroPoint);
	});
}

/** relu6(x + 3) / 3 - 1 in Q0.15. */
function hardGate(x: number, {multiplier, exponent}: {multiplier: number; exponent: number}): number {
	let gate = exponent > 0 ? int16(x * 2 ** (exponent - 1)) : x;
	gate = highMul16(gate, multiplier, true);
	if (exponent > 0) gate = int16(gate * 2);
	return exponent < 0 ? roundShift(gate, -exponent) : gate;
}

export function absTable(input: End, output: End): Uint8Array {
	const same = f32(input.scale) === f32(output.scale);
	const factor = quantizeMultiplier(f32(f32(input.scale) / f32(output.scale)));
	return tableOf(
		input,
		output,
		centred => (same ? Math.abs(centred) : rescale(Math.abs(centred), factor)) + output.zeroPoint,
	);
}

/** 1 / sqrt(x) of a whole number: a Q0.31 multiplier and a power of two, as native/kernels/portable/inverse_root.h. */
function inverseRoot(x: number): {multiplier: number; exponent: number} {
	if (x <= 1) return {multiplier: 2147483647, exponent: 0};
	const pairs = ((Math.clz32(x) - 1) >> 1) - 1;
	const right = 11 - pairs;
	const half = roundShift((x << (2 * pairs)) >> 1, 1);
	let guess = 1 << 28;
	for (let i = 0; i < 5; i++) {
		const cube = clampInt32(highMul(highMul(guess, guess), guess) * 64);
		guess = clampInt32(((highMul((1 << 28) + (1 << 27), guess) - highMul(half, cube)) | 0) * 8);
	}
	const multiplier = highMul(guess, 1518500250);
	return right < 0 ? {multiplier: multiplier << -right, exponent: 0} : {multiplier, exponent: -right};
}

/** Numbers of 0 and below, for which there is none, become the largest. */
export function rsqrtTable(input: End, output: End): Uint8Array {
	const factor = quantizeMultiplier(1 / f32(f32(Math.sqrt(input.scale)) * output.scale));
	return tableOf(input, output, centred => {
		if (centred <= 0) return Number.POSITIVE_INFINITY;
		const root = inverseRoot(centred);
		const fine = rescale(1, {...root, exponent: root.exponent + 20});
		return rescale(fine, {...factor, exponent: factor.exponent - 20}) + output.zeroPoint;
	});
}
