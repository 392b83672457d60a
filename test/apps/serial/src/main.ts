// Serial: lines and pieces, what is sent and comes back, each fault, a ring that is too small, a receiver that rests, each mistake.

import {board, NativeError, sleep} from 'catnap';
import {Serial, type SerialError} from 'catnap/io';

async function attempt(what: string, run: () => unknown): Promise<void> {
	try {
		console.log(what, await run());
	} catch (error) {
		const {code, message} = error as SerialError;
		console.log(what, NativeError.is(error) || code !== undefined ? `${code}: ${message}` : error);
	}
}

const io = board.uart0;
const onError = ({code, count}: SerialError): void => console.log(code, count);
const port = new Serial({io, baud: 9600, onError});

// the device answers a line with its length and what it got, once for each
let asked = 0;
await port.write('hello\n');
for await (const line of port.lines(40)) {
	console.log('line', line);
	asked++;
	if (asked === 1) void port.write('x'.repeat(100)).then(() => port.write([0, 255, 10]));
	if (asked === 2) await port.write('faults\n');
	if (line === 'end') break;
}
const {received, lost, framing, parity, breaks, overruns, wakes} = port.stats;
console.log(received, lost, framing, parity, breaks, overruns, wakes);

await port.write('pieces\n');
let pieces = 0;
for await (const piece of port.bytes()) {
	// ten milliseconds of 9600 bit/s and what comes until the piece is taken; the first one, which lay there, and a burst's last one
	// are shorter
	if (piece.length > 15 || (piece.length < 9 && pieces > 0 && ![100, 103].includes(pieces + piece.length)))
		console.log('piece', piece.length);
	pieces += piece.length;
	if (pieces === 103) break;
}
console.log('pieces', pieces);
// nobody reads: the ring of 256 bytes overflows
await port.write('flood\n');
await sleep('1s');
let kept = 0;
for await (const piece of port.bytes('1ms')) {
	kept += piece.length;
	if (kept >= 256) break;
}
console.log('kept', kept, 'lost', port.stats.lost);
await port.write('parity\n');
await attempt('busy', () => new Serial({io, baud: 9600}));
await attempt('two loops', async () => {
	const first = port.bytes();
	const waits = first.next();
	const second = port.lines().next();
	port.close();
	await waits;
	return (await second).done;
});
await attempt('closed', () => port.write('x'));
await attempt('closed', () => port.lines().next());
port.close();

// without onError the loop ends with the fault
const even = new Serial({io, baud: 19_200, parity: 'even'});
await attempt('parity', async () => {
	for await (const line of even.lines()) console.log('line', line);
});
even.close();

// a receiver that rests loses what wakes it
const rests = new Serial({io, baud: 9600, restAfter: '50ms', onError});
await rests.write('later\n');
for await (const line of rests.lines()) {
	console.log('after', rests.stats.wakes, 'rests', line);
	if (line === 'second') break;
}
rests.close();

await attempt('baud', () => new Serial({io, baud: 300}));
await attempt('ring', () => new Serial({io, baud: 1200, ringBytes: 1_000_000}));
await attempt('no port', () => new Serial({io: {...io, uart: 7}, baud: 1200}));
const last = new Serial({io, baud: 1200});
await attempt('no byte', () => last.write('caf\u{e9} \u{20ac}'));
await attempt('cut off', () => {
	const writes = last.write('0123456789');
	last.close();
	return writes;
});
