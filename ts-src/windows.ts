// The iterator behind every `windows()`: starts its source at the first window, stops it when the loop is left.

import type {NativeError} from './gen/errors.ts';

/** What fills windows: a stream or a microphone. */
interface Source {
	start(options: WindowsOptions): void;
	next<Step, Item extends Timed>(step: Step, item: Item, failed: (error: unknown) => unknown): Promise<Step>;
	stop(): void;
}

interface WindowsOptions {
	readonly samples: number;
	readonly hop: number;
}

interface Timed {
	/** Written by the source when the window is there. */
	readonly atUs: number;
}

/**
 * By hand, not a generator. The engine leaves a `for await` by `break` without waiting for the iterator's return(): a
 * generator would stop its source only after the code behind the loop has begun. And what a step of the loop needs is
 * made before the sleep: when the window comes, nothing stands between it and the app but one promise.
 */
export class Windows<Item extends Timed> implements AsyncIterableIterator<Item, void, undefined> {
	readonly #source: Source;
	readonly #options: WindowsOptions;
	readonly #started: () => () => Item;
	readonly #failed: (error: unknown) => unknown;
	#state: 'new' | 'running' | 'ended' = 'new';
	#make: (() => Item) | undefined;

	/**
	 * @param started is called once the source has started: what makes windows, for the source to fill.
	 * @param named makes the error that the app shall see.
	 */
	constructor(
		source: Source,
		options: WindowsOptions,
		started: () => () => Item,
		named: (error: unknown) => unknown = error => error,
	) {
		this.#source = source;
		this.#options = options;
		this.#started = started;
		this.#failed = error => {
			// what was closed has stopped already
			if ((error as NativeError).code === 'CLOSED') this.#state = 'ended';
			this.#end();
			return named(error);
		};
	}

	next(): Promise<IteratorResult<Item, void>> {
		if (this.#state === 'ended') return Promise.resolve({done: true, value: undefined});
		try {
			if (this.#state === 'new') {
				this.#source.start(this.#options);
				this.#state = 'running';
				this.#make = this.#started();
			}
			const value = this.#make!();
			return this.#source.next({done: false, value}, value, this.#failed);
		} catch (error) {
			return Promise.reject(this.#failed(error));
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
