// A simulated BME280: registers, a measurement that takes its time, the currents of its states.
// From Bosch Sensortec, BST-BME280-DS002; the raw values are found by searching the data sheet's 64-bit integer formulas
// (section 4.2.3), which the driver does not use.

import {
	type ChipSocket,
	RegisterChip,
	type RegisterFact,
	readOnly,
	type SimulatedSpiChip,
} from 'catnap/testing';

export interface Weather {
	/** Degrees Celsius. */
	temperature: number;
	/** Pascal. */
	pressure: number;
	/** Percent. */
	humidity: number;
}

/** T1 to T3 and P1 to P9 are the example of the BMP280's data sheet (section 3.12), H1 to H6 those of a module. */
export const calibration = {
	t: [27_504, 26_435, -1000],
	p: [36_477, -10_685, 3024, 2855, 140, -7, 15_500, -14_600, 6000],
	h: [75, 362, 0, 313, 50, 30],
} as const;

/** Microamperes by state: sleep 0.1, the three measurements 350, 714 and 340 [table 1]; here their highest. */
export const energyUa = {sleep: 0.1, measure: 714} as const;

const measureUs = [0, 1, 2, 4, 8, 16].map(times => Math.round(2000 * times));

function registers(): Record<number, RegisterFact> {
	const facts: Record<number, RegisterFact> = {
		0xd0: readOnly('id', 0x60),
		0xe0: {name: 'reset', writable: 0xff, reset: 0},
		0xf2: {name: 'ctrl_hum', writable: 0x07, reset: 0},
		0xf3: readOnly('status'),
		0xf4: {name: 'ctrl_meas', writable: 0xff, reset: 0},
		0xf5: {name: 'config', writable: 0xfd, reset: 0},
	};
	const data = [0x80, 0, 0, 0x80, 0, 0, 0x80, 0];
	for (const [index, value] of data.entries()) facts[0xf7 + index] = readOnly(`data ${index}`, value);
	for (const [address, value] of calibrationBytes()) facts[address] = readOnly('calibration', value);
	return facts;
}

function calibrationBytes(): [number, number][] {
	const {t, p, h} = calibration;
	const words = [...t, ...p].flatMap(word => [word & 0xff, (word >> 8) & 0xff]);
	const low = [...words, 0, h[0]];
	const high = [h[1] & 0xff, h[1] >> 8, h[2], h[3] >> 4, (h[3] & 15) | ((h[4] & 15) << 4), h[4] >> 4, h[5]];
	return [
		...low.map((value, index): [number, number] => [0x88 + index, value]),
		...high.map((value, index): [number, number] => [0xe1 + index, value]),
	];
}

export class Bme280Chip extends RegisterChip {
	/** What it is in; changed by the test. */
	readonly weather: Weather;
	#due: ReturnType<ChipSocket['clock']['at']> | undefined;

	constructor(socket: ChipSocket, weather: Weather) {
		super(socket, registers(), 0x60);
		this.weather = weather;
	}

	override power(on: boolean): void {
		super.power(on);
		if (on) this.socket.energy('sleep');
	}

	protected override restart(): void {
		this.socket.clock.cancel(this.#due);
		this.#due = undefined;
		if (this.on) this.socket.energy('sleep');
	}

	protected override readRegister(address: number): number {
		return address === 0xd0 ? this.identity : super.readRegister(address);
	}

	/** A write is pairs of address and value [section 6.2.1]: it does not count on. */
	override write(byte: number): boolean {
		if (!this.#expectsValue) this.#pairs();
		this.#expectsValue = !this.#expectsValue;
		return super.write(byte);
	}

	override begin(direction: 'read' | 'write'): boolean {
		this.#expectsValue = false;
		return super.begin(direction);
	}

	#expectsValue = false;

	/** The next byte names a register. */
	#pairs(): void {
		super.begin('write');
	}

	protected override apply(address: number, _before: number, value: number): void {
		if (address === 0xe0) {
			if (value === 0xb6) this.reset();
			return;
		}
		if (address === 0xf4 && (value & 3) === 3) this.violation('normal mode is not simulated');
		if (address === 0xf4 && (value & 3) !== 0 && this.#due === undefined) this.#measure(value);
	}

	#measure(control: number): void {
		const times = [this.values[0xf2]! & 7, (control >> 5) & 7, (control >> 2) & 7];
		const takesUs = 1000 + times.reduce((sum, code) => sum + measureUs[Math.min(code, 5)]!, 0) + 1000;
		this.values[0xf3] = 0x08;
		this.socket.energy('measure');
		this.#due = this.socket.clock.at(this.socket.clock.nowUs + takesUs, () => {
			this.#due = undefined;
			this.values[0xf3] = 0;
			this.values[0xf4]! &= ~3;
			this.values.set(dataOf(this.weather), 0xf7);
			this.socket.energy('sleep');
		});
	}
}

