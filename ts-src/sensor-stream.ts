// The stream of a sensor, which the class of each chip extends: windows, motion as a wake source, one reading, errors.

import * as native from 'catnap:sensor';
import type {Bus, Pin, PinAble} from './board-types.ts';
import {type Duration, durationUs} from './duration.ts';
import type {NativeError} from './gen/errors.ts';
import type {WakeSource} from './wake-source.ts';
import type {Axes, Window, WindowOptions} from './window.ts';
import {windowsOf} from './windows.ts';

export interface SensorOptions<RateHz extends number = number, Alert extends Pin = Pin> {
	/** The I2C bus the chip is on. */
	readonly io: Bus;
	/** The pin wired to the chip's INT1 output. */
	readonly alert: Alert;
	/**
	 * The pin that switches the chip's supply, on when high: on only while the chip samples or watches for motion, also
	 * through sleep and System OFF. @default always supplied
	 */
	readonly supply?: Pin;
	/** Samples per second. */
	readonly rateHz: RateHz;
	/** Full scale of the accelerometer, plus and minus. @default 2 */
	readonly rangeG?: 2 | 4 | 8 | 16;
	/** Samples in the chip's FIFO that end a sleep: more is frugal, fewer is prompt. @default 25 */
	readonly watermark?: number;
	/** Called at each motion once `configure({motion})` has asked for it, with its moment as `nextMotion` gives it. */
	readonly onAlert?: (atUs: number) => void;
}

export interface MotionOptions {
	/** Acceleration beside gravity that counts as motion; each chip's class says what it can. */
	readonly thresholdMg: number;
	/** How long it must last. @default '0ms' */
	readonly duration?: Duration;
}

/** What is left out stays as it is. */
export interface ConfigureOptions {
	/** Full scale of the accelerometer, plus and minus. */
	readonly rangeG?: 2 | 4 | 8 | 16;
	/** Samples in the FIFO that end a sleep. */
	readonly watermark?: number;
	/** Watch for motion from now on and call `onAlert` each time, until `windows()`, `sample()` or `close()`. */
	readonly motion?: MotionOptions;
}

/** One reading: x y z in m/s^2 and, with a gyroscope, gx gy gz in rad/s. */
export type Reading<Count extends Axes = Axes> = Record<
	'x' | 'y' | 'z' | (Count extends 6 ? 'gx' | 'gy' | 'gz' : never),
	number
>;

/** What happened to the samples since the sensor was opened; nothing is lost without being counted here. */
export type SensorStats = ReturnType<native.Stream['stats']>;

/** What a class knows of its chip. */
export interface ChipFacts {
	readonly name: string;
	readonly open: typeof native.lis2dh12;
	/** What its WHO_AM_I register says. */
	readonly identity: number;
	readonly address: number;
	/** 0: no gyroscope, or it is off. */
	readonly rangeDps: number;
	/** What its class cannot say by types: for the error. */
	readonly limits: string;
}

/** What a count means, per kind of axis. */
interface Units<Count extends Axes> {
	readonly axes: Count;
	readonly mgPerCount: number;
	readonly mdpsPerCount: number;
}

const readingNames = ['x', 'y', 'z', 'gx', 'gy', 'gz'] as const;
const metresPerMg = 9.80665e-3;
const radiansPerMdps = Math.PI / 180_000;

export class SensorStream<const RateHz extends number, const Count extends Axes, Alert extends Pin = Pin> {
	readonly #stream: native.Stream;
	readonly #chip: ChipFacts;
	readonly #options: SensorOptions<RateHz, Alert>;
	#ranges: {readonly rangeG: number; readonly rangeDps: number; readonly watermark: number};

