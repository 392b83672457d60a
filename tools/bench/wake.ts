// What a wake from deep idle costs, in instructions: interrupt, first line of C, first line of TypeScript, back to sleep.
import {join} from 'node:path';
import {catnapRoot} from '../../lib/root.mjs';
import type {Machine} from '../../sim/esp32s3/machine.ts';
import {runBoard} from '../../sim/esp32s3/run.ts';
import {markNames} from '../../sim/world/log.ts';
import {World} from '../../sim/world.ts';
import {buildApp} from '../build/build.ts';
import {ensureFirmwareFor} from '../build/firmware.ts';
import {count, table} from '../model/args.ts';
import {readInputs, runApp} from '../run-app.ts';

const app = join(catnapRoot, 'tools/bench/wake-app');
const trace = join(catnapRoot, 'examples/fan-monitor/traces/demo.csv');
const runUs = 30e6;
const firstPressUs = 2_010_000;
const pressEveryUs = 1_007_000;

/** Where wakes are counted. */
export const wakeTargets = ['qemu-an505', 'esp32s3-devkitc'] as const;
export type WakeTarget = (typeof wakeTargets)[number];

/**
 * Instructions. On qemu-an505 they are counted from the request to sleep that the interrupt ends: all of `interrupt` that
 * is not the handler is the link to the world, which a real board does not have, so that each figure is an upper bound. On
 * the ESP32-S3 they are counted from the first instruction behind light sleep.
 */
export interface WakeFigures {
	/** To the first line of the C handler. */
	readonly handler: number;
	/** To where C hands over to the script engine. */
	readonly script: number;
	/** To the first line of the app's callback or loop; before the latter, promises of the stream are settled. */
	readonly typescript: number;
	/** To the begin of Invoke, behind the features; only with an inference. */
	readonly invoke?: number;
	/** From the end of the script to the next request to sleep. */
	readonly backToSleep: number;
	/** From the request to sleep to the next one. */
	readonly whole: number;
}

/** Medians over the wakes of a run. */
export interface Wakes {
	/** A pin's edge calls `onReadable`. */
	readonly pin: WakeFigures;
	/** The edge of the FIFO completes a window, which the model looks at. */
	readonly window: WakeFigures;
}

export type WakeFigure = keyof WakeFigures;
export const wakeFigures: readonly WakeFigure[] = [
	'handler',
	'script',
	'typescript',
	'invoke',
	'backToSleep',
	'whole',
];

/** What issue 4 asks for. */
export const wakeGoals = {typescript: 20_000, backToSleep: 5000} as const;

type Kind = 'sleep' | 'line' | 'isr' | 'script-begin' | 'invoke-begin' | 'script-end';

interface Event {
	readonly kind: Kind;
	readonly at: number;
}

export async function measureWakes(target: WakeTarget): Promise<Wakes> {
	const events = await (target === 'qemu-an505' ? eventsOnAn505(target) : eventsOnEsp32s3(target));
	const wakes = split(events.sort((a, b) => a.at - b.at));
	return {
		pin: median(wakes.filter(wake => wake.typescript > 0 && wake.invoke === undefined)),
		window: median(wakes.filter(wake => wake.invoke !== undefined)),
	};
}

async function eventsOnAn505(target: WakeTarget): Promise<Event[]> {
	const events: Event[] = [];
	const built = await buildApp(app, {target});
	const setup = (world: World): void => watch(world, events);
	const result = await runApp(built, readInputs(app, {trace}), {forMs: runUs / 1000, setup});
	if (result.violations.length > 0) throw new Error(result.violations.join('\n'));
	for (const {mark, instructions = 0} of result.marks) {
		if (isKind(mark)) events.push({kind: mark, at: instructions});
	}
	return events;
}

