// A GPS receiver that talks NMEA 0183 over a serial port: one position a second, from its GGA and RMC sentences.

import {Serial, type SerialBus, type SerialError} from 'catnap/io';
import {parse, type Sentence} from './nmea.ts';

export interface GpsOptions {
	readonly io: SerialBus;
}

/** Where and when; what the receiver does not know is undefined. */
export type Position = Sentence;

export interface GpsStats {
	/** Sentences whose checksum was right. */
	readonly sentences: number;
	/** Lines that were none: cut off, disturbed, rubbish. */
	readonly corrupt: number;
	/** Faults of the serial port, in bytes. */
	readonly faults: number;
}

/** A receiver says something once a second. */
const silenceMs = 5000;
/** NMEA 0183: 82 characters at most, with the ends of the line. */
const longest = 82;

/** What the promise resolves with. @throws TIMEOUT when it takes too long */
function withinSilence<Value>(promise: Promise<Value>): Promise<Value> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			reject(Object.assign(new Error('the GPS is silent'), {code: 'TIMEOUT'}));
		}, silenceMs);
		promise.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}

export class Gps {
	readonly #io: SerialBus;
	#port: Serial | undefined;
	#sentences = 0;
	#corrupt = 0;
	#faults = 0;

	/** Nothing is received before a loop asks for positions. */
	constructor({io}: GpsOptions) {
		this.#io = io;
	}

	get stats(): GpsStats {
		return {sentences: this.#sentences, corrupt: this.#corrupt, faults: this.#faults};
	}

	/**
	 * Positions as they come: what the sentences of one moment say together. The loop goes on over lines that are
	 * disturbed, which `stats` counts.
	 * @throws {NativeError} as Serial does; TIMEOUT when nothing came for five seconds. Another loop may be begun.
	 */
	async *positions(): AsyncGenerator<Position, void, undefined> {
		const onError = ({count}: SerialError): void => {
			this.#faults += count;
		};
		const port = new Serial({io: this.#io, baud: 9600, onError});
		this.#port = port;
		const lines = port.lines(longest);
		let known: Position | undefined;
		try {
			for (;;) {
				const sentence = await this.#next(lines);
				if (sentence === undefined) return;
				// a receiver sends all that it has to say of a moment together, RMC and GGA in any order
				if (known !== undefined && known.time === sentence.time) {
					const isFix = known.isFix && sentence.isFix;
					yield {...known, ...sentence, isFix};
					known = undefined;
				} else {
					known = sentence;
				}
			}
		} finally {
			port.close();
		}
	}

	/** Nothing more comes; a loop ends. */
	close(): void {
		this.#port?.close();
	}

	async #next(lines: AsyncGenerator<string, void, undefined>): Promise<Sentence | undefined> {
		for (;;) {
			const line = await withinSilence(lines.next());
			if (line.done === true) return undefined;
			const sentence = parse(line.value);
			if (sentence === 'corrupt') this.#corrupt++;
			else this.#sentences++;
			if (typeof sentence === 'object') return sentence;
		}
	}
}
