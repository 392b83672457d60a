// Listens to one chip whatever happens: says what is no ramp, has no right moment or overlaps, and counts for all chips it opened.

import {NativeError, nowUs, sleep} from 'catnap';
import type {Axes, SensorStats, Window} from 'catnap/sensor';

interface Chip {
	windows(options: {samples: number}): AsyncIterable<Window<number, number, Axes>>;
	readonly stats: SensorStats;
	close(): void;
}

export interface Ramp {
	readonly name: string;
	readonly open: () => Chip;
	readonly rateHz: number;
	/** The trace rises by 1 mg each so many microseconds, from -1000 to 999, and falls back. */
	readonly stepUs: number;
	readonly countsPerMg: number;
	/** What happens between two windows. */
	readonly between: () => Promise<void> | undefined;
}

const samples = 48;
const turn = 2000;

export class Listener {
	readonly total: Record<keyof SensorStats, number> = {
		samples: 0,
		windows: 0,
		dropped: 0,
		waiting: 0,
		gaps: 0,
		overruns: 0,
		busErrors: 0,
		restarts: 0,
	};
	errors = 0;
	readonly #ramp: Ramp;
	#chip: Chip | undefined;
	#isOver = false;
	#newest: number | undefined;
	#newestUs = 0;
	#gaps = 0;

	constructor(ramp: Ramp) {
		this.#ramp = ramp;
	}

	async run(): Promise<void> {
		while (!this.#isOver) {
			try {
				this.#chip = this.#ramp.open();
				this.#newest = undefined;
				this.#gaps = 0;
				for await (const window of this.#chip.windows({samples})) {
					if (this.#isOver) break;
					this.#check(window);
					await this.#ramp.between();
				}
			} catch (error) {
				if (this.#isOver) return;
				if (!NativeError.is(error)) console.log('UNKNOWN', String(error));
				this.errors++;
			}
			this.#close();
			await sleep('15ms');
		}
	}

	finish(): void {
		this.#isOver = true;
		this.#close();
	}

	#close(): void {
		if (!this.#chip) return;
		const {stats} = this.#chip;
		for (const name of Object.keys(this.total) as (keyof SensorStats)[]) this.total[name] += stats[name];
		this.#chip.close();
		this.#chip = undefined;
	}

	#check({data, axes, atUs}: Window<number, number, Axes>): void {
		const {name, rateHz, stepUs, countsPerMg} = this.#ramp;
		const {gaps} = this.#chip!.stats;
		if (gaps !== this.#gaps) this.#newest = undefined;
		this.#gaps = gaps;
		const periodUs = 1e6 / rateHz;
		for (let index = 0; index < samples; index++) {
			const value = Math.round(data[index * axes]! / countsPerMg);
			const step = this.#newest === undefined ? 0 : (value - this.#newest + turn) % turn;
			// four steps a sample; one more or less when it is taken just as one begins, and eight if a sample is missing
			const isStep = this.#newest === undefined || Math.abs(step - periodUs / stepUs) < 1.5;
			if (!isStep) console.log('TORN', name, Math.round(atUs), index, step);
			this.#newest = value;
		}
		const right = (Math.floor(atUs / stepUs) % turn) - 1000;
		const off = ((this.#newest! - right + turn + turn / 2) % turn) - turn / 2;
		if (Math.abs(off) * stepUs > 2 * periodUs || atUs > nowUs())
			console.log('MOMENT', name, Math.round(atUs), off);
		if (atUs < this.#newestUs + (samples - 2) * periodUs) console.log('OVERLAP', name, atUs, this.#newestUs);
		this.#newestUs = atUs;
	}
}
