// What takes longer than a second, shown while it lasts: a bar where its end is known, else a count or the seconds. Only a person
// at a terminal sees it; what is written to a file or to a server's log stays as it is.
import {visibleLine} from './visible.mjs';

export interface Work {
	/** How far it is, of its total. */
	at(done: number): void;
	/** One step further. */
	step(): void;
}

export interface WorkOptions {
	/** What is `done` at its end. @default not known: seconds are shown */
	readonly total?: number;
	/** Of what the total is: `inferences`. @default percent are shown */
	readonly unit?: string;
	/** Shown at once: what comes lets nobody draw, such as a compiler that is waited for. @default after a second */
	readonly isLong?: boolean;
}

/** What a terminal is here: the stream of progress. */
export interface Screen {
	readonly isTTY?: boolean;
	readonly columns?: number;
	write(text: string): unknown;
}

const firstAfterMs = 1000;
const everyMs = 100;
/** Work that waits for others, with nothing to count, shows its seconds. */
const tickMs = 250;
const barCells = 20;

let screen: Screen | undefined;
let timer: NodeJS.Timeout | undefined;
/** The innermost that is long enough is shown: what is outside waits for it. */
const open: Bar[] = [];
/** Whose line stands there now. */
let shown: Bar | undefined;
/** Characters that stand on the line now. */
let drawn = 0;
let drawnAt = 0;

/** From now on work is shown, if a person looks: a terminal that can go back to the start of a line, and no server's log. */
export function showWork(stream: Screen = process.stderr, env: NodeJS.ProcessEnv = process.env): void {
	const isSeen = stream.isTTY === true && !env.CI && env.TERM !== 'dumb';
	screen = isSeen ? stream : undefined;
}

/** Do `task`, shown as `what` until it has ended: a promise when it is settled. */
export function working<T>(what: string, options: WorkOptions, task: (work: Work) => T): T {
	if (screen === undefined) return task(unseen);
	const bar = new Bar(visibleLine(what), options);
	begin(bar);
	let isWaiting = false;
	try {
		const made = task(bar);
		isWaiting = made instanceof Promise;
		return isWaiting ? ((made as Promise<unknown>).finally(() => end(bar)) as T) : made;
	} finally {
		if (!isWaiting) end(bar);
	}
}

function begin(bar: Bar): void {
	open.push(bar);
	timer ??= setInterval(draw, tickMs).unref();
	draw();
}

function end(bar: Bar): void {
	open.splice(open.indexOf(bar), 1);
	if (shown === bar) wipe();
	if (open.length > 0) return;
	clearInterval(timer);
	timer = undefined;
}

/** One step of the innermost work further, from code that many callers share. */
export function workStep(): void {
	open.at(-1)?.step();
}

/** Make the line free for other words. */
export function wipe(): void {
	if (drawn === 0) return;
	// blanks, not an escape sequence: every terminal knows them
	screen?.write(`\r${' '.repeat(drawn)}\r`);
	drawn = 0;
}

const unseen: Work = {at() {}, step() {}};

class Bar implements Work {
	readonly #what: string;
	readonly #options: WorkOptions;
	readonly #sinceMs = performance.now();
	#done = 0;

	constructor(what: string, options: WorkOptions) {
		this.#what = what;
		this.#options = options;
	}

	at(done: number): void {
		this.#done = done;
		const now = performance.now();
		if (now - drawnAt >= everyMs) draw();
	}

	step(): void {
		this.at(this.#done + 1);
	}

	isDue(now: number): boolean {
		return this.#options.isLong === true || now - this.#sinceMs >= firstAfterMs;
	}

	line(now: number): string {
		const {total, unit} = this.#options;
		const seconds = `${Math.floor((now - this.#sinceMs) / 1000)} s`;
		const count = unit === undefined ? '' : `${this.#done.toLocaleString('en')}`;
		if (total === undefined)
			return [this.#what, count && `${count} ${unit}`, seconds].filter(Boolean).join('  ');
		const share = Math.max(0, Math.min(1, this.#done / total));
		const full = Math.floor(share * barCells);
		const bar = `[${'#'.repeat(full)}${'.'.repeat(barCells - full)}]`;
		const of = unit ? `${count} of ${total.toLocaleString('en')} ${unit}` : `${Math.floor(share * 100)} %`;
		return `${this.#what}  ${bar}  ${of}  ${seconds}`;
	}
}

function draw(): void {
	const now = performance.now();
	const bar = open.findLast(each => each.isDue(now));
	if (screen === undefined || bar === undefined) return;
	drawnAt = now;
	shown = bar;
	// a line that wraps could not be wiped
	const line = bar.line(now).slice(0, Math.max(10, (screen.columns || 80) - 1));
	screen.write(`\r${line}${' '.repeat(Math.max(0, drawn - line.length))}`);
	drawn = Math.max(drawn, line.length);
}
