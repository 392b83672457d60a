// Generated from boards/host/board.ts by tools/gen. Edit that file, then run: npm run gen

declare module 'catnap:board' {
	type Bus = import('../board.ts').Bus;
	type Pin<Able extends import('../board.ts').PinAble> = import('../board.ts').Pin<Able>;
	/** 'able' to end off, or why not. */
	export type TimerAble = 'a timer cannot end off on host';
	/** Virtual kit, WebAssembly. */
	export const board: {
		readonly name: 'host';
		/** System OFF: no clock runs, a level on a pin ends it. */
		readonly off: {readonly timer: false};
		readonly i2c0: Bus;
		readonly pins: {
			/** INT1 of the accelerometer. */
			readonly imuInt: Pin<{high: 'able'; low: 'pin imuInt ends off on host when it is high, not low'; active: 'able'}>;
			/** LED, on when high. */
			readonly led: Pin<{high: 'pin led cannot end off on host'; low: 'pin led cannot end off on host'; active: 'pin led cannot end off on host'}>;
			/** Push button, pressed when high. */
			readonly button: Pin<{high: 'able'; low: 'pin button ends off on host when it is high, not low'; active: 'able'}>;
		};
	};
}
