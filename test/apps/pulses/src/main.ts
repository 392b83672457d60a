// PulseCount: pulses that come while the chip sleeps, each kind of edge, calls every so many, wrapping, each mistake.

import {board, type NativeError, sleep} from 'catnap';
import {PulseCount} from 'catnap/io';
import {power} from 'catnap/power';

function attempt(what: string, run: () => unknown): void {
	try {
		console.log(what, run());
	} catch (error) {
		const {code, message} = error as NativeError;
		console.log(what, code !== undefined ? `${code}: ${message}` : error);
	}
}

const {d7, d8, d9, d10} = board.pins;
// 1000 pulses at 1 kHz from 1 s on, and 100,000 at 50 kHz from 3 s on
const meter = new PulseCount({signal: d7});
const both = new PulseCount({signal: d8, edge: 'both', mode: 'pull-down'});
await sleep('500ms');
console.log('before', meter.read(), both.read());
await sleep('2s');
console.log('slow', meter.read(), both.read(), power.wake.cause);
await sleep('3s');
console.log('fast', meter.read());
meter.write(-5);
console.log('written', meter.read());
both.close();

// a call every 250 of 1000 pulses at 1 kHz, from 6 s on
const calls: string[] = [];
const tank = new PulseCount({
	signal: d9,
	edge: 'falling',
	every: 250,
	onReadable: (count, atUs) => calls.push(`${count} at ${Math.round(atUs / 1000)} ms`),
});
await sleep('2s');
console.log(...calls);
tank.write(2_147_483_647 - 1);
// three single ones, from 9 s on
await sleep('2s');
console.log('wrapped', tank.read());

const third = new PulseCount({signal: d8});
attempt('a fourth', () => new PulseCount({signal: d10}));
attempt('twice', () => new PulseCount({signal: d9}));
third.close();
attempt('no pin', () => new PulseCount({signal: {...d10, number: 200}}));
attempt('every', () => new PulseCount({signal: d10, every: 0}));
attempt('a half', () => tank.write(0.5));
tank.close();
tank.close();
attempt('closed', () => tank.read());

// single ones, from 12 s on: each wakes the chip
let wakes = 0;
const each = new PulseCount({signal: d10, onReadable: () => wakes++});
await sleep('4s');
console.log('each', each.read(), wakes);
