// What a run leaves behind: console lines, wakes, marks, violations and the timeline of them all.

/** What started or woke the chip; `off:...` is a start out of System OFF. */
export type WakeCause = 'power-on' | 'reset' | 'watchdog' | 'timer' | `pin:${string}` | `off:${string}`;

export const markNames = [
	'ready',
	'isr',
	'invoke-begin',
	'invoke-end',
	'script-begin',
	'script-end',
	'ended',
	'uncaught',
] as const;
export type MarkName = (typeof markNames)[number];

export interface Wake {
	/** From the start of the run. */
	readonly atMs: number;
	/** What it was; of several the first. */
	readonly cause: WakeCause;
}

export interface MarkEntry {
	/** From the start of the run. */
	readonly atMs: number;
	/** What the firmware did. */
	readonly mark: MarkName;
	/** What the mark counts, such as the number of a model. */
	readonly value: number;
	/** Instructions since power-on; only where they are counted. */
	readonly instructions?: number;
}

export interface TimelineEntry {
	/** From the start of the run. */
	readonly atMs: number;
	/** What happened. */
	readonly kind: 'wake' | 'sleep' | 'off' | 'console' | 'inference' | 'violation' | 'fault' | 'pwm';
	/** The cause, the line, or what was wrong. */
	readonly text: string;
}

export function toMs(us: number): number {
	return us / 1000;
}

/** Entries of each list that a run keeps: a month of wakes would not fit into memory. */
const defaultLimit = 1_000_000;

export class Log {
	/** All wakes, also those beyond the limit. */
	wakeCount = 0;
	/** All ends of an inference, also those beyond the limit. */
	inferenceCount = 0;
	/** All errors and rejections that nobody caught, also those beyond the limit. */
	uncaughtCount = 0;
	/** Entries that were not kept because a list was full. */
	dropped = 0;
	/** Called with each line of the console and its moment. */
	onLine: ((line: string, atUs: number) => void) | undefined;
	readonly #limit: number;
	readonly console: string[] = [];
	readonly wakes: Wake[] = [];
	/** Instructions from each wake to the next sleep; empty where they are not counted. */
	readonly wakeInstructions: number[] = [];
	readonly marks: MarkEntry[] = [];
	readonly violations: string[] = [];
	readonly timeline: TimelineEntry[] = [];
	readonly #decoder = new TextDecoder();
	#line = '';
	#lineAtUs = 0;

	constructor(limit = defaultLimit) {
		this.#limit = limit;
	}

	wake(atUs: number, cause: WakeCause): void {
		this.wakeCount++;
		this.#keep(this.wakes, {atMs: toMs(atUs), cause});
		this.note(atUs, 'wake', cause);
	}

	mark(atUs: number, mark: MarkName, value: number, instructions: number | undefined): void {
		const entry = {atMs: toMs(atUs), mark, value};
		this.#keep(this.marks, instructions === undefined ? entry : {...entry, instructions});
		if (mark === 'uncaught') this.uncaughtCount++;
		if (mark !== 'invoke-end') return;
		this.inferenceCount++;
		this.note(atUs, 'inference', value.toString(16).padStart(8, '0'));
	}

	/** Console bytes; a line has the moment of its first byte. */
	write(atUs: number, bytes: Uint8Array): void {
		const parts = this.#decoder.decode(bytes, {stream: true}).split('\n');
		for (const [index, part] of parts.entries()) {
			if (index > 0) this.#endLine();
			if (this.#line === '') this.#lineAtUs = atUs;
			this.#line += part;
		}
	}

	violation(atUs: number, text: string): void {
		this.#keep(this.violations, `${toMs(atUs)} ms: ${text}`);
		this.note(atUs, 'violation', text);
	}

	note(atUs: number, kind: TimelineEntry['kind'], text: string): void {
		this.#keep(this.timeline, {atMs: toMs(atUs), kind, text});
	}

	/** Put an unfinished console line into the log and the timeline in order. */
	finish(): void {
		this.#line += this.#decoder.decode();
		if (this.#line !== '') this.#endLine();
		this.timeline.sort((a, b) => a.atMs - b.atMs);
	}

	#keep<Entry>(list: Entry[], entry: Entry): void {
		if (list.length < this.#limit) list.push(entry);
		else this.dropped++;
	}

	#endLine(): void {
		this.#keep(this.console, this.#line);
		this.note(this.#lineAtUs, 'console', this.#line);
		this.onLine?.(this.#line, this.#lineAtUs);
		this.#line = '';
	}
}
