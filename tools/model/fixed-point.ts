// Arithmetic of the quantised kernels at build time: multipliers, activation limits, exponentials, all to the bit.

export interface Multiplier {
	/** Q0.31, 0 or in [2^30, 2^31). */
	readonly multiplier: number;
	/** Power of two: positive shifts left. */
	readonly exponent: number;
}

/** A number of the model does not fit where the runtime needs it; a RangeError would also be our own mistake. */
export class UnfitNumber extends Error {
	override readonly name = 'UnfitNumber';
}

/** C's round: halves away from zero. */
export function roundAway(x: number): number {
	return x < 0 ? -Math.round(-x) : Math.round(x);
}

/** x = fraction * 2^exponent with 0.5 <= |fraction| < 1. */
export function frexp(x: number): [fraction: number, exponent: number] {
	if (x === 0 || !Number.isFinite(x)) return [x, 0];
	let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(x))) + 1);
	let fraction = x * 2 ** -exponent;
	while (Math.abs(fraction) >= 1) {
		fraction /= 2;
		exponent++;
	}
	while (Math.abs(fraction) < 0.5) {
		fraction *= 2;
		exponent--;
	}
	return [fraction, exponent];
}

/** A real factor as a Q0.31 multiplier and a power of two; too small a factor becomes 0, too large one the largest. */
export function quantizeMultiplier(real: number): Multiplier {
	if (!Number.isFinite(real)) throw new UnfitNumber(`the scales give a factor of ${real}`);
	if (real === 0) return {multiplier: 0, exponent: 0};
	const [fraction, power] = frexp(real);
	let multiplier = roundAway(fraction * 2 ** 31);
	let exponent = power;
	if (multiplier === 2 ** 31) {
		multiplier /= 2;
		exponent++;
	}
	if (exponent < -31) return {multiplier: 0, exponent: 0};
	// beyond, the reference shifts by 32 bits and more, which no two machines do alike
	if (exponent > 31) throw new UnfitNumber(`the scales give a factor of ${real}, supported below 2^31`);
	if (exponent > 30) return {multiplier: 2 ** 31 - 1, exponent: 30};
	return {multiplier, exponent};
}

const int32Max = 2147483647;

export function clampInt32(x: number): number {
	return Math.max(-2147483648, Math.min(int32Max, x));
}

/** High half of 2ab, rounded, ties away from zero, saturating. */
export function highMul(a: number, b: number): number {
	if (a === -2147483648 && b === -2147483648) return int32Max;
	const product = BigInt(a) * BigInt(b);
	const nudge = product >= 0n ? 1n << 30n : 1n - (1n << 30n);
	return Number((product + nudge) / (1n << 31n));
}

/** Divide by 2^exponent, rounded, ties away from zero. */
export function roundShift(x: number, exponent: number): number {
	const scaled = x / 2 ** exponent;
	return roundAway(scaled);
}

/** x * multiplier / 2^31 * 2^exponent with both roundings. */
export function rescale(x: number, {multiplier, exponent}: Multiplier): number {
	const left = Math.max(exponent, 0);
	return roundShift(highMul((x * 2 ** left) | 0, multiplier), Math.max(-exponent, 0));
}

/** exp(x) for x <= 0 in Q5.26, as Q0.31: table of powers of two times a polynomial on the last quarter. */
export function expNegative(x: number): number {
	if (x === 0) return int32Max;
	const quarter = 1 << 24;
	const offset = (x & (quarter - 1)) - quarter;
	let result = expLastQuarter(clampInt32(offset * 32));
	const remainder = offset - x;
	expFactors.forEach((factor, index) => {
		if (remainder & (1 << (24 + index))) result = highMul(result, factor);
	});
	return result;
}

/** exp(-1/4), exp(-1/2), exp(-1), ... exp(-16) in Q0.31. */
const expFactors = [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242];

/** exp on [-1/4, 0) in Q0.31: a Taylor polynomial around -1/8. */
function expLastQuarter(a: number): number {
	const constant = 1895147668; // exp(-1/8)
	const third = 715827883;
	const x = (a + (1 << 28)) | 0;
	const x2 = highMul(x, x);
	const x3 = highMul(x2, x);
	const x4 = highMul(x2, x2);
	const tail = roundShift((highMul((roundShift(x4, 2) + x3) | 0, third) + x2) | 0, 1);
	return (constant + highMul(constant, (x + tail) | 0)) | 0;
}

/** Float32 operations that the reference does in float. */
export const f32 = Math.fround;

/** The smallest and largest value of an integer type. */
export function typeLimits(name: string): readonly [number, number] {
	const limits: Record<string, readonly [number, number]> = {
		INT8: [-128, 127],
		UINT8: [0, 255],
		INT16: [-32768, 32767],
		INT32: [-2147483648, int32Max],
		BOOL: [0, 1],
	};
	return limits[name] ?? [0, 0];
}

/** Limits of a fused activation on a quantised output. */
export function activationLimits(activation: string, type: string, scale: number, zeroPoint: number) {
	const [low, high] = typeLimits(type);
	const quantized = (real: number) => zeroPoint + roundAway(f32(real / f32(scale)));
	switch (activation) {
		case 'RELU':
			return {min: Math.max(low, quantized(0)), max: high};
		case 'RELU6':
			return {min: Math.max(low, quantized(0)), max: Math.min(high, quantized(6))};
		case 'RELU_N1_TO_1':
			return {min: Math.max(low, quantized(-1)), max: Math.min(high, quantized(1))};
		default:
			return {min: low, max: high};
	}
}

/** The same in float32. */
export function activationLimitsFloat(activation: string) {
	const largest = 3.4028234663852886e38;
	const limits: Record<string, {min: number; max: number}> = {
		RELU: {min: 0, max: largest},
		RELU6: {min: 0, max: 6},
		RELU_N1_TO_1: {min: -1, max: 1},
	};
	return limits[activation] ?? {min: -largest, max: largest};
}

/** The same on plain int32. */
export function activationLimitsInteger(activation: string) {
	const {min, max} = activationLimitsFloat(activation);
	return {min: clampInt32(min), max: clampInt32(max)};
}
