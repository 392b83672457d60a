// Butterworth filters of even order as second-order sections, by the bilinear transform.

/**
 * b0 b1 b2 a1 a2 of each section, a0 is 1; the pair of poles with the lowest quality first, so that no section lifts
 * what a later one has to lower. Half the power passes at `atHz`.
 */
export function butterworth(
	kind: 'low' | 'high',
	order: number,
	atHz: number,
	rateHz: number,
): readonly (readonly number[])[] {
	const warped = Math.tan((Math.PI * atHz) / rateHz);
	const squared = warped * warped;
	return Array.from({length: order / 2}, (_, i) => {
		// the i-th pair lies this far from the imaginary axis
		const distance = Math.sin((Math.PI * (order - 1 - 2 * i)) / (2 * order));
		const a0 = 1 + 2 * distance * warped + squared;
		const gain = (kind === 'low' ? squared : 1) / a0;
		const a1 = (2 * (squared - 1)) / a0;
		const a2 = (1 - 2 * distance * warped + squared) / a0;
		return [gain, (kind === 'low' ? 2 : -2) * gain, gain, a1, a2];
	});
}
