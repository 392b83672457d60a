// All buses on the pins that the app's own board gives them, and a transfer longer than a FIFO at the slow clock.

import {board, nowUs} from 'catnap';
import {Serial, SMBus} from 'catnap/io';
import {Bme280} from '../../../../examples/weather-station/src/bme280.ts';

console.log(board.name, board.i2c0.hz);
const memory = new SMBus({io: board.i2c0, address: 0x50, hz: 100_000});
await memory.writeBuffer(0, [9, 8, 7]);
const startUs = nowUs();
const bytes = await memory.readBuffer(0, 100);
// of nine clocks each
const leastUs = 100 * 9 * 10;
console.log(...bytes.slice(0, 3), bytes.length, nowUs() - startUs >= leastUs);

const air = new Bme280({io: board.spi0, select: board.pins.d10, oversampling: 2});
const {temperature} = await air.sample();
console.log(temperature.toFixed(1));

// the device sends back what it gets; the port rests until then
const port = new Serial({io: board.uart0, baud: 9600, restAfter: '50ms'});
await port.write('out and in\n');
for await (const line of port.lines()) {
	console.log(line, port.stats.wakes);
	break;
}
port.close();
