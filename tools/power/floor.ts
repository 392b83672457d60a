// The floor: what the same facts allow at least for what the app did, with nothing for the script.

import type {BoardFacts, SensorFact} from '../../boards/facts/schema.ts';
import type {RunResult} from '../../sim/result.ts';
import type {AppModel} from '../build/models.ts';
import {featureNeeds} from '../model/feature-stage.ts';

export interface FloorPart {
	readonly what: string;
	readonly averageUa: number;
}

export interface Floor {
	readonly averageUa: number;
	readonly parts: readonly FloorPart[];
	/** How many times the floor the run drew. */
	readonly ratio: number;
	/** What the floor was computed from. */
	readonly from: {
		readonly busBytes: number;
		readonly busMs: number;
		readonly wakes: number;
		readonly inferences: number;
		readonly instructions: number;
	};
}

/** Start, address, register; start again, address; stop: nine clocks a byte, one for each condition. */
const readBits = 3 * 9 + 3;
const bitsPerByte = 9;

/** What must pass the bus for one sensor, and how often it must wake the chip. */
interface Stream {
	readonly bytes: number;
	readonly drains: number;
	readonly busUs: number;
}

/**
 * It holds: sleep from the first to the last moment; the sensors as the app had them set; every sample that was read,
 * once, in bursts of a whole FIFO, with the core asleep; a wake-up for each burst and for everything else that woke the
 * chip; the instructions of features and Invoke of each inference. It lacks: the start, the script, the loop, register
 * set-up, status reads and every other choice of ours.
 */
export function floorOf(run: RunResult, board: BoardFacts, models: readonly AppModel[]): Floor {
	const {energy} = board;
	const streams = Object.entries(board.sensors).map(([name, sensor]) => streamOf(run, board, name, sensor));
	const drains = streams.reduce((sum, stream) => sum + stream.drains, 0);
	const busUs = streams.reduce((sum, stream) => sum + stream.busUs, 0);
	const others = otherWakes(run, board);
	const instructions = run.inferences * leastInstructions(models);
	const cpuUs = (instructions * board.cpiMilli * 1000) / board.clockHz;
	const parts: FloorPart[] = [];
	const add = (what: string, uC: number): void => {
		if (uC > 0) parts.push({what, averageUa: (uC * 1000) / run.virtualMs});
	};
	const asleepUa = energy.floor.asleep.typ + energy.retention.on.typ;
	const {offMs} = run.sleep;
	add('sleep: floor and retention', asleepUa * (run.virtualMs - offMs) * 1e-3);
	add('off: floor and retention', (energy.floor.off.typ + energy.retention.off.typ) * offMs * 1e-3);
	for (const name of Object.keys(board.sensors)) add(`sensor ${name}`, chargeOf(run, name));
	// while the core is busy, its figures hold most of the floor
	const lessFloorUa = energy.floor.awake.typ - energy.floor.asleep.typ;
	add('samples over the bus', (energy.cpu.transfer.typ + lessFloorUa) * busUs * 1e-6);
	add('wakes for a full FIFO', drains * energy.wake.deep.typ);
	add('other wakes', others.deep * energy.wake.deep.typ + others.off * energy.wake.off.typ);
	add('features and Invoke', (energy.cpu.run.typ + lessFloorUa) * cpuUs * 1e-6);
	const averageUa = parts.reduce((sum, part) => sum + part.averageUa, 0);
	return {
		averageUa,
		parts,
		ratio: averageUa > 0 ? run.energy.averageUa / averageUa : 1,
		from: {
			busBytes: streams.reduce((sum, {bytes}) => sum + bytes, 0),
			busMs: busUs / 1000,
			wakes: drains + others.deep + others.off,
			inferences: run.inferences,
			instructions,
		},
	};
}

/** Samples that were read at all: what a sensor measures for itself, to feel motion, need not pass the bus. */
function streamOf(run: RunResult, board: BoardFacts, name: string, sensor: SensorFact): Stream {
	const {stream, bus} = sensor;
	const read = run.traffic[name]?.bytesRead ?? 0;
	if (!stream || read === 0) return {bytes: 0, drains: 0, busUs: 0};
	const samples = Math.min(run.sensors[name]?.samples ?? 0, Math.floor(read / stream.sampleBytes));
	const bytes = samples * stream.sampleBytes;
	const drains = Math.floor(samples / stream.fifoSamples);
	const bits = bytes * bitsPerByte + drains * readBits;
	const facts = board.buses[bus]!;
	return {bytes, drains, busUs: facts.kind === 'uart' ? 0 : (bits * 1e6) / facts.hz};
}

/** Wakes that no sensor with a FIFO asked for: timers, buttons, starts after off. */
function otherWakes(run: RunResult, board: BoardFacts): {deep: number; off: number} {
	const streaming = Object.entries(board.sensors).filter(
		([name, {stream}]) => stream && (run.traffic[name]?.bytesRead ?? 0) >= stream.sampleBytes,
	);
	const pins = new Set(streaming.map(([, {int1}]) => `pin:${int1}`));
	const others = run.wakes.filter(({cause}) => !pins.has(cause));
	const off = others.filter(({cause}) => cause.startsWith('off:')).length;
	const starts = others.filter(({cause}) => ['power-on', 'reset', 'watchdog'].includes(cause)).length;
	return {off, deep: others.length - off - starts};
}

function chargeOf(run: RunResult, item: string): number {
	return run.energy.ledger.filter(entry => entry.item === item).reduce((sum, {uC}) => sum + uC, 0);
}

/** Of the cheapest model: which of several was run is not known. */
function leastInstructions(models: readonly AppModel[]): number {
	const costs = models.map(
		({compiled: {plan, betweenCost}, sidecar: {features}}) =>
			(betweenCost ?? planInstructions(plan)) +
			(features === undefined ? 0 : featureNeeds(features).instructions),
	);
	return costs.length === 0 ? 0 : Math.min(...costs);
}

/** The estimate in the header of a plan (SPEC.md, "Model plan"). */
function planInstructions(plan: Uint8Array): number {
	return new DataView(plan.buffer, plan.byteOffset).getUint32(48, true);
}
