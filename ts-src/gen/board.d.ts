// Generated from boards/host/board.ts by tools/gen. Edit that file, then run: npm run gen

declare module 'catnap:board' {
	type AnalogInput = import('../board-types.ts').AnalogInput;
	type Bus = import('../board-types.ts').Bus;
	type SerialBus = import('../board-types.ts').SerialBus;
	type SpiBus = import('../board-types.ts').SpiBus;
	type BusLine<Line extends string> = import('../board-types.ts').BusLine<Line>;
	type Pin<Name extends string, EndsOff extends 'high' | 'low' | 'never'> = import('../board-types.ts').Pin<Name, EndsOff>;
	/** 'able' to end off, or why not. */
	export type TimerAble = 'a timer cannot end off';
	export type PinName = 'imuInt' | 'imu6Int' | 'imu6Power' | 'led' | 'button' | 'd0' | 'd1' | 'd7' | 'd8' | 'd9' | 'd10';
	export const pinNames: Readonly<Record<number, PinName>>;
	/** Virtual kit, WebAssembly. */
	export const board: {
		/** Its name, as `catnap board` lists it. */
		readonly name: 'host';
		/** System OFF: no clock runs, a level on a pin ends it. */
		readonly off: {readonly timer: false};
		/** An I2C bus. */
		readonly i2c0: Bus;
		/** An SPI bus. */
		readonly spi0: SpiBus;
		/** A serial port. */
		readonly uart0: SerialBus;
		/** Pins, by name: for `Digital`, and for the `alert` and `supply` of a sensor. */
		readonly pins: {
			/** INT1 of the accelerometer. */
			readonly imuInt: Pin<'imuInt', 'high'>;
			/** INT1 of the 6-axis IMU. */
			readonly imu6Int: Pin<'imu6Int', 'high'>;
			/** Supply of the 6-axis IMU, on when high. */
			readonly imu6Power: Pin<'imu6Power', 'never'>;
			/** LED, on when high, dark in off. */
			readonly led: Pin<'led', 'never'>;
			/** Push button, pressed when high. */
			readonly button: Pin<'button', 'high'>;
			/** Arduino D0, free. */
			readonly d0: Pin<'d0', 'high'>;
			/** Arduino D1, free. */
			readonly d1: Pin<'d1', 'high'>;
			/** Arduino D7, free. */
			readonly d7: Pin<'d7', 'high'>;
			/** Arduino D8, free. */
			readonly d8: Pin<'d8', 'high'>;
			/** Arduino D9, free. */
			readonly d9: Pin<'d9', 'high'>;
			/** Arduino D10, free; the usual select pin of spi0. */
			readonly d10: Pin<'d10', 'high'>;
		};
		/** Inputs of the converter, by name: for `Analog`. */
		readonly analog: {
			/** Analog input 0. */
			readonly a0: AnalogInput;
			/** Analog input 1. */
			readonly a1: AnalogInput;
		};
	};
	/** Millivolts of the cell under load and share that is left, rising. */
	export const cell: readonly (readonly [number, number])[];
}
