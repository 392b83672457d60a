// Generated from bindings/api/microphone.ts by tools/gen. Edit that file, then run: npm run gen

/** A digital microphone that the board samples by itself while the chip sleeps. */
declare module 'catnap:microphone' {
	/** One microphone. */
	export interface Microphone {
		/**
		 * Start sampling.
		 * @param options Size and distance of windows.
		 * @param options.samples Samples in a window, 1 to 32768.
		 * @param options.hop Samples from one window to the next, at most `samples`, 1 to 32768.
		 * @throws {NativeError} Throws TYPE, RANGE, STATE, INVAL, UNSUPPORTED, BUSY, NO_MEMORY, FULL, TIMEOUT.
		 */
		start(options: {readonly samples: number; readonly hop: number}): void;
		/**
		 * The next window, its moment that of its newest sample; one question at a time.
		 * @param step The iterator result: what the promise resolves with.
		 * @param item Its value: its `atUs` becomes the moment, in us.
		 * @param failed Makes of an error that comes later what the promise rejects with.
		 * @throws {NativeError} Throws TYPE, RANGE, STATE, BUSY, FULL, CLOSED.
		 */
		next<Step, Item extends {readonly atUs: number}>(step: Step, item: Item, failed: (error: unknown) => unknown): Promise<Step>;
		/**
		 * The window: [samples]. Overwritten after the next call of next; gone after stop.
		 * @returns A view on memory of the microphone.
		 * @throws {NativeError} Throws STATE.
		 */
		window(): Int16Array;
		/** What happened to the samples since the microphone was opened. */
		stats(): {
			/** Read from the board. */
			readonly samples: number;
			/** Handed out. */
			readonly windows: number;
			/** Overwritten because nobody had asked for windows in time. */
			readonly dropped: number;
			/** Times a window was restarted because of that. */
			readonly gaps: number;
		};
		/** Stop sampling. A question that is open is answered with CLOSED. */
		stop(): void;
		/** Give everything back. A second close does nothing. */
		close(): void;
	}

	/**
	 * Make a microphone; it rests until start.
	 * @param options How it samples.
	 * @param options.rateHz Samples per second, one that the board has; with an nRF5340: 16,000 and 20,000, 1 to 96000 Hz.
	 * @param options.gainHalfDb Gain in half decibels, one that the board has, -256 to 254. Default 0.
	 * @returns The microphone.
	 * @throws {NativeError} Throws TYPE, RANGE, NO_MEMORY.
	 */
	export function open(options: {readonly rateHz: number; readonly gainHalfDb?: number}): Microphone;
}
