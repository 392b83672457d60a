// What a board offers to an app, as types; `catnap:board` has the values of the board that is built for.

/** An I2C controller. */
export interface Bus {
	/** The board's number of the bus, from 0. */
	readonly bus: number;
	/** Its clock. */
	readonly hz: number;
}

/** An SPI controller. */
export interface SpiBus {
	/** The board's number of the bus, from 0. */
	readonly spi: number;
	/** Its fastest clock. */
	readonly hz: number;
}

/** A serial port. */
export interface SerialBus {
	/** The board's number of the port, from 0. */
	readonly uart: number;
	/** Baud rates that it has. */
	readonly bauds: readonly number[];
}

/** An input of the analog-to-digital converter. */
export interface AnalogInput {
	/** The board's number of the input, 0 to 63. */
	readonly input: number;
	/** Its name in `board.analog`. */
	readonly name: string;
}

export type Level = 'high' | 'low';

/** By the level that ends off: what each level and the active one are, 'able' or why not. */
interface Verdicts<Name extends string> {
	high: {high: 'able'; low: `pin ${Name} ends off when it is high, not low`; active: 'able'};
	low: {high: `pin ${Name} ends off when it is low, not high`; low: 'able'; active: 'able'};
	never: Record<Level | 'active', `pin ${Name} cannot end off`>;
}

/** A pin; the declaration of the board that is built for knows its name and how it ends off. */
export interface Pin<Name extends string = string, EndsOff extends Level | 'never' = Level | 'never'> {
	/** The board's number of the pin, from 0. */
	readonly number: number;
	/** Its name in `board.pins`. */
	readonly name: Name;
	/** The level that ends off, or false: it cannot. */
	readonly wakeFromOff: Level | false;
	/** An output that is on when low, an input that is pressed when low. */
	readonly activeLow: boolean;
	/** As an output it loses its level in System OFF. */
	readonly fallsInOff?: boolean;
	/** For the types only. */
	readonly able?: Verdicts<Name>[EndsOff];
}

/** A pin that is a line of a bus, such as 'sda of i2c0': apps cannot open it, the bus has it. */
export interface BusLine<Line extends string> {
	/** For the types only. */
	readonly line?: Line;
	readonly name: string;
}

/** A pin as a wake source by a level: 'able', or why not. */
export type PinAble<P extends Pin, By extends Level | 'active'> = NonNullable<P['able']>[By];
