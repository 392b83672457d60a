// A run as lines for a person: each moment at which something was said or happened, the rest counted between them.

import type {Painter} from '../../lib/output.ts';
import type {TimelineEntry} from '../../sim/world/log.ts';

const timeWidth = 12;

interface Counts {
	readonly wakes: Map<string, number>;
	inferences: number;
}

const none = (): Counts => ({wakes: new Map(), inferences: 0});

/**
 * What happened between two lines and is only counted. Whether a wake says nothing is known when the chip sleeps again:
 * what has said a line is its cause, and is not counted before it.
 */
class Quiet {
	#counted = none();
	#awake = none();
	#hasSpoken = false;

	wake(cause: string): void {
		if (!this.#hasSpoken) this.#awake.wakes.set(cause, (this.#awake.wakes.get(cause) ?? 0) + 1);
	}

	inference(): void {
		if (!this.#hasSpoken) this.#awake.inferences++;
	}

	/** The chip sleeps again, or the run is over. */
	sleep(): void {
		const {wakes, inferences} = this.#awake;
		for (const [cause, count] of wakes)
			this.#counted.wakes.set(cause, (this.#counted.wakes.get(cause) ?? 0) + count);
		this.#counted.inferences += inferences;
		this.#awake = none();
		this.#hasSpoken = false;
	}

	speak(): void {
		this.#awake = none();
		this.#hasSpoken = true;
	}

	/** `45 wakes by pin:imuInt, 4 inferences`, or undefined when nothing happened. */
	take(): string | undefined {
		const {wakes, inferences} = this.#counted;
		const parts = [...wakes].map(([cause, count]) => `${plural(count, 'wake')} by ${cause}`);
		if (inferences > 0) parts.push(plural(inferences, 'inference'));
		this.#counted = none();
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
		else if (entry.kind === 'sleep') quiet.sleep();
		else if (entry.kind === 'console') {
			quiet.speak();
			for (const part of entry.text.split('\n')) line(entry, paint('bold', part));
		} else if (entry.kind === 'off') {
			quiet.sleep();
			line(entry, paint('cyan', 'off') + (entry.text === '' ? '' : `, until ${entry.text}`));
		} else if (entry.kind === 'violation') line(entry, paint('red', `violation: ${entry.text}`));
		else if (entry.kind === 'pwm') line(entry, paint('cyan', `pwm: ${entry.text}`));
		else if (entry.kind === 'fault') line(entry, paint('yellow', `fault: ${faultText(entry.text)}`));
	}
	quiet.sleep();
	const counted = quiet.take();
	if (counted !== undefined)
		lines.push(`${' '.repeat(timeWidth)}  ${paint('dim', `… ${counted}, nothing said`)}`);
	return lines;
}

/** `bus, bus i2c0, transfer 2`: the fault as it was asked for, in words. */
function faultText(text: string): string {
	if (!text.startsWith('{')) return text;
	const {kind, ...rest} = JSON.parse(text) as Record<string, unknown>;
	return [kind, ...Object.entries(rest).map(([name, value]) => `${name} ${value}`)].join(', ');
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
