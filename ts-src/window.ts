// A window of samples as it crosses from the sensor to the model.

/** Length and rate are literal types: a model that wants another window does not compile. */
export interface Window<Samples extends number = number, RateHz extends number = number> {
	/** Samples in the window. */
	readonly samples: Samples;
	/** Samples per second. */
	readonly rateHz: RateHz;
	/** Raw counts, int16 [samples][x y z]; memory of the sensor: valid until the next window is asked for. */
	readonly data: Int16Array;
	/** Milli-g per count of `data`. */
	readonly mgPerCount: number;
	/** Moment of the newest sample, in microseconds since power-on. */
	readonly atUs: number;
}

export interface WindowOptions<Samples extends number> {
	/** Samples in a window, 1 to 4096; of sound, to 32768. */
	readonly samples: Samples;
	/** Samples from the start of one window to the start of the next, 1 to `samples`. @default samples */
	readonly hop?: number;
}
