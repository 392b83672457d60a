// Signals that any machine makes alike, and ways to look at results: their bits, and their distance from another.

/** xorshift32, the generator of the golden cases of inference. */
export function generator(seed: number): () => number {
	let x = Math.imul(seed, 0x9e3779b9) >>> 0 || 1;
	return () => {
		x ^= x << 13;
		x ^= x >>> 17;
		x ^= x << 5;
		x >>>= 0;
		return x;
	};
}

/** Noise in [-1, 1), multiples of 2^-15. */
export function noise(seed: number, length: number): Float32Array {
	const next = generator(seed);
	return Float32Array.from({length}, () => (next() >>> 16) / 32768 - 1);
}

/** a * sin(2 pi * cycles * i / length): rounded to multiples of 2^-12, so that no libm shows. */
export function sine(cycles: number, length: number, amplitude = 1): Float32Array {
	return Float32Array.from(
		{length},
		(_, i) => Math.round(amplitude * 4096 * Math.sin((2 * Math.PI * cycles * i) / length)) / 4096,
	);
}

/** FNV-1a of the bytes. */
export function bits(array: Float32Array | Int8Array): string {
	let hash = 0x811c9dc5;
	for (const byte of new Uint8Array(array.buffer, array.byteOffset, array.byteLength)) {
		hash = Math.imul(hash ^ byte, 0x01000193);
	}
	return (hash >>> 0).toString(16).padStart(8, '0');
}

/** The greatest distance is at most `within`; else what it is. */
export function near(got: ArrayLike<number>, want: ArrayLike<number>, within: number): true | string {
	let most = got.length === want.length ? 0 : Number.POSITIVE_INFINITY;
	for (let i = 0; i < want.length; i++)
		most = Math.max(most, Math.abs((got[i] as number) - (want[i] as number)));
	return most <= within ? true : `off by ${most}`;
}

export function same(got: ArrayLike<number>, want: ArrayLike<number>): boolean {
	return near(got, want, 0) === true;
}
