// Runs a listener with faults on a target and tells what it must not do: stop, tear a window, lose without a word.

import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {type Fault, type SimulationResult, simulate, type World} from 'catnap/testing';
import {temporaryFolder} from '../temporary.ts';

const windowSamples = 48;
export const bus = 'i2c0';

/** A chip and the app that listens with it. */
export interface Listener {
	readonly app: string;
	/** The app that is at times too busy. */
	readonly busyApp: string;
	readonly sensor: 'imu' | 'imu6';
	readonly rateHz: number;
	/** Samples that the driver's ring holds. */
	readonly ring: number;
	readonly bytesPerSample: number;
	/** What a FIFO counts in: words of three axes. */
	readonly wordsPerSample: number;
	/** Header of a trace, and its line for a step of the ramp. */
	readonly header: readonly string[];
	readonly line: (step: number) => string;
}

export const listeners: Readonly<Record<'lis2dh12' | 'lsm6dso', Listener>> = {
	lis2dh12: {
		app: join(import.meta.dirname, 'listener'),
		busyApp: join(import.meta.dirname, 'busy'),
		sensor: 'imu',
		rateHz: 400,
		ring: 64,
		bytesPerSample: 6,
		wordsPerSample: 1,
		header: ['# unit: mg', 't_ms,x,y,z'],
		line: step => `${step},0,1000`,
	},
	lsm6dso: {
		app: join(import.meta.dirname, 'listener6'),
		busyApp: join(import.meta.dirname, 'busy6'),
		sensor: 'imu6',
		rateHz: 416,
		ring: 128,
		bytesPerSample: 14,
		wordsPerSample: 2,
		// a count of the chip at 2 g and 250 dps
		header: ['# unit: raw 0.061', '# unit: dps', 't_ms,x,y,z,gx,gy,gz'],
		line: step => `${step},0,16384,${step * 0.00875},0,0`,
	},
};

/** What the app has counted, of all sensors that it opened. */
export interface Total {
	readonly samples: number;
	readonly windows: number;
	readonly dropped: number;
	readonly waiting: number;
	readonly gaps: number;
	readonly overruns: number;
	readonly busErrors: number;
	readonly restarts: number;
	/** Edges of the button, and calls that reported them. */
	readonly presses: number;
	readonly calls: number;
}

export interface HeardWindow {
	readonly isWhole: boolean;
	/** The moment of its newest sample. */
	readonly atUs: number;
}

export interface Heard {
	readonly result: SimulationResult;
	readonly windows: readonly HeardWindow[];
	/** Codes of the errors that the app received. */
	readonly errors: readonly string[];
	/** undefined: the app has not come to its end. */
	readonly total: Total | undefined;
	/** What is wrong; empty if all is well. */
	readonly wrong: readonly string[];
}

/** Where `rampTrace` pauses, in samples. */
export const pauseAfter = 160;

/** Steps of the ramp a sample: a chip that samples just as one begins, and sees it a time too early or late, is no loss. */
const stepsPerSample = 4;

let folder: string | undefined;
let ramps = 0;

/** A ramp that the app checks. With `pauseMs` no sample is recorded for so long, in the middle. */
export function rampTrace({rateHz, header, line}: Listener, pauseMs = 0): string {
	folder ??= temporaryFolder('ramp');
	const path = join(folder, `ramp-${++ramps}.csv`);
	const rows = Array.from({length: 1200 * stepsPerSample}, (_, index) => {
		const sample = index / stepsPerSample;
		const atMs = (sample * 1000) / rateHz + (sample >= pauseAfter ? pauseMs : 0);
		return `${atMs.toFixed(3)},${line((index % 2000) - 1000)}`;
	});
	writeFileSync(path, [...header, ...rows, ''].join('\n'));
	return path;
}

export interface Listening {
	readonly target: string;
	readonly listener: Listener;
	readonly faults: readonly Fault[];
	readonly trace: string;
	readonly forMs?: number;
	/** The sensor never comes back: no window is expected at the end. */
	readonly isDeaf?: boolean;
	/** Windows that are no ramp are no surprise. */
	readonly mayTear?: boolean;
	/** @default the listener's */
	readonly app?: string;
	readonly setup?: (world: World) => void;
}

