// Instructions by function: every block of code that begins is counted to the function that it lies in.

import type {Symbol as Place} from '../cores/elf.ts';
import type {Machine} from './machine.ts';

/** Instructions by the name of the function; they sum up to what was executed. */
export type Counts = ReadonlyMap<string, number>;

const outside = 'outside of functions';

export class Profile {
	/** Before a function is entered at its first instruction. */
	onEnter: (name: string) => void = () => {};
	readonly #machine: Machine;
	readonly #known = new Map<number, Place | undefined>();
	#counts = new Map<string, number>();
	#name = outside;
	#since = 0;

	constructor(machine: Machine) {
		this.#machine = machine;
		machine.core.onEveryBlock(address => this.#block(address));
	}

	/** What was counted since the last call. */
	take(): Counts {
		this.#settle();
		const counts = this.#counts;
		this.#counts = new Map();
		return counts;
	}

	#block(address: number): void {
		this.#settle();
		const found = this.#at(address);
		this.#name = found?.name ?? outside;
		if (found && (found.address & ~1) === address) this.onEnter(found.name);
	}

	#settle(): void {
		const now = this.#machine.executed;
		if (now > this.#since)
			this.#counts.set(this.#name, (this.#counts.get(this.#name) ?? 0) + now - this.#since);
		this.#since = now;
	}

	#at(address: number): Place | undefined {
		if (!this.#known.has(address)) this.#known.set(address, this.#machine.elf.functionAt(address));
		return this.#known.get(address);
	}
}
