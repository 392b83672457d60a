// What is due in a simulated chip, in the units of its own time.

export interface Due {
	readonly at: number;
	readonly order: number;
	run: (() => void) | undefined;
}

/** A handful of entries at a time: a sorted list is enough. */
export class Agenda {
	readonly #list: Due[] = [];
	#order = 0;

	/** Run something at a moment; what is due in the past runs at the next occasion. */
	at(at: number, run: () => void): Due {
		const due: Due = {at, order: this.#order++, run};
		let index = this.#list.length;
		while (index > 0 && this.#list[index - 1]!.at > at) index--;
		this.#list.splice(index, 0, due);
		return due;
	}

	cancel(due: Due | undefined): void {
		if (!due?.run) return;
		due.run = undefined;
		const index = this.#list.indexOf(due);
		if (index >= 0) this.#list.splice(index, 1);
	}

	get next(): number {
		return this.#list[0]?.at ?? Number.POSITIVE_INFINITY;
	}

	/** Run all that is due at `now` or before. */
	run(now: number): void {
		while (this.next <= now) {
			const due = this.#list.shift()!;
			const run = due.run!;
			due.run = undefined;
			run();
		}
	}

	clear(): void {
		this.#list.length = 0;
	}
}
