// A window of samples as it crosses from the sensor to the model.

/** Values of a sample: the accelerometer's x y z and, for 6, the gyroscope's x y z. */
export type Axes = 3 | 6;

/** Length, rate and axes are literal types: a model that wants another window does not compile. */
export interface Window<
	Samples extends number = number,
	RateHz extends number = number,
	Count extends Axes = Axes,
> {
	/** Samples in the window. */
	readonly samples: Samples;
	/** Samples per second. */
	readonly rateHz: RateHz;
	/** Values of a sample: 3, or 6 with a gyroscope. */
	readonly axes: Count;
	/** Raw counts, int16 [samples][axes]; memory of the sensor: valid until the next window is asked for. */
	readonly data: Int16Array;
	/** Milli-g per count of the accelerometer's axes. */
	readonly mgPerCount: number;
	/** Millidegrees per second per count of the gyroscope's axes; 0 without them. */
	readonly mdpsPerCount: number;
	/** Moment of the newest sample, in microseconds since power-on. */
	readonly atUs: number;
}

/** What a model needs of a window of acceleration, also of one that an app made itself. */
export interface ModelWindow<Samples extends number, RateHz extends number>
	extends Pick<Window<Samples, RateHz>, 'samples' | 'rateHz' | 'data' | 'mgPerCount'> {
	/** Models see the accelerometer alone. @default 3 */
	readonly axes?: 3;
}

/** What a model of sound needs of a window. */
export interface ModelSound<Samples extends number, RateHz extends number> {
	readonly samples: Samples;
	readonly rateHz: RateHz;
	/** int16 [samples]. */
	readonly data: Int16Array;
	/** A window of acceleration is none. */
	readonly mgPerCount?: never;
}

export interface WindowOptions<Samples extends number> {
	/** Samples in a window, 1 to 4096; of sound, to 32768. */
	readonly samples: Samples;
	/** Samples from the start of one window to the start of the next, 1 to `samples`. @default samples */
	readonly hop?: number;
}
