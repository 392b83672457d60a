// Durations as people write them: a number and a unit, `250ms`, `1.5h`. A bare number is an error.
import {CatnapError} from './errors.ts';

const unitMs: Readonly<Record<string, number>> = {
	us: 0.001,
	ms: 1,
	s: 1000,
	min: 60_000,
	h: 3_600_000,
	d: 86_400_000,
};

/** The duration in milliseconds, at least one microsecond. `where` names the option for the message. */
export function parseDuration(text: string, where = 'duration'): number {
	const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(text.trim());
	const unit = match === null ? undefined : unitMs[match[2]!];
	if (match !== null && unit !== undefined) {
		const micros = Math.round(Number(match[1]) * unit * 1000);
		if (micros >= 1 && Number.isSafeInteger(micros)) return micros / 1000;
	}
	throw new CatnapError('BAD_DURATION', {
		which: match !== null && match[2] === '' ? 'unit' : 'text',
		where,
		expected: `a number above 0 and a unit of ${Object.keys(unitMs).join(', ')}, like 60s or 1.5h`,
		received: text,
	});
}

/** The shortest reading that a person likes: `1 h 02 min`, `12.3 s`, `640 ms`. */
export function formatDuration(ms: number): string {
	if (ms < 1) return `${Math.round(ms * 1000)} us`;
	if (ms < 1000) return `${Number(ms.toPrecision(3))} ms`;
	if (ms < 60_000) return `${Number((ms / 1000).toPrecision(3))} s`;
	const totalS = Math.round(ms / 1000);
	const pad = (value: number): string => String(value).padStart(2, '0');
	if (totalS < 3600) return `${Math.floor(totalS / 60)} min ${pad(totalS % 60)} s`;
	const totalMin = Math.round(totalS / 60);
	if (totalMin < 48 * 60) return `${Math.floor(totalMin / 60)} h ${pad(totalMin % 60)} min`;
	return `${Math.round(totalMin / 1440)} d`;
}
