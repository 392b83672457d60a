// Names drawn from a list, the same ones each time.

/** @param count how many. */
export function sampleOf(names: readonly string[], count: number): string[] {
	const left = [...names];
	let state = 0x2545_f491;
	const drawn = Array.from({length: Math.min(count, left.length)}, () => {
		// xorshift32 (Marsaglia)
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return left.splice((state >>> 0) % left.length, 1)[0]!;
	});
	return drawn.sort();
}
