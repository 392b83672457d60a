// Lines of a capture app's console as a recording: what is missing or damaged is an error, never a shorter recording.
import {CatnapError} from '../../lib/errors.ts';

export interface Captured {
	readonly sensor: string;
	readonly rateHz: number;
	/** Values of a sample. */
	readonly axes: number;
	readonly mgPerCount: number;
	readonly mdpsPerCount: number;
	/** [sample][axis], as the sensor delivers them. */
	readonly counts: Int16Array;
	/** Samples after which a new clip begins; none where one follows the other. */
	readonly clips: readonly number[];
}

const head = /^catnap-record (\d+) (\w+) ([\d.]+) (\d+) ([\d.e-]+) ([\d.e-]+)$/;
const data = /^catnap-data (\d+) (\d+) ([A-Za-z0-9+/=]+)$/;

/** Takes lines as they come; other lines of the console are passed over. */
export class CaptureParser {
	readonly #where: string;
	readonly #sensor: string;
	#head: readonly string[] | undefined;
	#next = 0;
	#lost = 0;
	#counts: number[] = [];
	readonly #clips: number[] = [];

	/** `where` is only for messages. */
	constructor(sensor: string, where: string) {
		[this.#sensor, this.#where] = [sensor, where];
	}

	/** Seconds of whole samples, of clips only whole ones. */
	get seconds(): number {
		const axes = Number(this.#head?.[4] ?? 1);
		const samples = this.#sensor === 'microphone' ? (this.#clips.at(-1) ?? 0) : this.#counts.length / axes;
		return samples / Number(this.#head?.[3] ?? 1);
	}

	push(line: string): void {
		const begins = head.exec(line);
		if (begins !== null) this.#begin(begins);
		else if (line === 'catnap-clip') this.#clips.push(this.#counts.length);
		else if (line.startsWith('catnap-data ') && this.#head !== undefined) this.#take(line);
	}

	/** @throws {CatnapError} BAD_CAPTURE: nothing came, or another sensor's */
	finish(): Captured {
		const {seconds} = this;
		if (this.#head === undefined || seconds === 0)
			throw this.#bad('silent', `lines of the capture app of ${this.#sensor}`, 'none');
		const [, , sensor, rateHz, axes, mgPerCount, mdpsPerCount] = this.#head;
		const whole = Math.floor(seconds * Number(rateHz) + 0.5) * Number(axes);
		return {
			...{sensor: sensor!, rateHz: Number(rateHz), axes: Number(axes)},
			...{mgPerCount: Number(mgPerCount), mdpsPerCount: Number(mdpsPerCount)},
			counts: Int16Array.from(this.#counts.slice(0, whole)),
			clips: this.#clips,
		};
	}

	/** A board that was reset begins again: what came before is of another time. */
	#begin(found: RegExpExecArray): void {
		if (found[1] !== '1') throw this.#bad('version', 'version 1', found[1]!);
		if (found[2] !== this.#sensor) throw this.#bad('sensor', this.#sensor, found[2]!);
		this.#head = [...found];
		this.#counts = [];
		this.#clips.length = 0;
		[this.#next, this.#lost] = [0, 0];
	}

	#take(line: string): void {
		const found = data.exec(line);
		if (found === null) throw this.#bad('damaged', 'catnap-data <number> <lost> <base64>', line.slice(0, 80));
		const [, number, lost, text] = found;
		if (Number(number) !== this.#next) throw this.#bad('gap', `line ${this.#next}`, `line ${number}`);
		this.#next++;
		if (this.#next > 1 && Number(lost) > this.#lost)
			throw this.#bad('lost', 'no sample lost', `${lost} gaps`);
		this.#lost = Number(lost);
		const bytes = Buffer.from(text!, 'base64');
		if (bytes.length % 2 !== 0) throw this.#bad('damaged', 'two bytes a value', `${bytes.length} bytes`);
		for (let at = 0; at < bytes.length; at += 2) this.#counts.push(bytes.readInt16LE(at));
	}

	#bad(
		which: 'silent' | 'version' | 'sensor' | 'damaged' | 'gap' | 'lost',
		expected: string,
		received: string,
	): CatnapError {
		return new CatnapError('BAD_CAPTURE', {which, where: this.#where, expected, received});
	}
}
