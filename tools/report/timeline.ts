// A run as lines for a person: each moment at which something was said or happened, the rest counted between them.

import type {Painter} from '../../lib/output.ts';
import type {TimelineEntry} from '../../sim/world/log.ts';

const timeWidth = 12;

/** What happened between two lines and is only counted. */
class Quiet {
	readonly #wakes = new Map<string, number>();
	#inferences = 0;

	wake(cause: string): void {
		this.#wakes.set(cause, (this.#wakes.get(cause) ?? 0) + 1);
	}

	inference(): void {
		this.#inferences++;
	}

	/** `45 wakes by pin:imuInt, 4 inferences`, or undefined when nothing happened. */
	take(): string | undefined {
		const parts = [...this.#wakes].map(([cause, count]) => `${plural(count, 'wake')} by ${cause}`);
		if (this.#inferences > 0) parts.push(plural(this.#inferences, 'inference'));
		this.#wakes.clear();
		this.#inferences = 0;
		return parts.length === 0 ? undefined : parts.join(', ');
	}
}

/** The lines of the timeline. */
export function timelineLines(timeline: readonly TimelineEntry[], paint: Painter): string[] {
	const lines: string[] = [];
	const quiet = new Quiet();
	let last = '';
	const line = ({atMs}: TimelineEntry, text: string): void => {
		const counted = quiet.take();
		if (counted !== undefined)
			lines.push(`${' '.repeat(timeWidth)}  ${paint('dim', `… ${counted}, nothing said`)}`);
		const moment = formatMoment(atMs);
		lines.push(`${paint('dim', (moment === last ? '' : moment).padStart(timeWidth))}  ${text}`);
		last = moment;
	};
	for (const [index, entry] of timeline.entries()) {
		if (entry.kind === 'wake') {
			if (isOrdinary(entry)) quiet.wake(entry.text);
			else line(entry, paint('cyan', startText(entry, index)));
		} else if (entry.kind === 'inference') quiet.inference();
		else if (entry.kind === 'console')
			for (const part of entry.text.split('\n')) line(entry, paint('bold', part));
		else if (entry.kind === 'off') line(entry, `${paint('cyan', 'off')}, until ${entry.text}`);
		else if (entry.kind === 'violation') line(entry, paint('red', `violation: ${entry.text}`));
		else if (entry.kind === 'fault') line(entry, paint('yellow', `fault: ${entry.text}`));
	}
	const counted = quiet.take();
	if (counted !== undefined)
		lines.push(`${' '.repeat(timeWidth)}  ${paint('dim', `… ${counted}, nothing said`)}`);
	return lines;
}

/** A wake that resumes the app; the others start it. */
function isOrdinary({text}: TimelineEntry): boolean {
	return text === 'timer' || text.startsWith('pin:');
}

function startText({text}: TimelineEntry, index: number): string {
	if (text.startsWith('off:')) return `on again by ${text.slice(4)}`;
	return index === 0 && text === 'power-on' ? 'power on' : `started by ${text}`;
}

export function formatMoment(ms: number): string {
	return `${(ms / 1000).toFixed(3)} s`;
}

export function plural(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
