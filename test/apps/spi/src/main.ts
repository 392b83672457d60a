// SPI: a memory written and read, each way to move bytes, what a device that is gone reads as, each mistake.

import {board, NativeError, sleep} from 'catnap';
import {Digital, SPI} from 'catnap/io';

async function attempt(what: string, run: () => unknown): Promise<void> {
	try {
		console.log(what, await run());
	} catch (error) {
		console.log(what, NativeError.is(error) ? `${error.code}: ${error.message}` : error);
	}
}

const write = 2;
const read = 3;
const status = 5;
const memory = new SPI({io: board.spi0, select: board.pins.d10, hz: 4_000_000});
const select = new Digital({pin: board.pins.d9, mode: 'output'});
select.write(1);

await memory.write([write, 1, 0, 11, 22, 33, 44]);
const show = async (): Promise<string> => (await memory.writeRead([read, 1, 0], 5)).join(' ');
console.log('read', await show());
console.log('status', ...(await memory.transfer([status, 0, 0])));
console.log('nothing', (await memory.transfer([])).length, (await memory.read(2)).join());

const page = Uint8Array.from({length: 1000}, (_, index) => index * 7);
await memory.write([write, 0x20, 0, ...page]);
const back = await memory.writeRead([read, 0x20, 0], 1000);
console.log(
	'page',
	back.every((byte, index) => byte === page[index]),
);

await sleep('2.5s');
console.log('silent', await show());
console.log('again', await show());
await sleep('2s');
console.log('gone', await show());
await sleep('1s');
console.log('back', await show());

await attempt('mode 4', () => new SPI({io: board.spi0, mode: 4 as 3}));
await attempt('no clock', () => new SPI({io: board.spi0, hz: 0}));
await attempt('too slow', () => new SPI({io: board.spi0, select: board.pins.d9, hz: 100_000}).read(1));
await attempt('no bus', () => new SPI({io: {spi: 3, hz: 1}}).read(1));
await attempt('no pin', () => new SPI({io: board.spi0, select: {...board.pins.d10, number: 62}}));
await attempt('too long', () => memory.read(65_536));
memory.close();
memory.close();
await attempt('closed', () => memory.read(1));
