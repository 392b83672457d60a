// Durations as people write them: a number with a unit, '250ms', '10s', '5min', '1h', '1d'; never a bare number.

const unitUs = {us: 1, ms: 1e3, s: 1e6, min: 60e6, h: 3600e6, d: 86400e6} as const;
type Unit = keyof typeof unitUs;

/** A number directly followed by its unit: us, ms, s, min, h or d. */
export type Duration = `${number}${Unit}`;

/**
 * Microseconds of a duration.
 * @throws {TypeError} when there is no number or no known unit.
 */
export function durationUs(duration: Duration): number {
	const text = String(duration);
	let end = text.length;
	while (end > 0 && (text[end - 1] as string) >= 'a' && (text[end - 1] as string) <= 'z') end--;
	const value = Number(text.slice(0, end));
	const factor = unitUs[text.slice(end) as Unit];
	if (end === 0 || !Number.isFinite(value) || value < 0 || factor === undefined) {
		throw new TypeError(
			`a duration is a number with a unit (us, ms, s, min, h, d), such as '10s'; got '${text}'`,
		);
	}
	return Math.round(value * factor);
}
