// Crash records out of a board's console: what the start after a crash says, found in lines as they come or in a log.

export interface SaidCrash {
	/** The error's message. */
	readonly message: string;
	/** The lines of its stack, without what stands before them. */
	readonly stack: readonly string[];
	/** The time of day that `catnap monitor --time` put before it, if it did. */
	readonly time?: string;
}

/** `native/src/crash.c` says it so. */
const marker = 'catnap: crashed:';
const timed = /^(\d\d:\d\d:\d\d\.\d{3}) {2}/;
const frame = /^\s*at /;

export class CrashReader {
	readonly #found: (crash: SaidCrash) => void;
	#time: string | undefined;
	#message: string | undefined;
	#stack: string[] = [];
	#isBegun = false;

	constructor(found: (crash: SaidCrash) => void) {
		this.#found = found;
	}

	/** The next line of the console. */
	push(line: string): void {
		const time = timed.exec(line)?.[1];
		const text = time === undefined ? line : line.replace(timed, '');
		if (text.trim() === marker) {
			this.end();
			this.#isBegun = true;
			this.#time = time;
		} else if (!this.#isBegun) return;
		else if (this.#message === undefined)
			this.#message = text.trimStart(); // a timeline of `catnap run` has its moments there
		else if (frame.test(text)) this.#stack.push(text.trim());
		else this.end();
	}

	/** What is known of a crash that is being said; a console that is silent behind it has said all. */
	end(): void {
		const [message, stack, time] = [this.#message, this.#stack, this.#time];
		this.#isBegun = false;
		this.#message = undefined;
		this.#stack = [];
		if (message !== undefined) this.#found({message, stack, ...(time !== undefined && {time})});
	}
}

export function crashesIn(log: string): SaidCrash[] {
	const crashes: SaidCrash[] = [];
	const reader = new CrashReader(crash => crashes.push(crash));
	for (const line of log.split(/\r?\n/)) reader.push(line);
	reader.end();
	return crashes;
}
