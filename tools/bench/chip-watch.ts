// Watches one run on a simulated chip: instructions in parts from reset and of each wake, and the RAM that is touched.
import type {Elf} from '../../sim/cores/elf.ts';
import type {Counts} from '../../sim/nrf5340/profile.ts';

/** Attributes instructions to parts of the firmware. */
export interface Counter {
	/** Before a function is entered at its first instruction. */
	onEnter: (name: string) => void;
	/** What was counted since the last call. */
	take(): Counts;
}

/** What is watched of a simulated chip. */
export interface WatchedChip {
	readonly elf: Elf;
	onBoot: (reason: never) => void;
	bytes(address: number, length: number): Uint8Array;
}

/** The pool ends with the allocator's own end mark, which is written at once. */
const poolEndMark = 16;

/** How much of the stack and of the pool was ever written. */
export interface Touched {
	readonly stackBytes: number;
	readonly poolBytes: number;
}

export interface Wake {
	readonly counts: Counts;
	readonly instructions: number;
}

export class ChipWatch<Chip extends WatchedChip> {
	/** From reset to the first native that the app calls. */
	boot: Counts | undefined;
	/** That native. */
	first = '';
	/** From one call of hal_sleep to the next, the first ones after the start left out. */
	readonly wakes: Wake[] = [];
	/** By what had just been reached. */
	readonly touched: {engine?: Touched; app?: Touched; run?: Touched} = {};
	readonly #isNative: (name: string) => boolean;
	readonly #counterOf: (chip: Chip) => Counter;
	#paint: {readonly stack: Uint8Array; readonly pool: Uint8Array} | undefined;
	#slept = false;

	/** `isNative`: whether a function is one that apps call. */
	constructor(isNative: (name: string) => boolean, counterOf: (chip: Chip) => Counter) {
		this.#isNative = isNative;
		this.#counterOf = counterOf;
	}

	begin(chip: Chip): void {
		const profile = this.#counterOf(chip);
		const machine: WatchedChip = chip;
		const {onBoot} = machine;
		machine.onBoot = (reason: never) => {
			onBoot(reason);
			// at power-on RAM is noise, which serves as paint
			this.#paint ??= memoryOf(machine);
			profile.take();
		};
		profile.onEnter = name => {
			if (name === 'cn_engine_start') this.touched.engine ??= this.#touched(machine);
			if (!this.boot && this.#isNative(name)) this.#started(machine, name, profile.take());
			if (name === 'hal_sleep') this.#sleeps(profile.take());
		};
	}

	end(machine: Chip): void {
		this.touched.run = this.#touched(machine);
	}

	#started(machine: WatchedChip, name: string, counts: Counts): void {
		this.boot = counts;
		this.first = name;
		this.touched.app = this.#touched(machine);
	}

	#sleeps(counts: Counts): void {
		if (this.#slept) this.wakes.push({counts, instructions: sum(counts)});
		this.#slept = true;
	}

	#touched(machine: WatchedChip): Touched {
		const now = memoryOf(machine);
		const {stack, pool} = this.#paint!;
		const low = now.stack.findIndex((byte, index) => byte !== stack[index]);
		const high = now.pool.findLastIndex(
			(byte, index) => index < pool.length - poolEndMark && byte !== pool[index],
		);
		return {stackBytes: low < 0 ? 0 : stack.length - low, poolBytes: high + 1};
	}
}

function memoryOf(chip: WatchedChip): {stack: Uint8Array; pool: Uint8Array} {
	const between = (from: string, to: string): Uint8Array =>
		chip.bytes(chip.elf.address(from), chip.elf.address(to) - chip.elf.address(from));
	return {
		stack: between('link_stack_bottom', 'link_stack_top'),
		pool: between('link_pool', 'link_pool_end'),
	};
}

export function sum(counts: Counts): number {
	return [...counts.values()].reduce((total, each) => total + each, 0);
}
