// A sensor on a bench: the LIS2DH12 model on a bus, with a pin to look at and no chip around it.

import type {BoardFacts} from '../../boards/board.ts';
import {kit} from '../../boards/virtual/kit.ts';
import type {Fault} from '../../ts-src/testing/faults.ts';
import {Trace} from '../../ts-src/testing/trace.ts';
import {World} from '../../ts-src/testing/world.ts';

export const board: BoardFacts = {...kit, name: 'host', title: 'bench', id: 0, core: 'wasm32'};
export const address = 0x19;

export interface BenchOptions {
	readonly trace?: Trace;
	readonly forUs?: number;
	readonly faults?: readonly Fault[];
	readonly oscillatorPpm?: number;
	readonly board?: BoardFacts;
}

export class Bench {
	readonly world: World;

	constructor(options: BenchOptions = {}) {
		this.world = new World({
			board,
			forUs: 100e6,
			...options,
		});
		this.world.pinMode(23, 'input-pull-down');
	}

	get line(): boolean {
		return this.world.pins.level('imuInt');
	}

	get nowUs(): number {
		return this.world.nowUs;
	}

	write(register: number, value: number): void {
		const {status} = this.world.transfer(0, address, Uint8Array.of(register, value), 0);
		if (status !== 'ok') throw new Error(`write failed: ${status}`);
	}

	writeAll(table: readonly (readonly [number, number])[]): void {
		for (const [register, value] of table) this.write(register, value);
	}

	read(register: number, count = 1): Uint8Array {
		const sub = Uint8Array.of(count > 1 ? register | 0x80 : register);
		const {status, data} = this.world.transfer(0, address, sub, count);
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

/** x counts up by one milli-g a sample, so that each sample can be told from the others. */
export function ramp(samples: number, rateHz: number): Trace {
	return Trace.fromSamples(
		Array.from({length: samples}, (_, index) => [index, 0, 1000] as const),
		rateHz,
	);
}
