// One wire of a serial port as levels over time, and a receiver that samples it in the middle of each bit.

export type Parity = 'none' | 'even' | 'odd';

/** What a fault makes of a byte on the wire. */
export type LineFault = 'framing' | 'parity' | 'break' | 'drop';

export interface Setting {
	readonly baud: number;
	readonly parity: Parity;
}

/** A byte as levels, each `bitUs` long, the start bit first. Moments are fractions of microseconds. */
interface Frame {
	readonly startUs: number;
	readonly bitUs: number;
	readonly levels: readonly boolean[];
}

/** Levels are kept for so long: no receiver looks back further. */
const keptUs = 100_000;
const dataBits = 8;
/** A break is longer than any byte. */
const breakBits = 20;

export const frameBits = ({parity}: Pick<Setting, 'parity'>): number =>
	2 + dataBits + (parity === 'none' ? 0 : 1);

function parityOf(byte: number, parity: Parity): boolean {
	const ones = Array.from({length: dataBits}, (_, bit) => (byte >> bit) & 1).reduce(
		(sum, bit) => sum + bit,
		0,
	);
	return (ones % 2 === 1) !== (parity === 'odd');
}

function levelsOf(byte: number, {parity}: Setting, fault: LineFault | undefined): boolean[] {
	if (fault === 'break') return [...Array<boolean>(breakBits).fill(false), true];
	const data = Array.from({length: dataBits}, (_, bit) => ((byte >> bit) & 1) === 1);
	const check = parity === 'none' ? [] : [parityOf(byte, parity) !== (fault === 'parity')];
	// where the stop bit is missing it comes late
	const stop = fault === 'framing' ? [false, true] : [true];
	return [false, ...data, ...check, ...stop];
}

/** A wire: idle is high. */
export class SerialLine {
	#frames: Frame[] = [];
	/** Bytes asked for so far. */
	bytes = 0;
	/** What is wrong with byte number n, from 1. */
	fault: (byte: number) => LineFault | undefined = () => undefined;
	/** More levels are known from a moment on. */
	readonly listeners = new Set<() => void>();

	/** When the last byte has left. */
	get endUs(): number {
		const last = this.#frames.at(-1);
		return last === undefined ? Number.NEGATIVE_INFINITY : last.startUs + last.bitUs * last.levels.length;
	}

	/** Put bytes on the wire, behind those that are under way. */
	send(bytes: Iterable<number>, setting: Setting, nowUs: number): void {
		const bitUs = 1e6 / setting.baud;
		this.#frames = this.#frames.filter(({startUs, levels, bitUs: us}) => {
			return startUs + us * levels.length > nowUs - keptUs;
		});
		for (const byte of bytes) {
			const fault = this.fault(++this.bytes);
			if (fault === 'drop') continue;
			const startUs = Math.max(nowUs, this.endUs);
			this.#frames.push({startUs, bitUs, levels: levelsOf(byte, setting, fault)});
		}
		for (const listener of this.listeners) listener();
	}

	/** What is on its way behind this moment is not sent. */
	cut(nowUs: number): void {
		this.#frames = this.#frames.filter(({startUs}) => startUs < nowUs);
	}

	levelAt(us: number): boolean {
		const frame = this.#frames.find(({startUs, bitUs, levels}) => {
			return us >= startUs && us < startUs + bitUs * levels.length;
		});
		return frame?.levels[Math.floor((us - frame.startUs) / frame.bitUs)] ?? true;
	}

	/** The first falling edge at that moment or later. */
	fallAfter(us: number): number | undefined {
		return this.#changeAfter(us, level => !level)?.atUs;
	}

	/** The first edge at that moment or later. */
	edgeAfter(us: number): {readonly atUs: number; readonly level: boolean} | undefined {
		return this.#changeAfter(us, () => true);
	}

	/** Between bytes, and behind them, the line is high: each ends with a high level. */
	#changeAfter(us: number, wanted: (level: boolean) => boolean) {
		let before = true;
		for (const {startUs, bitUs, levels} of this.#frames) {
			for (const [index, level] of levels.entries()) {
				const atUs = startUs + index * bitUs;
				if (before !== level && atUs >= us && wanted(level)) return {atUs, level};
				before = level;
			}
		}
		return undefined;
	}
}

/** A byte as a receiver takes it. */
export interface Received {
	readonly byte: number;
	/** No stop bit where one should be. */
	readonly framing: boolean;
	readonly parity: boolean;
	/** The line was low for all of it. */
	readonly isBreak: boolean;
	/** The moment of its first edge. */
	readonly startUs: number;
}

/** Time of whoever receives, in microseconds. */
export interface Scheduler {
	readonly nowUs: number;
	at(us: number, run: () => void): unknown;
	cancel(due: unknown): void;
}

/** Samples a line: a falling edge begins a byte, each of its bits is looked at in its middle. */
export class SerialReceiver {
	readonly #line: SerialLine;
	readonly #time: Scheduler;
	readonly #setting: Setting;
	readonly #take: (received: Received) => void;
	#due: unknown;
	/** When the byte begins that is due. */
	#startUs = 0;
	readonly #look = (): void => {
		if (this.#due === undefined) this.#seek(this.#time.nowUs);
	};

	constructor(line: SerialLine, time: Scheduler, setting: Setting, take: (received: Received) => void) {
		this.#line = line;
		this.#time = time;
		this.#setting = setting;
		this.#take = take;
		line.listeners.add(this.#look);
		this.#seek(time.nowUs);
	}

	/** Whether a byte is being received. */
	get isBusy(): boolean {
		return this.#due !== undefined && this.#time.nowUs >= this.#startUs;
	}

	stop(): void {
		this.#line.listeners.delete(this.#look);
		this.#time.cancel(this.#due);
		this.#due = undefined;
	}

	#seek(fromUs: number): void {
		const fallUs = this.#line.fallAfter(fromUs);
		if (fallUs === undefined) return;
		this.#startUs = fallUs;
		const bitUs = 1e6 / this.#setting.baud;
		const stopUs = fallUs + (frameBits(this.#setting) - 0.5) * bitUs;
		this.#due = this.#time.at(stopUs, () => {
			this.#due = undefined;
			const received = this.#sample(fallUs, bitUs);
			this.#seek(stopUs);
			this.#take(received);
		});
	}

	#sample(startUs: number, bitUs: number): Received {
		const {parity} = this.#setting;
		const level = (bit: number): boolean => this.#line.levelAt(startUs + (bit + 0.5) * bitUs);
		const last = frameBits(this.#setting) - 1;
		const bits = Array.from({length: last + 1}, (_, bit) => level(bit));
		const byte = bits.slice(1, 1 + dataBits).reduce((sum, bit, index) => sum | (Number(bit) << index), 0);
		return {
			byte,
			framing: !bits[last],
			parity: parity !== 'none' && bits[1 + dataBits] !== parityOf(byte, parity),
			isBreak: bits.every(bit => !bit),
			startUs,
		};
	}
}
