// What a board is, as facts: pins, buses, sensors, memory, clock, energy. Behaviour is in the board's C files.

import type {cells} from './cells.ts';
import type {Figure, Mark, Rows} from './figures.ts';
import type {FlashFacts, RegionFact} from './memory-map.ts';

export {type Figure, type Mark, marks, type Row, type Rows, weaker} from './figures.ts';

export interface PinFact {
	/** The number that hal.h takes; unique on the board. */
	readonly number: number;
	/** Whether the pin ends off: by a high level, or, if it is active low, by a low one. */
	readonly wakeFromOff: boolean;
	readonly pull?: 'up' | 'down';
	/** An output that is on when low, an input that is pressed when low. @default false */
	readonly activeLow?: boolean;
	/** As an output it loses its level in HAL off. @default false: it keeps it */
	readonly fallsInOff?: boolean;
	/** Free at a connector: it gives way to a pin of an app's own board that has its number. @default false */
	readonly spare?: boolean;
	readonly doc: string;
}

/** A pin of the board's own parts: the port uses it, apps do not see it. */
export interface OwnPinFact {
	readonly number: number;
	/** The level that it is given at each start and keeps. @default it is left as it is */
	readonly startsAt?: 'high' | 'low';
	readonly doc: string;
}

/** What ends off (`hal_off`) on this board. */
export interface OffFact {
	/** Whether a clock runs in off, so that a timer can end it. */
	readonly timer: boolean;
	/** Pins that the chip can wake by, as numbers of hal.h, and what they are called there. @default every pin */
	readonly pins?: {readonly first: number; readonly last: number; readonly called: string};
	/** What off is, for messages. */
	readonly doc: string;
}

export interface I2cFact {
	readonly kind: 'i2c';
	/** The number that hal.h takes. */
	readonly number: number;
	readonly hz: number;
	/** After how long the controller gives up a transfer that does not end. */
	readonly timeoutUs: number;
	/** Names of its pins; absent on a virtual board, where the bus is a thing of the world. */
	readonly sda?: string;
	readonly scl?: string;
}

export interface SpiFact {
	readonly kind: 'spi';
	/** The number that hal.h takes. */
	readonly number: number;
	/** Its fastest clock; a device may ask for a slower one. */
	readonly hz: number;
	/** Names of its pins, as for I2C. */
	readonly sck?: string;
	readonly mosi?: string;
	readonly miso?: string;
}

/** A serial port. Its pins stay pins of the app until it is opened, so that the one that receives can end off. */
export interface UartFact {
	readonly kind: 'uart';
	/** The number that hal.h takes. */
	readonly number: number;
	/** Baud rates that it has. */
	readonly bauds: readonly number[];
	/** Names of its pins, as for I2C. */
	readonly tx?: string;
	readonly rx?: string;
}

export type BusFact = I2cFact | SpiFact | UartFact;

/** What the chip draws for a serial port beside the cpu's figures. */
export type UartEnergy = Readonly<Record<'off' | 'receive' | 'send' | 'both', Figure>>;

/** What the chip has for an app's own board. */
export interface ControllersFact {
	/** How many of each: their numbers in hal.h are 0 and up. */
	readonly i2c: number;
	readonly spi: number;
	readonly uart?: number;
	/** Baud rates. */
	readonly bauds?: readonly number[];
	/** Pairs of a bus and another one that share a part of the chip: a board has one of them. */
	readonly shared?: readonly (readonly [string, string])[];
	/** Clocks of I2C; absent: any. */
	readonly i2cHz?: readonly number[];
	/** Pins: their numbers are below. */
	readonly pins: number;
	/** Numbers below that which are no pins. @default none */
	readonly absentPins?: readonly number[];
	/** Pins that do more than an app asks for: what to know, with its source. The build warns of those that an app wires. */
	readonly cautions?: readonly {readonly pins: readonly number[]; readonly doc: string}[];
}

export interface RailFact {
	/** The output pin that switches the rail on when high; without one it is always on. */
	readonly enable?: string;
}

export interface SensorFact {
	/** The simulated chip, a name in sim/devices/catalogue.ts. */
	readonly chip: string;
	readonly bus: string;
	readonly address: number;
	/** The pin its interrupt output is wired to. */
	readonly int1: string;
	/** @default 'vdd' */
	readonly rail?: string;
	/** What reading its samples takes at least: bytes of one sample, and samples that its FIFO holds. */
	readonly stream?: {readonly sampleBytes: number; readonly fifoSamples: number};
	/** Supply current by the state names of the simulated chip. */
	readonly energy: Readonly<Record<string, Figure>>;
}

/** An input of the analog-to-digital converter. */
export interface AnalogFact {
	/** The number that hal.h takes. */
	readonly number: number;
	readonly doc: string;
}

export interface ConverterFact {
	readonly inputs: Readonly<Record<string, AnalogFact>>;
	/** The level that would read as 4096; hal.h says 12 bits on every board. */
	readonly fullScaleMv: number;
	/** One conversion, from the call to the result. */
	readonly takesUs: number;
	/** Charge of one conversion beside the cpu's. */
	readonly conversion: Figure;
}

/** A microphone that the board samples by itself (hal.h, "capture"). */
export interface MicrophoneFact {
	/** Samples a second that its clock can be divided to. */
	readonly ratesHz: readonly number[];
	readonly gainDb: readonly [lowest: number, highest: number];
	/** Supply current of the microphone. */
	readonly energy: Readonly<Record<'off' | 'on', Figure>>;
	/** Of what clocks it, decimates and stores: the chip's peripheral and its oscillator. */
	readonly capture: Readonly<Record<'off' | 'on', Figure>>;
}