	constructor(chip: ChipFacts, options: SensorOptions<RateHz, Alert>) {
		const {io, alert, supply, rateHz, rangeG = 2, watermark = 25} = options;
		this.#chip = chip;
		this.#options = options;
		this.#ranges = {rangeG, rangeDps: chip.rangeDps, watermark};
		try {
			this.#stream = chip.open({
				bus: io.bus,
				address: chip.address,
				alertPin: alert.number,
				switched: supply !== undefined,
				supplyPin: supply?.number ?? 0,
				rateMillihz: Math.round(rateHz * 1000),
				rangeG,
				rangeDps: chip.rangeDps,
				watermark,
			});
		} catch (error) {
			throw named(error, chip, options);
		}
	}

	/**
	 * Windows as they fill; the processor sleeps between FIFO watermarks. `data` is one buffer that each turn of the loop
	 * overwrites: copy what must last. Leaving the loop stops the sensor.
	 * @throws {NativeError} from the loop: IO when the chip cannot be read even after it was set up again.
	 */
	windows<const Samples extends number>(
		options: WindowOptions<Samples>,
	): AsyncIterableIterator<Window<Samples, RateHz, Count>, void, undefined> {
		const {samples, hop = samples} = options;
		const {rateHz} = this.#options;
		const stream = this.#stream;
		const started = () => {
			const data = stream.window();
			const {axes, mgPerCount, mdpsPerCount} = stream.units() as Units<Count>;
			// named one by one: a spread costs 2,000 instructions a window
			return () => ({samples, rateHz, axes, data, mgPerCount, mdpsPerCount, atUs: 0});
		};
		return windowsOf(stream, {samples, hop}, started, error => named(error, this.#chip, this.#options));
	}

	/**
	 * One reading now: the chip is switched on for it and off again, the processor sleeps meanwhile. Ends a watch for
	 * motion.
	 * @param target receives the values; made again without it.
	 * @throws {NativeError} STATE while windows are under way.
	 */
	async sample(target = {} as Reading<Count>): Promise<Reading<Count>> {
		const stream = this.#stream;
		this.#named(() => stream.configure({...this.#ranges, watermark: 1}));
		try {
			const moment = {atUs: 0};
			await this.#named(() => {
				stream.start({samples: 1, hop: 1});
				return stream.next(moment, moment, error => named(error, this.#chip, this.#options));
			});
			const {axes, mgPerCount, mdpsPerCount} = stream.units();
			const counts = stream.window();
			for (let axis = 0; axis < axes; axis++) {
				const scale = axis < 3 ? mgPerCount * metresPerMg : mdpsPerCount * radiansPerMdps;
				target[readingNames[axis] as keyof Reading<Count>] = counts[axis]! * scale;
			}
		} catch (error) {
			try {
				this.#rest();
			} catch {} // a chip that has failed may fail to stop, too: the first error says why
			throw error;
		}
		this.#named(() => this.#rest());
		return target;
	}

	/**
	 * Other ranges or another watermark for what is started next, and `onAlert` at motion. Ends a watch for motion that is
	 * under way.
	 * @throws {NativeError} STATE while windows are under way, INVAL or RANGE for what the chip does not have.
	 */
	configure(options: ConfigureOptions): void {
		const {motion, rangeG = this.#ranges.rangeG, watermark = this.#ranges.watermark} = options;
		const wanted = {...this.#ranges, rangeG, watermark};
		this.#named(() => this.#stream.configure(wanted));
		this.#ranges = wanted;
		if (!motion) return;
		this.#arm(motion);
		void this.#alert();
	}

	/**
	 * Motion as a wake source, for `power.off({wakeOn: [imu.motion({thresholdMg: 250})]})`. Off is refused if the chip's
	 * supply would fall in it.
	 */
	motion(options: MotionOptions): WakeSource<PinAble<Alert, 'high'>> {
		const {alert, supply} = this.#options;
		return {
			pin: alert,
			arm: () => {
				if (supply?.fallsInOff) {
					throw new Error(
						`${whereOf(this.#chip, this.#options)} cannot wake from off: pin ${supply.name}, its supply, falls in off on this board; sleep instead`,
					);
				}
				this.#arm(options);
			},
		};
	}

	/**
	 * Resolves with the moment (microseconds since power-on) of the next motion; the processor sleeps until then.
	 * Sampling must be stopped.
	 */
	nextMotion(options: MotionOptions): Promise<number> {
		this.#arm(options);
		return this.#stream.nextMotion();
	}

	/** Counts since the sensor was opened. */
	get stats(): SensorStats {
		return this.#stream.stats();
	}

	/** Stop the chip, switch its supply off and free its memory. A second close does nothing. */
	close(): void {
		this.#stream.close();
	}

	/** After a reading. */
	#rest(): void {
		this.#stream.stop();
		this.#stream.configure(this.#ranges);
	}

	#arm(options: MotionOptions): void {
		const {thresholdMg, duration = '0ms'} = options;
		const durationMs = Math.round(durationUs(duration) / 1000);
		this.#named(() => this.#stream.armMotion({thresholdMg, durationMs}));
	}

	async #alert(): Promise<void> {
		for (;;) {
			const atUs = await this.#stream.nextMotion().catch(error => {
				if (error.code === 'CLOSED' || error.code === 'STATE') return undefined;
				throw error;
			});
			if (atUs === undefined) return;
			// from a job of its own: what the app throws is reported, and the watch goes on
			queueMicrotask(() => this.#options.onAlert?.(atUs));
		}
	}

	#named<Result>(run: () => Result): Result {
		try {
			return run();
		} catch (error) {
			throw named(error, this.#chip, this.#options);
		}
	}
}

function whereOf(chip: ChipFacts, {io}: SensorOptions): string {
	return `${chip.name} at ${hex(chip.address)} of bus ${io.bus}`;
}

/** The same error, with the chip's name, its address and what answered there. */
function named(error: unknown, chip: ChipFacts, options: SensorOptions): unknown {
	const {code, message} = error as NativeError;
	// the error of a full pool is one for all and cannot be changed
	if (code !== undefined && code !== 'NO_MEMORY') {
		let said: string = message;
		if (code === 'NO_DEVICE') said = 'nothing answers: check wiring, address and supply';
		else if (code === 'WRONG_DEVICE')
			said = `another chip answers: its identity is ${hex(native.answered())}, expected ${hex(chip.identity)}`;
		else if (code === 'BUSY') said += '; a chip has one object at a time, and one question';
		else if (code === 'INVAL') said += `; ${chip.limits}; hop is at most samples`;
		(error as Error).message = `${whereOf(chip, options)}: ${said}`;
	}
	return error;
}

function hex(value: number): string {
	return `0x${value.toString(16)}`;
}
