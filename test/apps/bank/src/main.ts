// Pins as bits: read, written, edges that wake by their bit, and each mistake.

import {board, NativeError, sleep} from 'catnap';
import {Digital, DigitalBank} from 'catnap/io';
import {power} from 'catnap/power';

const {d0, d1, d7, d8, d9} = board.pins;

function attempt(what: string, run: () => unknown): void {
	try {
		console.log(what, run());
	} catch (error) {
		console.log(what, NativeError.is(error) ? `${error.code}: ${error.message}` : error);
	}
}

const out = new DigitalBank({pins: [d7, d8], mode: 'output'});
for (const bits of [0, 1, 2, 3]) {
	out.write(bits);
	console.log('out', out.read());
}
const into = new DigitalBank({
	pins: [d0, d1, d9],
	mode: 'pull-down',
	edge: 'rising',
	onReadable: (bit, _atUs, edges) => console.log('edge', bit, edges, power.wake.cause),
});
console.log('in', into.read());
await sleep('4s');

attempt('too large', () => out.write(4));
attempt('no number', () => out.write(0.5));
attempt('no pin', () => new DigitalBank({pins: []}));
attempt('twice', () => new DigitalBank({pins: [d0, d1, d0]}));
attempt('not there', () => new DigitalBank({pins: [d0, {...d1, number: 62}]}));
out.close();
into.close();
into.close();
attempt('closed', () => into.read());
const one = new Digital({pin: d7});
one.close();
attempt('pin read', () => one.read());
attempt('pin written', () => one.write(1));
