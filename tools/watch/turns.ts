// Work that is done once more after each change: what changes meanwhile leads to one more turn, not to several.

export class Turns {
	readonly #work: () => Promise<void>;
	#turn: Promise<void> | undefined;
	#isAsked = false;

	/** `work` reports its own failures. */
	constructor(work: () => Promise<void>) {
		this.#work = work;
	}

	/** Resolves when all that was asked for until then is done. */
	ask(): Promise<void> {
		this.#isAsked = true;
		this.#turn ??= this.#run().finally(() => {
			this.#turn = undefined;
		});
		return this.#turn;
	}

	async #run(): Promise<void> {
		while (this.#isAsked) {
			this.#isAsked = false;
			await this.#work();
		}
	}
}
