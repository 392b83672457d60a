// Generated from boards/host/board.ts by tools/gen. Edit that file, then run: npm run gen

declare module 'catnap:board' {
	type AnalogInput = import('../board.ts').AnalogInput;
	type Bus = import('../board.ts').Bus;
	type Pin = import('../board.ts').Pin;
	/** Virtual kit, WebAssembly. */
	export const board: {
		readonly name: 'host';
		readonly i2c0: Bus;
		readonly pins: {
			/** INT1 of the accelerometer. */
			readonly imuInt: Pin;
			/** INT1 of the 6-axis IMU. */
			readonly imu6Int: Pin;
			/** Supply of the 6-axis IMU, on when high. */
			readonly imu6Power: Pin;
			/** LED, on when high. */
			readonly led: Pin;
			/** Push button, pressed when high. */
			readonly button: Pin;
		};
		readonly analog: {
			/** Analog input 0. */
			readonly a0: AnalogInput;
			/** Analog input 1. */
			readonly a1: AnalogInput;
		};
	};
}