/** The data registers in this weather. */
export function dataOf({temperature, pressure, humidity}: Weather): Uint8Array {
	const rawT = search(0, 2 ** 20, raw => temperatureOf(raw).celsius >= temperature);
	const {fine} = temperatureOf(rawT);
	const rawP = search(0, 2 ** 20, raw => pressureOf(raw, fine) <= pressure);
	const rawH = search(0, 2 ** 16, raw => humidityOf(raw, fine) >= humidity);
	const twenty = (raw: number): number[] => [raw >> 12, (raw >> 4) & 0xff, (raw & 15) << 4];
	return Uint8Array.from([...twenty(rawP), ...twenty(rawT), rawH >> 8, rawH & 0xff]);
}

/** The lowest value for which it holds; once it holds it goes on holding. */
function search(least: number, most: number, holds: (value: number) => boolean): number {
	let [low, high] = [least, most - 1];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (holds(middle)) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** BME280_compensate_T_int32. */
export function temperatureOf(raw: number): {readonly celsius: number; readonly fine: number} {
	const [t1, t2, t3] = calibration.t;
	const one = (((raw >> 3) - (t1 << 1)) * t2) >> 11;
	const two = (((((raw >> 4) - t1) * ((raw >> 4) - t1)) >> 12) * t3) >> 14;
	const fine = one + two;
	return {fine, celsius: ((fine * 5 + 128) >> 8) / 100};
}

/** BME280_compensate_P_int64, in pascal. */
export function pressureOf(raw: number, fine: number): number {
	const [p1, p2, p3, p4, p5, p6, p7, p8, p9] = calibration.p.map(BigInt) as [bigint, ...bigint[]];
	let one = BigInt(fine) - 128_000n;
	let two = one * one * p6!;
	two += (one * p5!) << 17n;
	two += p4! << 35n;
	one = ((one * one * p3!) >> 8n) + ((one * p2!) << 12n);
	one = (((1n << 47n) + one) * p1) >> 33n;
	if (one === 0n) return 0;
	let p = 1_048_576n - BigInt(raw);
	p = (((p << 31n) - two) * 3125n) / one;
	one = (p9! * (p >> 13n) * (p >> 13n)) >> 25n;
	two = (p8! * p) >> 19n;
	return Number(((p + one + two) >> 8n) + (p7! << 4n)) / 256;
}

/** BME280_compensate_H_int32, in percent. */
export function humidityOf(raw: number, fine: number): number {
	const [h1, h2, h3, h4, h5, h6] = calibration.h.map(BigInt) as [bigint, ...bigint[]];
	const x = BigInt(fine) - 76_800n;
	const left = ((BigInt(raw) << 14n) - (h4! << 20n) - h5! * x + 16_384n) >> 15n;
	const right = (((((x * h6!) >> 10n) * (((x * h3!) >> 11n) + 32_768n)) >> 10n) + 2_097_152n) * h2! + 8192n;
	let value = left * (right >> 14n);
	value -= ((((value >> 15n) * (value >> 15n)) >> 7n) * h1) >> 4n;
	const clamped = value < 0n ? 0n : value > 419_430_400n ? 419_430_400n : value;
	return Number(clamped >> 12n) / 1024;
}

/** The same chip on SPI [section 6.3]: the top bit of an address says read, and is one in all of its registers. */
export function overSpi(chip: Bme280Chip): SimulatedSpiChip {
	let direction: 'none' | 'read' | 'write' = 'none';
	let isAddress = true;
	return {
		modes: [0, 3],
		fastestHz: 10_000_000,
		power: on => chip.power(on),
		reset: () => chip.reset(),
		disguise: as => chip.disguise(as),
		select: () => {
			direction = 'none';
			isAddress = true;
			chip.begin('write');
		},
		exchange: byte => {
			if (direction === 'read') return chip.read();
			if (direction === 'none') {
				direction = (byte & 0x80) === 0 ? 'write' : 'read';
				chip.write(byte | 0x80);
			} else {
				chip.write(isAddress ? byte | 0x80 : byte);
			}
			isAddress = !isAddress;
			return 0;
		},
		deselect: () => chip.end(),
	};
}
