// What a board of the app's own adds: its buses with their speeds, its pins, and one of them ends off.

import {board, NativeError, sleep} from 'catnap';
import {Digital, I2C, SMBus} from 'catnap/io';
import {power} from 'catnap/power';
import {Lis2dh12} from 'catnap/sensor';

console.log(board.name, power.wake.cause, power.wake.fromOff, board.i2c0.hz, board.i2c1.hz);

const memory = new SMBus({io: board.i2c1, address: 0x50, hz: 400_000});
await memory.writeBuffer(0, [9, 8, 7]);
console.log('second bus', ...(await memory.readBuffer(0, 3)));

// the same address on the first bus is free
try {
	await new I2C({io: board.i2c0, address: 0x50}).read(1);
} catch (error) {
	console.log('first bus', NativeError.is(error) && error.code);
}

const imu = new Lis2dh12({io: board.i2c0, address: 0x18, alert: board.pins.d9, rateHz: 100, watermark: 10});
const {x, y, z} = await imu.sample();
console.log('imu', Math.round(x), Math.round(y), Math.round(z));
imu.close();

const valve = new Digital({pin: board.pins.valve, mode: 'output'});
valve.write(1);
console.log('valve', valve.read());
valve.write(0);

const reed = new Digital({
	pin: board.pins.reed,
	mode: 'pull',
	edge: 'active',
	onReadable: () => console.log('door'),
});
await sleep('3s');
if (!power.wake.fromOff) power.off({wakeOn: [reed.active()]});
