// A scenario: what happens around an app while it runs, in order, and what is expected of it; a YAML file or a module says it.

import type {BatteryOptions} from '../../sim/world/battery.ts';
import type {Fault} from '../../sim/world/faults.ts';
import type {World, WorldOptions} from '../../sim/world.ts';

export type Level = 'high' | 'low';

/** An exact number, or bounds that belong to it. */
export type Bounds = number | {readonly atLeast?: number; readonly atMost?: number};

/** One thing after the other: a step begins when the one before has ended. Durations have their unit, like `250ms`. */
export type Step =
	/** Wait until this moment, counted from the start of the run. */
	| {readonly at: string}
	/** Wait for this long. */
	| {readonly delay: string}
	/** Wait for a line of the console that holds this text; lines up to it are not looked at again. @default within the run */
	| {readonly waitFor: string; readonly within?: string}
	/** Press a button, or hold any pin at its active level, and go on at once. @default for 100ms */
	| {readonly press: string; readonly for?: string}
	/** Drive pins from outside, from now on. */
	| {readonly levels: Readonly<Record<string, Level>>}
	/** Put levels on analog inputs, from now on and instead of the trace. */
	| {readonly millivolts: Readonly<Record<string, number>>}
	/** What the microphone hears from now on: a WAV file, or null for silence. */
	| {readonly play: string | null}
	/** Put in a cell. */
	| {readonly battery: BatteryOptions}
	/** Inject a fault; its moments count from the start of the run. */
	| {readonly fault: Fault}
	/** Pins have these levels now. */
	| {readonly expectLevels: Readonly<Record<string, Level>>}
	/** The device draws this current now, in microamperes. */
	| {readonly expectUa: Bounds};

/** What is expected of the whole run. */
export interface Expectations {
	/** Texts that lines of the console hold, in this order; other lines may stand between. */
	readonly lines?: readonly string[];
	/** Texts that no line holds. */
	readonly noLines?: readonly string[];
	/** Current on average, in microamperes. */
	readonly averageUa?: Bounds;
	/** Share of the time awake. */
	readonly awakePercent?: Bounds;
	/** Invokes of models. */
	readonly inferences?: Bounds;
	/** How often what woke the chip, such as `pin:button`, `timer`, `off:button`. */
	readonly wakes?: Readonly<Record<string, Bounds>>;
}

export interface Scenario {
	/** How long, with its unit. @default the length of the trace or else of the sound, or a minute without one */
	readonly for?: string;
	/** CSV file of what the sensors feel. @default traces/demo.csv, if the app has it */
	readonly trace?: string;
	/** WAV file of what the microphone hears. @default traces/demo.wav, or silence */
	readonly sound?: string;
	/** Seed of everything random. @default 1 */
	readonly seed?: number;
	/** @default a supply that never fails */
	readonly battery?: BatteryOptions;
	/** Injected faults; their moments count from the start of the run. */
	readonly faults?: readonly Fault[];
	/** What happens, one after the other. */
	readonly steps?: readonly Step[];
	/** What is expected of the whole run. */
	readonly expect?: Expectations;
	/** Only in a module: simulated chips of your own. */
	readonly chips?: WorldOptions['chips'];
	/** Only in a module: called once the world stands. */
	readonly setup?: (world: World) => void;
}

/** For the type alone: what reads the scenario checks it. */
export function defineScenario(scenario: Scenario): Scenario {
	return scenario;
}

export interface ScenarioFailure {
	/** What was not as expected: `step 3, waitFor "fan is on"` or `expect.averageUa`. */
	readonly what: string;
	/** What should have been. */
	readonly expected: string;
	/** What was. */
	readonly received: string;
	/** Of a step; undefined for what is expected of the whole run. */
	readonly atMs?: number;
}

export interface ScenarioReport {
	/** Steps that were done, of all. */
	readonly done: number;
	/** How many there are. */
	readonly steps: number;
	/** In order of time; empty: all was as expected. */
	readonly failures: readonly ScenarioFailure[];
}
