// A random schedule of edges, faults and resets from a seed, run with the app of this folder, and what must hold after it.

import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {type Fault, type SimulationResult, simulate, type World} from 'catnap/testing';
import {loadBoard} from '../../boards/facts/boards.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {temporaryFolder} from '../temporary.ts';

const stepMs = 0.625;
const windowSamples = 48;
const endMs = 3000;
/** Between its lives the app is gone, and starts again by this press if it is off. */
const wakePressMs = 1500;
/** What may happen while the app is in one of its lives and not about to end it. */
const lives = [
	[10, 960],
	[1600, 2550],
] as const;

interface Sums {
	readonly samples: number;
	readonly windows: number;
	readonly dropped: number;
	readonly waiting: number;
	readonly gaps: number;
	readonly overruns: number;
	readonly busErrors: number;
	readonly restarts: number;
	readonly errors: number;
}

/** What the app says at the end of a life. */
interface Life {
	readonly life: number;
	readonly presses: number;
	readonly ticks: number;
	readonly naps: number;
	readonly three: Sums;
	readonly six: Sums;
}

export interface Lived {
	readonly result: SimulationResult;
	readonly faults: readonly Fault[];
	readonly lives: readonly Life[];
	/** Edges of the button that a life watched for, as the world made them. */
	readonly edges: readonly number[];
	/** How many of them a chip may take for one with the edge before. */
	readonly close: readonly number[];
	/** Empty if all is well. */
	readonly wrong: readonly string[];
}

let trace: string | undefined;

/** Acceleration rises by 1 mg a step, on and on. */
function ramp(): string {
	if (trace) return trace;
	trace = join(temporaryFolder('schedules'), 'ramp.csv');
	const rows = Array.from({length: 5600}, (_, index) => `${index * stepMs},${(index % 2000) - 1000},0,1000`);
	writeFileSync(trace, ['# unit: mg', 't_ms,x,y,z', ...rows, ''].join('\n'));
	return trace;
}

/** Whole numbers below a limit: mulberry32. */
function randomNumbers(seed: number): (limit: number) => number {
	let state = seed >>> 0;
	return limit => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
	};
}

export async function live(target: string, seed: number): Promise<Lived> {
	const random = randomNumbers(seed);
	const faults = randomFaults(random);
	const edges: number[] = [];
	const close: number[] = [];
	const board = await loadBoard(target);
	const result = await simulate({
		app: join(import.meta.dirname, 'app'),
		target,
		for: `${endMs}ms`,
		trace: ramp(),
		seed,
		faults,
		setup: world => {
			(board.virtual ? count : countOnChip)(world, board.pins.button!, edges, close);
			press(world, random);
		},
	});
	const lives = result.console
		.filter(line => line.startsWith('end '))
		.map(line => JSON.parse(line.slice(4)) as Life);
	const lived = {result, faults, lives, edges, close};
	return {...lived, wrong: wrongs(lived)};
}

function randomFaults(random: (limit: number) => number): Fault[] {
	const sensor = () => (random(2) === 0 ? 'imu' : 'imu6');
	const atUs = (lastsMs = 0) => {
		const [fromMs, toMs] = lives[random(2)]!;
		return 1000 * fromMs + random(1000 * (toMs - fromMs - lastsMs));
	};
	const kinds: readonly (() => Fault)[] = [
		() => ({
			kind: 'bus',
			bus: 'i2c0',
			transfer: 1 + random(350),
			times: 1 + random(3),
			how: (['nack', 'timeout', 'stuck-sda'] as const)[random(3)]!,
			byte: random(60),
		}),
		() => ({kind: 'sensor-reset', sensor: sensor(), atUs: atUs()}),
		() => ({kind: 'sensor-reset', sensor: sensor(), transfer: 40 + random(300), byte: random(60)}),
		() => {
			const fromUs = atUs(100);
			return {kind: 'sensor-absent', sensor: sensor(), fromUs, untilUs: fromUs + 1000 + random(100_000)};
		},
		() => ({
			kind: 'pin-storm',
			pin: ['button', 'imuInt', 'imu6Int'][random(3)]!,
			atUs: atUs(100),
			edges: 1 + random(400),
			everyUs: 10 + random(240),
		}),
	];
	return Array.from({length: random(5)}, () => kinds[random(kinds.length)]!());
}

/** Presses at random, and some a few microseconds around an interrupt of the sensor. */
function press(world: World, random: (limit: number) => number): void {
	const near = Array.from({length: 60}, () => random(300));
	world.pins.onChange('imuInt', high => {
		const inLife = lives.some(([fromMs, toMs]) => world.nowUs > fromMs * 1000 && world.nowUs < toMs * 1000);
		if (high && inLife && near.length > 0)
			world.press('button', world.nowUs + near.pop()! + 1, 5 + near.length);
	});
	for (const [fromMs, toMs] of lives) {
		for (let left = random(50); left > 0; left--) {
			world.press('button', 1000 * fromMs + random(1000 * (toMs - fromMs)), 1 + random(3000));
		}
	}
	world.press('button', wakePressMs * 1000, 5000);
}

type Counter = (world: World, button: BoardFacts['pins'][string], edges: number[], close: number[]) => void;

