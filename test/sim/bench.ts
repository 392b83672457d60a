// A sensor on a bench: a simulated chip on a bus, with its supply on and a pin to look at, and no processor around it.

import type {BoardFacts} from '../../boards/facts/schema.ts';
import {kit} from '../../boards/virtual/kit.ts';
import type {Fault} from '../../sim/world/faults.ts';
import {Trace} from '../../sim/world/trace.ts';
import {World} from '../../sim/world.ts';

export const board: BoardFacts = {...kit, name: 'host', title: 'bench', id: 0, core: 'wasm32'};
export const address = 0x19;

/** How a chip of the kit is wired. */
export interface BenchChip {
	readonly sensor: string;
	readonly address: number;
	readonly pin: number;
	readonly line: string;
	/** The bit of the sub-address that asks for auto-increment, if it takes one. */
	readonly increment: number;
	/** The pin that switches its supply. */
	readonly supply?: number;
}
export const imu: BenchChip = {sensor: 'imu', address, pin: 23, line: 'imuInt', increment: 0x80};
export const imu6: BenchChip = {
	sensor: 'imu6',
	address: 0x6a,
	pin: 24,
	line: 'imu6Int',
	increment: 0,
	supply: 25,
};

export interface BenchOptions {
	readonly trace?: Trace;
	readonly forUs?: number;
	readonly faults?: readonly Fault[];
	readonly oscillatorPpm?: number;
	readonly board?: BoardFacts;
	/** @default imu */
	readonly chip?: BenchChip;
}

export class Bench {
	readonly world: World;
	readonly chip: BenchChip;

	constructor({chip = imu, ...options}: BenchOptions = {}) {
		this.chip = chip;
		this.world = new World({
			board,
			forUs: 100e6,
			...options,
		});
		this.world.pinMode(chip.pin, 'input-pull-down');
		this.power(true);
	}

	/** Switch the chip's supply, if it has a switch. */
	power(on: boolean): void {
		const {supply} = this.chip;
		if (supply === undefined) return;
		this.world.pinMode(supply, 'output');
		this.world.pinWrite(supply, on);
	}

	get line(): boolean {
		return this.world.pins.level(this.chip.line);
	}

	get nowUs(): number {
		return this.world.nowUs;
	}

	write(register: number, value: number): void {
		const {status} = this.world.transfer(0, this.chip.address, Uint8Array.of(register, value), 0);
		if (status !== 'ok') throw new Error(`write failed: ${status}`);
	}

	writeAll(table: readonly (readonly [number, number])[]): void {
		for (const [register, value] of table) this.write(register, value);
	}

	read(register: number, count = 1): Uint8Array {
		const sub = Uint8Array.of(count > 1 ? register | this.chip.increment : register);
		const {status, data} = this.world.transfer(0, this.chip.address, sub, count);
		if (status !== 'ok') throw new Error(`read failed: ${status}`);
		return data;
	}

	byte(register: number): number {
		return this.read(register)[0]!;
	}

	/** Sets of three axes from the output registers. */
	sets(count: number): number[][] {
		const bytes = this.read(0x28, count * 6);
		const view = new DataView(bytes.buffer);
		return Array.from({length: count}, (_, set) =>
			[0, 2, 4].map(offset => view.getInt16(set * 6 + offset, true)),
		);
	}

	wait(us: number): void {
		this.world.clock.advanceTo(this.nowUs + us);
	}
}

/** x counts up by one milli-g a sample, so that each sample can be distinguished. */
export function ramp(samples: number, rateHz: number): Trace {
	return Trace.fromSamples(
		Array.from({length: samples}, (_, index) => [index, 0, 1000] as const),
		rateHz,
	);
}
