// The document that a run ends with: what `catnap run --json` prints and what tests look at.

import type {BoardEnd} from './adapter.ts';
import type {BatteryReport} from './world/battery.ts';
import type {Traffic} from './world/bus.ts';
import type {ChipStats} from './world/chip.ts';
import type {EnergyReport, LedgerChange} from './world/energy.ts';
import type {FaultReport} from './world/faults.ts';
import type {MarkEntry, TimelineEntry, Wake} from './world/log.ts';
import {toMs} from './world/log.ts';
import type {World} from './world.ts';

export interface Inference {
	/** When it ended, from the start of the run. */
	readonly atMs: number;
	/** FNV-1a of the bytes of the output tensors, eight hex digits. */
	readonly hash: string;
}

export interface RunResult {
	/** Where it ran: `host`, `qemu-an505`, ... */
	readonly target: string;
	/** Whose pins, memory and energy counted. */
	readonly board: string;
	/** How much time has passed in the world. */
	readonly virtualMs: number;
	/** Every wake, the first start too, in their order. */
	readonly wakes: readonly Wake[];
	/** All wakes, also those that were too many for `wakes`. */
	readonly wakeCount: number;
	/** Invokes of models. */
	readonly inferences: number;
	/** Time asleep with the clocks ready or deeper (`idleMs`), and in System OFF (`offMs`). */
	readonly sleep: {readonly idleMs: number; readonly offMs: number};
	/** Time spent with instructions and bus transfers. idleMs + offMs + awakeMs is virtualMs exactly. */
	readonly awakeMs: number;
	/** awakeMs of virtualMs, 0 to 1. */
	readonly awakeFraction: number;
	/** The two parts of awakeMs: the core executes, or it waits by WFI while DMA moves the bytes of a bus. */
	readonly awake: {readonly runMs: number; readonly transferMs: number};
	/** Lines of the console, without levels and moments; stacks name places in TypeScript. */
	readonly console: readonly string[];
	/** Errors and rejections that nobody caught; the console says each. */
	readonly uncaught: number;
	/** What was drawn, by part and state. */
	readonly energy: EnergyReport;
	/** Instructions executed; only on emulated targets. */
	readonly instructions?: number;
	/** For each of `wakes`, the instructions from it to the next sleep; only on emulated targets. */
	readonly wakeInstructions?: readonly number[];
	/** Each inference, with a hash of what it gave. */
	readonly inferenceLog: readonly Inference[];
	/** Moments that the firmware marks: interrupts, inferences, scripts. */
	readonly marks: readonly MarkEntry[];
	/** Uses of a chip or pin that its data sheet does not allow, or that are not simulated. */
	readonly violations: readonly string[];
	/** The injected faults, and how often each struck. */
	readonly faults: readonly FaultReport[];
	/** What the sensors have measured and lost, by name. */
	readonly sensors: Readonly<Record<string, ChipStats>>;
	/** What was asked of the buses for each sensor, failed transfers too. */
	readonly traffic: Readonly<Record<string, Readonly<Traffic>>>;
	/** The cell, if the run had one. */
	readonly battery?: BatteryReport;
	/** Bytes by use, where the board can tell. */
	readonly memory?: Readonly<Record<string, number>>;
	/** Wakes, sleeps, lines, inferences and faults in their order: what `catnap run` prints. */
	readonly timeline: readonly TimelineEntry[];
	/** Every change of a current, if `recordEnergy` was set. */
	readonly currents?: readonly LedgerChange[];
	/** Entries of the lists above that were not kept because a list was full (`logLimit`). */
	readonly logDropped: number;
	/** `time`, `exit`, `app-error` (the app's top level failed; the chip slept on) or `panic: ...`. */
	readonly ended: string;
}

/** Gather the result once the run has ended. */
export function gather(target: string, world: World, {ended, instructions, memory}: BoardEnd): RunResult {
	const {log, ledger, nowUs} = world;
	log.finish();
	const us = (state: string): number => ledger.us('cpu', state, nowUs);
	const idleUs = us('idle') + us('deep');
	const offUs = us('off');
	const runUs = us('run') + us('run_fast');
	const transferUs = us('transfer');
	const awakeUs = runUs + transferUs;
	const sensors = [...world.sensors]
		.filter(([name]) => name in world.board.sensors)
		.map(([name, {chip}]) => [name, {...chip.stats}] as const);
	return {
		target,
		board: world.board.name,
		virtualMs: toMs(nowUs),
		wakes: log.wakes,
		wakeCount: log.wakeCount,
		inferences: log.inferenceCount,
		sleep: {idleMs: toMs(idleUs), offMs: toMs(offUs)},
		awakeMs: toMs(awakeUs),
		awakeFraction: nowUs > 0 ? awakeUs / nowUs : 0,
		awake: {runMs: toMs(runUs), transferMs: toMs(transferUs)},
		console: log.console,
		uncaught: log.uncaughtCount,
		energy: ledger.report(nowUs),
		...(instructions === undefined ? {} : {instructions, wakeInstructions: log.wakeInstructions}),
		inferenceLog: log.marks.filter(entry => entry.mark === 'invoke-end').map(toInference),
		marks: log.marks,
		violations: log.violations,
		faults: world.faults.reports,
		sensors: Object.fromEntries(sensors),
		traffic: trafficOf(world),
		...(world.battery ? {battery: world.battery.report(nowUs)} : {}),
		...(memory === undefined ? {} : {memory}),
		timeline: log.timeline,
		...(ledger.changes === undefined ? {} : {currents: ledger.changes}),
		logDropped: log.dropped + ledger.dropped,
		ended: log.marks.some(entry => entry.mark === 'ended') ? 'app-error' : ended,
	};
}

function trafficOf({sensors, buses}: World): Record<string, Traffic> {
	const none = {transfers: 0, bytesWritten: 0, bytesRead: 0};
	return Object.fromEntries(
		[...sensors].map(([name, {bus, address}]) => [
			name,
			{...((address === undefined ? undefined : buses.get(bus)?.traffic.get(address)) ?? none)},
		]),
	);
}

function toInference({atMs, value}: MarkEntry): Inference {
	return {atMs, hash: value.toString(16).padStart(8, '0')};
}