/** A pin's latch holds one edge until the interrupt has taken it; the storm of another pin makes it wait. */
const latchUs = 50;

/** Count the rising edges in each life while the chip watches the button. */
const count: Counter = (world, {number: button}, edges) => {
	let isWatched = false;
	const watch = world.pinWatch.bind(world);
	world.pinWatch = (pin, mask) => {
		if (pin === button) isWatched = (mask & 1) !== 0;
		if (pin === button && isWatched) edges.push(0);
		return watch(pin, mask);
	};
	world.pins.onChange('button', high => {
		if (high && isWatched) edges[edges.length - 1]!++;
	});
};

/**
 * The same of a chip with registers of its own, which asks nobody to watch: from the moment at which a life gives the
 * button its pull. Until then it starts, which takes time here; none but the wake press comes behind a life's end.
 */
const countOnChip: Counter = (world, button, edges, close) => {
	let life = -1;
	let lastUs = 0;
	const setMode = world.pins.setMode.bind(world.pins);
	world.pins.setMode = (pin, mode) => {
		if (pin === button.number && mode.startsWith('input-pull'))
			life = world.nowUs < wakePressMs * 1000 ? 0 : 1;
		else if (pin === button.number) life = -1;
		if (life >= 0) {
			edges[life] ??= 0;
			close[life] ??= 0;
		}
		return setMode(pin, mode);
	};
	world.pins.onChange('button', high => {
		const isActive = high !== (button.activeLow ?? false);
		// while the second life starts, which takes time here, the pin may still have the pull of the first
		const isStarting = life === 0 && world.nowUs >= wakePressMs * 1000;
		if (!isActive || life < 0 || isStarting || world.nowUs === wakePressMs * 1000) return;
		edges[life]!++;
		if (world.nowUs - lastUs < latchUs) close[life]!++;
		lastUs = world.nowUs;
	});
};

/** Their low-frequency clock stops in off (boards/chips/nrf5340/hal_off.c): what starts behind it counts on from before. */
const clockStops = ['nrf5340dk'];

/** Steps of the ramp that passed in off and are missing in the moments behind it. */
function offSteps({target, timeline}: SimulationResult): number {
	const began = timeline.find(({kind}) => kind === 'off');
	const ended = timeline.find(({kind, text}) => kind === 'wake' && text.startsWith('off:'));
	return began && ended && clockStops.includes(target) ? (ended.atMs - began.atMs) / stepMs : 0;
}

/** `MOMENT three 1459432 330`: as many steps late as off took, to two periods of a sensor. */
function isLateByOff(line: string, steps: number): boolean {
	const [what, , , late] = line.split(' ');
	return what === 'MOMENT' && steps > 0 && Math.abs(Number(late) - steps) <= 8;
}

function wrongs({result, lives, edges, close, faults}: Omit<Lived, 'wrong'>): string[] {
	const wrong = [...result.violations];
	if (result.ended !== 'time') wrong.push(`the run ended: ${result.ended}`);
	const steps = offSteps(result);
	wrong.push(...result.console.filter(line => !line.startsWith('end ') && !isLateByOff(line, steps)));
	if (lives.length !== 2) wrong.push(`${lives.length} lives`);
	const presses = lives.map(life => life.presses);
	const isReported = edges.every((made, life) => {
		const told = presses[life] ?? 0;
		return told <= made && told >= made - (close[life] ?? 0);
	});
	if (!isReported || presses.length !== edges.length)
		wrong.push(`presses told ${presses.join()}, made ${edges.join()}, close ${close.join()}`);
	wrong.push(...lives.filter(({naps, ticks}) => naps < 5 || ticks < 40).map(life => JSON.stringify(life)));
	wrong.push(...miscounts('three', 'imu', 1), ...miscounts('six', 'imu6', 2));
	return wrong;

	function miscounts(name: 'three' | 'six', sensor: string, wordsPerSample: number): string[] {
		const {collected, lost, emptied, waiting} = result.sensors[sensor]!;
		const sum = (key: keyof Sums) => lives.reduce((all, life) => all + life[name][key], 0);
		const found: string[] = [];
		const read = sum('samples');
		if (read !== sum('windows') * windowSamples + sum('dropped') + sum('waiting'))
			found.push(`${name}: the counts do not add up`);
		const torn = collected - lost - emptied - waiting - read * wordsPerSample;
		const told = sum('gaps') + sum('restarts') + sum('errors');
		if (torn < 0) found.push(`${name}: ${-torn} words more were read than the chip gave`);
		if (torn > 0 && told === 0) found.push(`${name}: ${torn} words are nowhere, and nothing says so`);
		if (lost > 0 && told + sum('overruns') === 0) found.push(`${name}: ${lost} were lost without a word`);
		const isReset = faults.some((fault, index) => {
			const {fired} = result.faults[index]!;
			return fault.kind === 'sensor-reset' && fault.sensor === sensor && fired > 0;
		});
		// a reset that finds the chip at rest or without supply harms nobody
		if (isReset && told === 0 && emptied > 2 * 64 * wordsPerSample) found.push(`${name}: a reset, unnoticed`);
		return found;
	}
}