async function eventsOnEsp32s3(target: WakeTarget): Promise<Event[]> {
	const events: Event[] = [];
	const built = await buildApp(app, {target});
	const firmware = (await ensureFirmwareFor(built)).path;
	const world = new World({board: built.board, forUs: runUs, trace: readInputs(app, {trace}).trace});
	press(world);
	const begin = (machine: Machine): void => {
		const note = (kind: Kind): void => {
			events.push({kind, at: machine.executed});
		};
		// the core sleeps for a transfer, too
		let isIdle = false;
		machine.observe('hal_sleep', () => {
			isIdle = true;
		});
		machine.observeReturn('hal_sleep', () => {
			isIdle = false;
		});
		const {onSleep} = machine;
		machine.onSleep = asleep => {
			onSleep(asleep);
			if (asleep && isIdle) note('sleep');
		};
		machine.observe('hal_mark', ([mark]) => {
			const name = markNames[mark] ?? '';
			if (isKind(name)) note(name);
		});
		world.pins.onChange('led', () => note('line'));
	};
	await runBoard({world, image: built.image, firmware}, {begin, end: () => {}});
	if (world.log.violations.length > 0) throw new Error(world.log.violations.join('\n'));
	return events;
}

/** Press the button off the sensor's beat. */
function press(world: World): void {
	for (let atUs = firstPressUs; atUs < runUs; atUs += pressEveryUs) world.press('button', atUs, 1000);
}

/** Press the button; note each request to sleep and each line that shows on the LED. */
function watch(world: World, events: Event[]): void {
	press(world);
	const note = (kind: Kind): void => {
		events.push({kind, at: world.instructions ?? 0});
	};
	const {sleep, pinWrite} = world;
	world.sleep = (...args) => {
		note('sleep');
		return sleep.apply(world, args);
	};
	world.pinWrite = (...args) => {
		note('line');
		return pinWrite.apply(world, args);
	};
}

function isKind(mark: string): mark is Kind {
	return ['isr', 'script-begin', 'invoke-begin', 'script-end'].includes(mark);
}

/** One entry for each stretch from a request to sleep to the next, if a handler and the app ran in it. */
function split(events: readonly Event[]): WakeFigures[] {
	const wakes: WakeFigures[] = [];
	let from = events.findIndex(({kind}) => kind === 'sleep');
	for (let to = from + 1; to < events.length; to++) {
		if (events[to]!.kind !== 'sleep') continue;
		const {at: since} = events[from]!;
		const {at: until} = events[to]!;
		const within = events.slice(from + 1, to);
		const first = (kind: Kind) => within.find(event => event.kind === kind)?.at;
		const [handler, script, line] = [first('isr'), first('script-begin'), first('line')];
		const invoke = first('invoke-begin');
		const end = within.findLast(({kind}) => kind === 'script-end')?.at;
		from = to;
		if (handler === undefined || script === undefined || line === undefined || end === undefined) continue;
		wakes.push({
			handler: handler - since,
			script: script - since,
			typescript: line - since,
			...(invoke === undefined ? {} : {invoke: invoke - since}),
			backToSleep: until - end,
			whole: until - since,
		});
	}
	return wakes;
}

/** The median of each figure for itself. */
function median(wakes: readonly WakeFigures[]): WakeFigures {
	const names = wakeFigures.filter(name => wakes[0]?.[name] !== undefined);
	if (names.length === 0) throw new Error('the app was never woken so');
	const middle = (name: WakeFigure) =>
		wakes.map(wake => wake[name]!).sort((a, b) => a - b)[wakes.length >> 1]!;
	return Object.fromEntries(names.map(name => [name, middle(name)])) as unknown as WakeFigures;
}

const words: Readonly<Record<WakeFigure, string>> = {
	handler: 'interrupt to the first line of the handler in C',
	script: 'interrupt to the script engine',
	typescript: 'interrupt to the first line of the app',
	invoke: 'interrupt to Invoke, features done',
	backToSleep: 'end of the script to sleep',
	whole: 'sleep to sleep',
};

export function wakesText(target: WakeTarget, {pin, window}: Wakes): string {
	const goals: Partial<Record<WakeFigure, number>> = target === 'qemu-an505' ? wakeGoals : {};
	const shown = (figure: number | undefined) => (figure === undefined ? '' : count(figure));
	const rows = wakeFigures.map(name => [words[name], ...[pin[name], window[name], goals[name]].map(shown)]);
	return table([`wake on ${target}, instructions`, 'pin', 'window and inference', 'goal'], rows);
}
