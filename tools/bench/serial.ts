// What a byte costs that a serial port receives as part of a line: instructions on the simulated nRF5340 DK.
import {join} from 'node:path';
import {catnapRoot} from '../../lib/root.mjs';
import {count} from '../model/args.ts';
import type {ChipSocket, SimulatedSerialChip} from '../testing/index.ts';
import {measureStretch, stretchS, stretchTarget} from './stretch.ts';

const app = join(catnapRoot, 'tools/bench/serial-app');
const linesPerSecond = 5;
/** With its end: about as long as those of a GPS receiver. */
const lineBytes = 64;
const line = [...new Array<number>(lineBytes - 1).fill(0x78), 0x0a];

export interface SerialFigures {
	/** Of one byte, all that C and TypeScript do for it: its interrupt, and its share of the line that it is in. */
	readonly instructions: number;
}

/** Sends lines from 10 s to 20 s. */
function sender({clock, send}: ChipSocket): SimulatedSerialChip {
	for (let number = 0; number < stretchS * linesPerSecond; number++)
		clock.at(stretchS * 1e6 + 100_000 + (number * 1e6) / linesPerSecond, () => send(line));
	return {baud: 9600, receive: () => {}};
}

export async function measureSerial(): Promise<SerialFigures> {
	const chips = {sender: {bus: 'uart0', make: sender}};
	const {instructions} = await measureStretch(app, {chips});
	return {instructions: Math.round(instructions / (stretchS * linesPerSecond * lineBytes))};
}

export function serialText({instructions}: SerialFigures): string {
	return `a byte received by a serial port in a line of ${lineBytes}, on the ${stretchTarget}: ${count(instructions)} instructions`;
}