/** Pulses on pins (hal.h, "pulse-width modulation"). */
export interface PwmFact {
	/** Frequencies that the chip can make, in Hz. */
	readonly hz: readonly [lowest: number, highest: number];
	/** Pins that can have pulses at the same time. */
	readonly outputs: number;
	/** For each of them, beside the cpu's figures; `on`: there are pulses. */
	readonly energy: Readonly<Record<'off' | 'on', Figure>>;
	/** Where the limits are from. */
	readonly source: string;
}

/** Counters of edges (hal.h, "pulse counters"). */
export interface PulseFact {
	/** Pins that can be counted at the same time. */
	readonly counters: number;
	/** For each of them, beside the cpu's figures; `on`: it counts. */
	readonly energy: Readonly<Record<'off' | 'on', Figure>>;
	/** Where the limits are from. */
	readonly source: string;
}

/** `transfer`: the core waits while DMA moves the bytes of a bus. `idle` keeps the clocks ready, `deep` does not. */
export const cpuStates = ['run', 'run_fast', 'transfer', 'idle', 'deep', 'off'] as const;
export type CpuState = (typeof cpuStates)[number];

/** The chip's supply, and the cell that the board is meant to live on. */
export interface SupplyFact {
	/** Below it the chip resets and stays reset. */
	readonly minimumMv: number;
	readonly maximumMv: number;
	readonly source: string;
	readonly mark: Mark;
	readonly cell: keyof typeof cells;
}

/** What a board draws besides its sensors: the parts of each moment add up to what a meter in the supply would show. */
export interface EnergyFacts {
	readonly supplyV: number;
	readonly conditions: string;
	/** The table that the figures are made of. */
	readonly rows: Rows;
	readonly cpu: Readonly<Record<CpuState, Figure>>;
	/** Regulator, slow oscillator and RTC: what is left when everything sleeps. `awake`: what the cpu's figures lack of it. */
	readonly floor: Readonly<Record<'awake' | 'asleep' | 'off', Figure>>;
	/** Memory that keeps its content, beyond what is in the other figures. */
	readonly retention: Readonly<Record<'on' | 'off', Figure>>;
	/** What is not in the cpu's figures. */
	readonly flash: Readonly<Record<'idle' | 'write', Figure>>;
	/** Charge of one wake-up out of that state. */
	readonly wake: Readonly<Record<'idle' | 'deep' | 'off', Figure>>;
}

/** Of the retained memory, for records; as native/include/cn/retain.h has it. */
export const retainedRecordBytes = 4096;

export interface MemoryFacts {
	readonly flashKb: number;
	readonly ramKb: number;
	/** Room for the app image, part of flashKb. */
	readonly appImageKb: number;
	/** Room for the firmware, part of flashKb. */
	readonly firmwareKb: number;
	/** Room for the firmware's data beside pool, stack and retained memory. */
	readonly firmwareDataKb: number;
	readonly poolKb: number;
	readonly jsStackBytes: number;
	readonly stackBytes: number;
	/** The records of apps, then states of models. */
	readonly retainedBytes: number;
}

export interface BoardFacts {
	/** The folder's name. */
	readonly name: string;
	readonly title: string;
	/** The board id of the app image (SPEC.md). */
	readonly id: number;
	readonly core: 'cortex-m33' | 'xtensa-lx7' | 'wasm32';
	/** The chip family whose code it runs: a folder of boards/chips. Absent: the board's own folder has its port. */
	readonly chip?: string;
	/** The room of `sim` that runs it on a PC; absent: none does yet. */
	readonly simulator?: string;
	/** Whether the world owns its clock. */
	readonly virtual: boolean;
	readonly clockHz: number;
	/** The core's other clock, for phases that an app wants done soon; absent: there is none. */
	readonly fastClockHz?: number;
	/** Cycles an instruction takes on average, in thousandths; with its source. */
	readonly cpiMilli: number;
	readonly cpiSource: string;
	/** Awake time without a sign of progress after which the chip resets. */
	readonly watchdogUs: number;
	readonly memory: MemoryFacts;
	/** What the linker fills, by the names of its script; absent: there is no linker script. */
	readonly regions?: Readonly<Record<string, RegionFact>>;
	/** Absent: the board is not flashed. */
	readonly flash?: FlashFacts;
	readonly pins: Readonly<Record<string, PinFact>>;
	readonly ownPins?: Readonly<Record<string, OwnPinFact>>;
	readonly off: OffFact;
	readonly buses: Readonly<Record<string, BusFact>>;
	/** What an app's own board may wire; absent: nothing beyond what is here. */
	readonly controllers?: ControllersFact;
	/** Absent: the board has no serial ports. */
	readonly uartEnergy?: UartEnergy;
	readonly rails: Readonly<Record<string, RailFact>>;
	readonly sensors: Readonly<Record<string, SensorFact>>;
	/** Without one the board has no analog inputs and cannot tell its supply voltage. */
	readonly converter?: ConverterFact;
	readonly microphone?: MicrophoneFact;
	/** Absent: the board cannot make pulses. */
	readonly pwm?: PwmFact;
	/** Absent: the board cannot count pulses. */
	readonly pulse?: PulseFact;
	/** Without one the world has no cells for it. */
	readonly supply?: SupplyFact;
	readonly energy: EnergyFacts;
	/** Set where an app's own board.ts was laid over these facts: what they were before, and a hash of the wiring. */
	readonly own?: {readonly base: BoardFacts; readonly hash: string};
	/** Share of flash and of RAM that a build must leave free, 0 to 1. */
	readonly headroom: number;
}
