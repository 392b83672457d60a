// Counts on the simulated ESP32-S3: instructions from each of some functions to the next of them that is entered.
import type {Machine} from '../../sim/esp32s3/machine.ts';
import type {Counts} from '../../sim/nrf5340/profile.ts';
import type {Counter} from './chip-watch.ts';

export class Stations implements Counter {
	onEnter: (name: string) => void = () => {};
	readonly #machine: Machine;
	#counts = new Map<string, number>();
	#part = 'to the first of them';
	#since = 0;

	/** `names`: functions; what the firmware has not is left out. */
	constructor(machine: Machine, names: readonly string[]) {
		this.#machine = machine;
		for (const name of names.filter(each => machine.elf.symbols.has(each)))
			machine.observe(name, () => this.#reached(name));
	}

	take(): Counts {
		this.#settle();
		const counts = this.#counts;
		this.#counts = new Map();
		return counts;
	}

	#reached(name: string): void {
		this.#settle();
		this.#part = `from ${name} on`;
		this.onEnter(name);
	}

	#settle(): void {
		const now = this.#machine.executed;
		if (now > this.#since)
			this.#counts.set(this.#part, (this.#counts.get(this.#part) ?? 0) + now - this.#since);
		this.#since = now;
	}
}
