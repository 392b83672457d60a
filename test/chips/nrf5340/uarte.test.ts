// The receiver of UARTE: the product specification's "Error conditions" and what BabbleSim's NHW_UART.c says of its memory.

import test from 'ava';
import {type LineFault, SerialLine} from '../../../sim/world/serial-line.ts';
import {Bench, ram} from './bench.ts';

const uarte3 = 0x5000_c000;
const register = {
	startRx: uarte3,
	stopRx: uarte3 + 0x004,
	flushRx: uarte3 + 0x02c,
	endRx: uarte3 + 0x110,
	error: uarte3 + 0x124,
	rxto: uarte3 + 0x144,
	errorSrc: uarte3 + 0x480,
	amount: uarte3 + 0x53c,
} as const;
const overrun = 1;
const wrongParity = 2;
const framing = 4;
const isBreak = 8;
const rx = 32;
/** BAUDRATE of 9600 is 9598.3 bit/s. */
const byteUs = 10e6 / ((0x0027_5000 * 16e6) / 2 ** 32);

class Port {
	readonly bench = new Bench();
	readonly line = new SerialLine();
	us = 0;

	constructor({bytes = 1, config = 0}: {readonly bytes?: number; readonly config?: number} = {}) {
		this.bench.outside.serial = pin =>
			pin === rx ? {toChip: this.line, fromChip: new SerialLine(), draws: () => {}} : undefined;
		const settings = [
			[0x50c, 33],
			[0x514, rx],
			[0x524, 0x0027_5000],
			[0x56c, config],
			[0x500, 8],
			[0x534, ram],
			[0x538, bytes],
		] as const;
		for (const [offset, value] of settings) this.bench.set(uarte3 + offset, value);
	}

	send(bytes: readonly number[], fault?: LineFault, parity: 'none' | 'even' | 'odd' = 'none'): void {
		this.line.fault = () => fault;
		this.line.send(bytes, {baud: 9600, parity}, this.us);
	}

	pass(us: number): void {
		this.bench.pass(us);
		this.us += us;
	}

	get memory(): number[] {
		return [...this.bench.memory.slice(0, 8)];
	}
}

test('a byte is in memory in the middle of its stop bit, not before', t => {
	const port = new Port();
	port.bench.set(register.startRx, 1);
	port.send([0xa5]);
	port.pass(0.94 * byteUs);
	t.is(port.bench.get(register.endRx), 0);
	port.pass(0.02 * byteUs);
	t.is(port.bench.get(register.endRx), 1);
	t.is(port.memory[0], 0xa5);
	t.is(port.bench.get(register.amount), 1);
	t.deepEqual(port.bench.taken(), []);
});

test('a byte without a stop bit is reported and not stored, one of wrong parity is both', t => {
	const port = new Port({bytes: 2, config: 0xe});
	port.bench.set(register.startRx, 1);
	port.send([0x11], 'framing', 'even');
	port.pass(3 * byteUs);
	t.is(port.bench.get(register.errorSrc), framing);
	port.bench.set(register.errorSrc, framing);
	port.send([0x22], 'parity', 'even');
	port.send([0x33], undefined, 'even');
	port.pass(3 * byteUs);
	t.is(port.bench.get(register.errorSrc), wrongParity);
	t.deepEqual(port.memory.slice(0, 2), [0x22, 0x33]);
});

test('a line that is low for longer than a byte is a framing error and a break', t => {
	const port = new Port();
	port.bench.set(register.startRx, 1);
	port.send([0], 'break');
	port.pass(3 * byteUs);
	t.is(port.bench.get(register.errorSrc), framing | isBreak);
	t.is(port.bench.get(register.error), 1);
	t.is(port.bench.get(register.endRx), 0);
});

test('six bytes wait for EasyDMA, and of seven the oldest is lost', t => {
	const port = new Port();
	port.bench.set(register.startRx, 1);
	port.send([1, 2, 3, 4, 5, 6, 7]);
	port.pass(8 * byteUs);
	t.is(port.bench.get(register.errorSrc), 0, 'one in memory, six wait');
	port.send([8]);
	port.pass(2 * byteUs);
	t.is(port.bench.get(register.errorSrc), overrun);
	port.bench.set(register.endRx, 0);
	port.bench.set(register.startRx, 1);
	t.is(port.memory[0], 3);
});

test('the receiver is off five bytes after a stop, and what it has kept is flushed', t => {
	const port = new Port();
	port.bench.set(register.startRx, 1);
	port.send([1]);
	port.pass(1.5 * byteUs);
	port.bench.set(register.endRx, 0);
	port.bench.set(register.stopRx, 1);
	port.send([2, 3]);
	port.pass(4.9 * byteUs);
	t.is(port.bench.get(register.rxto), 0);
	port.pass(0.2 * byteUs);
	t.is(port.bench.get(register.rxto), 1);
	port.bench.set(uarte3 + 0x538, 6);
	port.bench.set(register.flushRx, 1);
	t.is(port.bench.get(register.amount), 2);
	t.deepEqual(port.memory.slice(0, 2), [2, 3]);
});

test('a receiver that starts in the midst of a byte takes its next falling edge for a start', t => {
	const port = new Port();
	port.send([0b0101_0101]);
	// in the first data bit, which is high: the next edge is that of the second
	port.pass(0.15 * byteUs);
	port.bench.set(register.startRx, 1);
	port.pass(2 * byteUs);
	t.is(port.bench.get(register.endRx), 1);
	t.is(port.memory[0], 0b1101_0101, 'two bits too early: idle line behind what was left');
});

test('disabling a receiver that was not stopped is reported', t => {
	const port = new Port();
	port.bench.set(register.startRx, 1);
	port.bench.set(uarte3 + 0x500, 0);
	t.regex(port.bench.taken().join(), /UARTE3: disabled while a transfer is under way/);
});
