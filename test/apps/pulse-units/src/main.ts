// Counters of an ESP32-S3: four units, of which a counter with calls takes two, and marks beyond what a unit holds.

import {board, type NativeError, sleep} from 'catnap';
import {PulseCount} from 'catnap/io';

function codeOf(run: () => unknown): string {
	try {
		return `${run()}`;
	} catch (error) {
		return (error as NativeError).code;
	}
}

const {d7, d8, d9} = board.pins;
/** The call comes some edges late. */
const onReadable = (count: number): void => console.log('far', count - (count % 100));
// 82,000 pulses at 50 kHz from 1 s on: a unit holds 32,767
const far = new PulseCount({signal: d7, every: 40_000, onReadable});
const near = new PulseCount({signal: d8, every: 1, onReadable: () => {}});
console.log(codeOf(() => new PulseCount({signal: d9})));
near.close();
const third = new PulseCount({signal: d9});
console.log(codeOf(() => new PulseCount({signal: d8, every: 3, onReadable: () => {}})));
const fourth = new PulseCount({signal: d8});
await sleep('4s');
console.log(far.read(), third.read(), fourth.read());
// nothing wakes the core from here on: the watchdog must not take that for a hang
