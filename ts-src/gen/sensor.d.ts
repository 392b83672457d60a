// Generated from bindings/api/sensor.ts by tools/gen. Edit that file, then run: npm run gen

/** Accelerometers and gyroscopes that sample into their own FIFO and wake the chip when it has enough, or when they move. */
declare module 'catnap:sensor' {
	/** One sensor. */
	export interface Stream {
		/**
		 * Take over other ranges and another watermark for what is started next. Ends a watch for motion.
		 * @param options All of them.
		 * @param options.rangeG Full scale, one that the chip has, 1 to 64 g.
		 * @param options.rangeDps Full scale of the gyroscope, one that the chip has; 0: it is off, 0 to 4000 dps. Default 0.
		 * @param options.watermark Samples in the FIFO that end a sleep, 1 to 511.
		 * @throws {NativeError} Throws TYPE, RANGE, STATE, INVAL, IO.
		 */
		configure(options: {readonly rangeG: number; readonly rangeDps?: number; readonly watermark: number}): void;
		/**
		 * Start sampling.
		 * @param options Size and distance of windows.
		 * @param options.samples Samples in a window, 1 to 4096.
		 * @param options.hop Samples from one window to the next, at most `samples`, 1 to 4096.
		 * @throws {NativeError} Throws TYPE, RANGE, STATE, INVAL, IO, NO_MEMORY, FULL.
		 */
		start(options: {readonly samples: number; readonly hop: number}): void;
		/**
		 * The next window, its moment that of its newest sample; one question at a time.
		 * @param step The iterator result: what the promise resolves with.
		 * @param item Its value: its `atUs` becomes the moment, in us.
		 * @param failed Makes of an error that comes later what the promise rejects with.
		 * @throws {NativeError} Throws TYPE, RANGE, STATE, BUSY, FULL, IO, CLOSED.
		 */
		next<Step, Item extends {readonly atUs: number}>(step: Step, item: Item, failed: (error: unknown) => unknown): Promise<Step>;
		/**
		 * The window: [samples][axes], raw counts. Overwritten after the next call of next; gone after stop.
		 * @returns A view on memory of the sensor.
		 * @throws {NativeError} Throws STATE.
		 */
		window(): Int16Array;
		/**
		 * Stop sampling and watch for motion.
		 * @param options What counts as motion.
		 * @param options.thresholdMg Acceleration beside gravity, 1 to 32000 mg.
		 * @param options.durationMs How long it must last, 0 to 60000 ms. Default 0.
		 * @throws {NativeError} Throws TYPE, RANGE, INVAL, IO, FULL.
		 */
		armMotion(options: {readonly thresholdMg: number; readonly durationMs?: number}): void;
		/**
		 * The next motion; one that came since the last answer counts.
		 * @returns Its moment, in us.
		 * @throws {NativeError} Rejects with STATE, BUSY, FULL, IO, CLOSED.
		 */
		nextMotion(): Promise<number>;
		/** What a sample holds. */
		units(): {
			/** Values of a sample. */
			readonly axes: number;
			/** Milli-g per count. */
			readonly mgPerCount: number;
			/** Millidegrees per second per count; 0 for three axes. */
			readonly mdpsPerCount: number;
		};
		/** What happened to the samples since the sensor was opened. */
		stats(): {
			/** Read from the chip. */
			readonly samples: number;
			/** Handed out. */
			readonly windows: number;
			/** Thrown away: nobody asked, before a gap, at a stop, or the gyroscope had not settled. */
			readonly dropped: number;
			/** Read and not yet part of a window; samples = what windows brought + dropped + waiting. */
			readonly waiting: number;
			/** Times a window was started over because samples were lost. */
			readonly gaps: number;
			/** Times that the chip's FIFO had lost samples. */
			readonly overruns: number;
			/** Transfers that failed. */
			readonly busErrors: number;
			/** Times the chip had fallen silent or forgotten its task and was set up again. */
			readonly restarts: number;
		};
		/**
		 * Stop the chip. A question that is open is answered with CLOSED.
		 * @throws {NativeError} Throws IO.
		 */
		stop(): void;
		/** Give everything back. A second close does nothing. */
		close(): void;
	}

	/**
	 * Find a LIS2DH12 or LIS3DH and put it to rest.
	 * @param options How the chip is wired and set up.
	 * @param options.bus The board's number of the I2C bus, 0 to 7.
	 * @param options.address 7-bit address, 8 to 119.
	 * @param options.alertPin The board's number of the pin wired to INT1, 0 to 254.
	 * @param options.switched Whether a pin switches the chip's supply. Default false.
	 * @param options.supplyPin That pin: on when high, 0 to 254. Default 0.
	 * @param options.rateMillihz Samples per thousand seconds, a rate that the chip has, 1 to 10000000 mHz.
	 * @param options.rangeG Full scale, one that the chip has, 1 to 64 g.
	 * @param options.rangeDps Full scale of the gyroscope, one that the chip has; 0: it is off, 0 to 4000 dps. Default 0.
	 * @param options.watermark Samples in the FIFO that end a sleep, 1 to 511.
	 * @returns The chip.
	 * @throws {NativeError} Throws TYPE, RANGE, BUSY, NO_DEVICE, WRONG_DEVICE, INVAL, IO, NO_MEMORY, FULL.
	 */
	export function lis2dh12(options: {readonly bus: number; readonly address: number; readonly alertPin: number; readonly switched?: boolean; readonly supplyPin?: number; readonly rateMillihz: number; readonly rangeG: number; readonly rangeDps?: number; readonly watermark: number}): Stream;
	/**
	 * Find a LSM6DSO and put it to rest.
	 * @param options How the chip is wired and set up.
	 * @param options.bus The board's number of the I2C bus, 0 to 7.
	 * @param options.address 7-bit address, 8 to 119.
	 * @param options.alertPin The board's number of the pin wired to INT1, 0 to 254.
	 * @param options.switched Whether a pin switches the chip's supply. Default false.
	 * @param options.supplyPin That pin: on when high, 0 to 254. Default 0.
	 * @param options.rateMillihz Samples per thousand seconds, a rate that the chip has, 1 to 10000000 mHz.
	 * @param options.rangeG Full scale, one that the chip has, 1 to 64 g.
	 * @param options.rangeDps Full scale of the gyroscope, one that the chip has; 0: it is off, 0 to 4000 dps. Default 0.
	 * @param options.watermark Samples in the FIFO that end a sleep, 1 to 511.
	 * @returns The chip.
	 * @throws {NativeError} Throws TYPE, RANGE, BUSY, NO_DEVICE, WRONG_DEVICE, INVAL, IO, NO_MEMORY, FULL.
	 */
	export function lsm6dso(options: {readonly bus: number; readonly address: number; readonly alertPin: number; readonly switched?: boolean; readonly supplyPin?: number; readonly rateMillihz: number; readonly rangeG: number; readonly rangeDps?: number; readonly watermark: number}): Stream;
	/**
	 * What the last chip that was looked for had as its identity.
	 * @returns The identity.
	 * @throws {NativeError} Throws NO_DEVICE.
	 */
	export function answered(): number;
}
