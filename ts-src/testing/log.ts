// What a run leaves behind: console lines, wakes, marks, violations and the timeline of them all.

export type WakeCause = 'power-on' | 'reset' | 'watchdog' | 'timer' | `pin:${string}` | `off:${string}`;

export const markNames = [
	'ready',
	'isr',
	'invoke-begin',
	'invoke-end',
	'script-begin',
	'script-end',
	'ended',
] as const;
export type MarkName = (typeof markNames)[number];

export interface Wake {
	readonly atMs: number;
	readonly cause: WakeCause;
}

export interface MarkEntry {
	readonly atMs: number;
	readonly mark: MarkName;
	readonly value: number;
	/** Instructions since power-on; only where they are counted. */
	readonly instructions?: number;
}

export interface TimelineEntry {
	readonly atMs: number;
	readonly kind: 'wake' | 'sleep' | 'off' | 'console' | 'inference' | 'violation' | 'fault';
	readonly text: string;
}

export function toMs(us: number): number {
	return us / 1000;
}

export class Log {
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

	wake(atUs: number, cause: WakeCause): void {
		this.wakes.push({atMs: toMs(atUs), cause});
		this.note(atUs, 'wake', cause);
	}

	mark(atUs: number, mark: MarkName, value: number, instructions: number | undefined): void {
		const entry = {atMs: toMs(atUs), mark, value};
		this.marks.push(instructions === undefined ? entry : {...entry, instructions});
		if (mark === 'invoke-end') this.note(atUs, 'inference', value.toString(16).padStart(8, '0'));
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
		this.violations.push(`${toMs(atUs)} ms: ${text}`);
		this.note(atUs, 'violation', text);
	}

	note(atUs: number, kind: TimelineEntry['kind'], text: string): void {
		this.timeline.push({atMs: toMs(atUs), kind, text});
	}

	/** Put an unfinished console line into the log and the timeline in order. */
	finish(): void {
		this.#line += this.#decoder.decode();
		if (this.#line !== '') this.#endLine();
		this.timeline.sort((a, b) => a.atMs - b.atMs);
	}

	#endLine(): void {
		this.console.push(this.#line);
		this.note(this.#lineAtUs, 'console', this.#line);
		this.#line = '';
	}
}
