// Generated from boards/host/board.ts by tools/gen. Edit that file, then run: npm run gen

declare module 'catnap:board' {
	type Bus = import('../board.ts').Bus;
	type Pin = import('../board.ts').Pin;
	/** Virtual kit, WebAssembly. */
	export const board: {
		readonly name: 'host';
		readonly i2c0: Bus;
		readonly pins: {
			/** INT1 of the accelerometer. */
			readonly imuInt: Pin;
			/** LED, on when high. */
			readonly led: Pin;
			/** Push button, pressed when high. */
			readonly button: Pin;
		};
	};
}
