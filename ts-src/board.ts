// What a board offers to an app, as types; `catnap:board` has the values of the board that is built for.

/** An I2C controller. */
export interface Bus {
	readonly bus: number;
}

export type Level = 'high' | 'low';

/** For each level and for the active one: 'able' to end off, or why not. */
export interface PinAble {
	readonly high: string;
	readonly low: string;
	readonly active: string;
}

export interface Pin<Able extends PinAble = PinAble> {
	readonly number: number;
	readonly name: string;
	/** The level that ends off, or false: it cannot. */
	readonly wakeFromOff: Level | false;
	/** An output that is on when low, an input that is pressed when low. */
	readonly activeLow: boolean;
	/** For the types only: the declaration of the board that is built for says it. */
	readonly able?: Able;
}