export async function listen(listening: Listening): Promise<Heard> {
	const {target, listener, faults, trace, forMs = 1500, setup, app = listener.app} = listening;
	const result = await simulate({
		app,
		target,
		for: `${forMs}ms`,
		trace,
		faults,
		...(setup ? {setup} : {}),
	});
	const windows = result.console
		.filter(line => /^(whole|TORN) \d+$/.test(line))
		.map(line => ({isWhole: line.startsWith('whole'), atUs: Number(line.split(' ')[1])}));
	const errors = result.console.filter(line => line.startsWith('error ')).map(line => line.slice(6));
	const end = result.console.find(line => line.startsWith('end '));
	const total = end === undefined ? undefined : (JSON.parse(end.slice(4)) as Total);
	const heard = {result, windows, errors, total};
	return {...heard, wrong: wrongs(heard, listening)};
}

function wrongs(heard: Omit<Heard, 'wrong'>, {listener, isDeaf = false, mayTear}: Listening): string[] {
	const {console: lines, violations, faults, ended} = heard.result;
	const wrong: string[] = [...violations];
	if (ended !== 'time') wrong.push(`the run ended: ${ended}`);
	const expected = mayTear ? /^(whole|TORN|error|end) / : /^(whole|error|end) /;
	wrong.push(...lines.filter(line => !expected.test(line)));
	wrong.push(...faults.filter(({fired}) => fired === 0).map(({fault}) => `never: ${JSON.stringify(fault)}`));
	if (heard.total) wrong.push(...miscounts(heard, heard.total, listener));
	else if (!isDeaf) wrong.push(`the app has not come to its end: ${lines.at(-1)}`);
	return wrong;
}

/** Every sample that the chip made is in a window or in a count: read + lost = produced. */
function miscounts({result, errors}: Omit<Heard, 'wrong'>, total: Total, listener: Listener): string[] {
	const wrong: string[] = [];
	const {collected, lost, emptied, waiting} = result.sensors[listener.sensor]!;
	const inWindows = total.windows * windowSamples;
	if (total.samples !== inWindows + total.dropped + total.waiting)
		wrong.push(`read ${total.samples}, of which ${inWindows} in windows and ${total.dropped} dropped`);
	// words that left the chip and did not arrive: a burst was broken off
	const words = collected - lost - emptied - waiting;
	const torn = words - total.samples * listener.wordsPerSample;
	if (torn < 0) wrong.push(`${-torn} words more were read than the chip gave`);
	if (torn > 0 && total.gaps + total.restarts + errors.length === 0)
		wrong.push(`${torn} words are nowhere, and nothing says so`);
	if (lost > 0 && total.overruns + total.restarts + errors.length === 0)
		wrong.push(`the chip lost ${lost} words without a word`);
	return wrong;
}

/** A transfer with the sensor, in the order of the bus. */
export interface Transfer {
	readonly number: number;
	readonly bytes: number;
	/** Samples that it reads. */
	readonly samples: number;
}

/** The transfers of a run without faults. Some controllers move a long one in pieces. */
export async function transfersOf(target: string, listener: Listener, trace: string): Promise<Transfer[]> {
	const transfers: {number: number; bytes: number; read: number}[] = [];
	const setup = (world: World): void => {
		const i2c = world.buses.get(bus)!;
		const hold = i2c.hold.bind(i2c);
		const more = i2c.more.bind(i2c);
		i2c.hold = (address, tx, rxLength) => {
			transfers.push({number: i2c.transfers + 1, bytes: tx.length + rxLength, read: rxLength});
			return hold(address, tx, rxLength);
		};
		i2c.more = (tx, rxLength) => {
			const last = transfers.at(-1)!;
			last.bytes += tx.length + rxLength;
			last.read += rxLength;
			return more(tx, rxLength);
		};
	};
	await listen({target, listener, trace, faults: [], setup});
	return transfers.map(({number, bytes, read}) => ({
		...{number, bytes},
		samples: Math.floor(read / listener.bytesPerSample),
	}));
}
