// What a board offers to an app, as types; `catnap:board` has the values of the board that is built for.

/** An I2C controller. */
export interface Bus {
	readonly bus: number;
}

/** An input of the analog-to-digital converter. */
export interface AnalogInput {
	readonly input: number;
	readonly name: string;
}

export interface Pin {
	readonly number: number;
	readonly name: string;
	/** Whether a level on it ends System OFF. */
	readonly wakeFromOff: boolean;
	/** An output that is on when low, an input that is pressed when low. */
	readonly activeLow: boolean;
	/** As an output it keeps its level in System OFF. */
	readonly holdsInOff: boolean;
}
