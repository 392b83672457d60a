// The iterator behind every `windows()`: starts its source at the first window, stops it when the loop is left.

/** What fills windows. */
export interface WindowSource<Item> {
	/** Begin to sample. */
	start(): void;
	/** The moment of the next window's newest sample, once it is there. */
	next(): Promise<number>;
	/** The window that is there. */
	window(atUs: number): Item;
	/** The error that the app shall see, and whether the source has stopped by itself. */
	failed(error: unknown): {readonly error: unknown; readonly stopped: boolean};
	stop(): void;
}

/**
 * By hand, not a generator. The engine leaves a `for await` by `break` without waiting for the iterator's return(): a
 * generator would stop its source only after the code behind the loop has begun. And a window costs it fewer promises.
 */
export class Windows<Item> implements AsyncIterableIterator<Item, void, undefined> {
	readonly #source: WindowSource<Item>;
	readonly #give: (atUs: number) => IteratorYieldResult<Item>;
	readonly #fail: (error: unknown) => never;
	#state: 'new' | 'running' | 'ended' = 'new';

	constructor(source: WindowSource<Item>) {
		this.#source = source;
		this.#give = atUs => ({done: false, value: source.window(atUs)});
		this.#fail = error => {
			const failure = source.failed(error);
			if (failure.stopped) this.#state = 'ended';
			this.#end();
			throw failure.error;
		};
	}

	next(): Promise<IteratorResult<Item, void>> {
		if (this.#state === 'ended') return Promise.resolve({done: true, value: undefined});
		try {
			if (this.#state === 'new') {
				this.#source.start();
				this.#state = 'running';
			}
			return this.#source.next().then(this.#give, this.#fail);
		} catch (error) {
			this.#end();
			return Promise.reject(error);
		}
	}

	return(): Promise<IteratorReturnResult<void>> {
		this.#end();
		return Promise.resolve({done: true, value: undefined});
	}

	[Symbol.asyncIterator](): this {
		return this;
	}

	#end(): void {
		const wasRunning = this.#state === 'running';
		this.#state = 'ended';
		if (wasRunning) this.#source.stop();
	}
}
