// I2C and SMBus: bytes both ways, an order that holds, a device's interrupt that wakes, each fault and each mistake.

import {board, NativeError, sleep} from 'catnap';
import {Digital, I2C, SMBus} from 'catnap/io';
import {power} from 'catnap/power';

async function attempt(what: string, run: () => unknown): Promise<void> {
	try {
		console.log(what, await run());
	} catch (error) {
		console.log(what, NativeError.is(error) ? `${error.code}: ${error.message}` : error);
	}
}

const memory = new SMBus({io: board.i2c0, address: 0x50});
await memory.writeBuffer(16, [1, 2, 3, 0xfe]);
console.log('read', ...(await memory.readBuffer(16, 4)), ...(await memory.readBuffer(20, 2)));
await memory.writeUint16(0, 0x1234);
await memory.writeUint16(2, 0x1234, true);
console.log(
	'words',
	await memory.readUint8(0),
	await memory.readUint16(0),
	await memory.readUint16(0, true),
	await memory.readUint16(2, true),
);
await memory.write(new Uint8Array([250]));
console.log('on', ...(await memory.read(3)));
console.log(
	'scan',
	(await I2C.scan(board.i2c0))
		.filter(address => address > 0x19 && address < 0x6a)
		.map(address => address.toString(16))
		.join(),
);

// called at once, run in this order
const order = [memory.writeUint8(5, 50), memory.readUint8(5), memory.writeUint8(5, 51), memory.readUint8(5)];
console.log('order', ...(await Promise.all(order)).map(value => value ?? '-'));

// faults from the fourth second on
await sleep('4.5s');
await attempt('not acknowledged', () => memory.writeBuffer(8, [1, 2, 3]));
await attempt('stuck', () => memory.readBuffer(8, 3));
await attempt('freed', () => memory.readUint8(16));
await attempt('stretched', () => memory.readUint8(16));
await attempt('again', () => memory.readUint8(16));
await attempt('nobody', () => new I2C({io: board.i2c0, address: 0x51}).read(1));

// mistakes
await attempt('8-bit address', () => new I2C({io: board.i2c0, address: 0xa0}));
await attempt('reserved address', () => new I2C({io: board.i2c0, address: 0x78}));
await attempt('no address', () => new I2C({io: board.i2c0, address: 0.5}));
await attempt('slow device', () => new I2C({io: {bus: 0, hz: 400_000}, address: 0x50, hz: 100_000}));
await attempt('no bus', () => new I2C({io: {bus: 6, hz: 400_000}, address: 0x50}).read(1));
await attempt('too long', () => memory.read(65_536));
await attempt('no length', () => memory.read(-1));

// an interrupt of the device wakes, and its handler reads
let wakes = 0;
const alert = new Digital({
	pin: board.pins.d7,
	edge: 'rising',
	onReadable: async () => {
		wakes++;
		console.log('alert', wakes, power.wake.cause, await memory.readUint8(16));
	},
});
await sleep('3s');
alert.close();
memory.close();
memory.close();
await attempt('closed', () => memory.readUint8(0));
