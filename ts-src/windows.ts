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
 * made before the sleep: when the window comes, nothing stands between it and the app but one promise. No class: its
 * private names and their initialisers would take twice the memory.
 * @param started is called once the source has started: what makes windows, for the source to fill.
 * @param named makes the error that the app shall see.
 */
export function windowsOf<Item extends Timed>(
	source: Source,
	options: WindowsOptions,
	started: () => () => Item,
	named?: (error: unknown) => unknown,
): AsyncIterableIterator<Item, void, undefined> {
	let make: (() => Item) | undefined;
	let isRunning = false;
	let hasEnded = false;

	const end = () => {
		const wasRunning = isRunning;
		isRunning = false;
		hasEnded = true;
		if (wasRunning) source.stop();
		return Promise.resolve({done: true, value: undefined} as const);
	};
	const failed = (error: unknown) => {
		// what was closed has stopped already
		if ((error as NativeError).code === 'CLOSED') isRunning = false;
		try {
			end();
		} catch {
			// a chip that cannot be read cannot be stopped either: the first error says why
		}
		return named ? named(error) : error;
	};
	return {
		next() {
			if (hasEnded) return end();
			try {
				if (!make) {
					source.start(options);
					isRunning = true;
					make = started();
				}
				const value = make();
				return source.next({done: false, value}, value, failed);
			} catch (error) {
				return Promise.reject(failed(error));
			}
		},
		return: end,
		[Symbol.asyncIterator]() {
			return this;
		},
	};
}
