// UART1: bytes from and to its memory, its interrupts, wrong bytes, and what would go wrong unseen. Sources beside each test.

import {join} from 'node:path';
import test from 'ava';
import {type SimulationResult, simulate} from 'catnap/testing';
import {type LineFault, type Parity, SerialLine} from '../../../sim/world/serial-line.ts';
import {type Rig, rig} from './rig.ts';

const uart1 = 0x6001_0000;
const register = {
	...{fifo: uart1, intRaw: uart1 + 4, intClear: uart1 + 0x10, divider: uart1 + 0x14, status: uart1 + 0x1c},
	...{conf0: uart1 + 0x20, conf1: uart1 + 0x24, state: uart1 + 0x6c, clock: uart1 + 0x78},
	...{gates: 0x600c_0018, resets: 0x600c_0020, inputOf15: 0x6000_4154 + 4 * 15},
} as const;
const events = {
	full: 1,
	parity: 4,
	framing: 8,
	overflow: 16,
	isBreak: 128,
	timeout: 256,
	sent: 1 << 14,
} as const;
const [tx, rx] = [2, 1];
const plain = (3 << 2) | (1 << 4) | (1 << 28);
const dropWrong = 1 << 26;
const rxReset = 1 << 17;
const clocksOn = (1 << 22) | (1 << 24) | (1 << 25) | (3 << 20);
/** 40 MHz by 2 and by 2083 5/16 [uart_ll_set_baudrate]. */
const byteUs = (10 * 2 * 33_333) / 16 / 40;

interface Port extends Rig {
	readonly out: SerialLine;
	readonly draws: string[];
	send(bytes: readonly number[], how?: {fault?: LineFault; parity?: Parity; baud?: number}): void;
	/** How many bytes wait. */
	waiting(): number;
	raised(): number;
}

/** UART1 at 9600 bit/s on the pins of the kit, as the port sets it up. */
async function port({conf = plain | dropWrong, threshold = 1} = {}): Promise<Port> {
	const chip = await rig();
	const line = new SerialLine();
	const out = new SerialLine();
	const draws: string[] = [];
	const {outside} = chip.machine;
	outside.serial = pin => {
		const wire = {toChip: line, fromChip: out, draws: (state: string) => void draws.push(state)};
		return pin === rx || pin === tx ? wire : undefined;
	};
	// no watchdog ends a long test
	for (const [address, value] of [
		[0x6000_80b0, 0x50d8_3aa1],
		[0x6000_8098, 0],
		[0x6000_80b8, 0x8f1d_312a],
		[0x6000_80b4, 2 ** 31],
		[0x6001_f064, 0x50d8_3aa1],
		[0x6001_f048, 0],
	] as const)
		chip.write(address, value);
	chip.write(register.clock, clocksOn | (1 << 12));
	chip.write(register.divider, 2083 | (5 << 20));
	chip.write(register.conf0, conf);
	chip.write(register.conf1, threshold | (1 << 23));
	chip.write(0x6000_9004 + 4 * rx, (1 << 12) | (1 << 9) | (1 << 8));
	chip.write(register.inputOf15, 0x80 | rx);
	chip.write(0x6000_9004 + 4 * tx, 1 << 12);
	chip.write(0x6000_4024, 1 << tx);
	chip.write(0x6000_4554 + 4 * tx, 15);
	return {
		...chip,
		out,
		draws,
		send: (bytes, {fault, parity = 'none', baud = 9600} = {}) => {
			line.fault = () => fault;
			line.send(bytes, {baud, parity}, chip.machine.now() / 480);
		},
		waiting: () => chip.read(register.status) & 0x3ff,
		raised: () => {
			const bits = chip.read(register.intRaw) & 0x41ff & ~2;
			chip.write(register.intClear, bits);
			return bits;
		},
	};
}

test('a byte is there in the middle of its stop bit, and ten bits later its silence is reported', async t => {
	const chip = await port();
	chip.send([0xa5]);
	chip.run(0.94 * byteUs);
	t.is(chip.waiting(), 0);
	t.is(chip.read(register.state) & 15, 1, 'it is on its way');
	chip.run(0.02 * byteUs);
	t.is(chip.waiting(), 1);
	t.is(chip.read(register.state) & 15, 0);
	t.is(chip.read(register.intRaw) & 0x1ff & ~2, events.full);
	chip.run(byteUs);
	t.is(chip.read(register.intRaw) & 0x1ff & ~2, events.full | events.timeout, 'MEM_CONF counts bits: 10');
	t.is(chip.read(register.fifo), 0xa5);
	t.is(chip.waiting(), 0);
	t.deepEqual(chip.said(), []);
});

test('FULL comes with as many bytes as the threshold says, and stands while they lie there [esp32_uart.c of QEMU]', async t => {
	const chip = await port({threshold: 3});
	chip.send([1, 2, 3]);
	chip.run(2 * byteUs);
	t.is(chip.raised() & events.full, 0);
	chip.run(byteUs);
	t.is(chip.raised() & events.full, events.full);
	t.is(chip.raised() & events.full, events.full, 'cleared while three lie there it comes again');
	chip.read(register.fifo);
	chip.raised();
	t.is(chip.raised() & events.full, 0);
});

test('a wrong byte is reported, and kept unless ERR_WR_MASK says otherwise [uart_reg.h]', async t => {
	const parity = plain | 2;
	for (const [conf, kept] of [
		[parity, [0x11, 0x22, 0x33]],
		[parity | dropWrong, [0x33]],
	] as const) {
		const chip = await port({conf});
		chip.send([0x11], {fault: 'framing', parity: 'even'});
		chip.run(2 * byteUs);
		t.is(chip.raised() & ~(events.full | events.timeout), events.framing);
		chip.send([0x22], {fault: 'parity', parity: 'even'});
		chip.run(2 * byteUs);
		t.is(chip.raised() & ~(events.full | events.timeout), events.parity);
		chip.send([0x33], {parity: 'even'});
		chip.run(2 * byteUs);
		t.is(chip.raised() & ~(events.full | events.timeout), 0);
		t.deepEqual(
			Array.from({length: chip.waiting()}, () => chip.read(register.fifo)),
			[...kept],
		);
	}
});

test('a line that is low for longer than a byte is a break and a framing error', async t => {
	const chip = await port();
	chip.send([0], {fault: 'break'});
	chip.run(3 * byteUs);
	t.is(chip.raised(), events.framing | events.isBreak);
	t.is(chip.waiting(), 0);
});

test('a sender at twice the rate gives wrong bytes and framing errors', async t => {
	const chip = await port({conf: plain});
	chip.send([0x00, 0x55, 0x00, 0x55], {baud: 4800});
	chip.run(10 * byteUs);
	t.is(chip.raised() & events.framing, events.framing);
	t.not(chip.read(register.fifo), 0x55);
});

test('128 bytes wait; one more is an overflow, and what lies there must be dropped [uart.c resets the FIFO]', async t => {
	const chip = await port();
	chip.send(Array.from({length: 128}, (_, index) => index));
	chip.run(128 * byteUs);
	t.is(chip.raised() & events.overflow, 0);
	t.is(chip.waiting(), 128);
	chip.send([1]);
	chip.run(2 * byteUs);
	t.is(chip.raised() & events.overflow, events.overflow);
	chip.read(register.fifo);
	t.regex(chip.said().join(), /UART1: read of FIFO after it overflowed: what it holds is not known/);
	chip.write(register.conf0, plain | rxReset);
	chip.write(register.conf0, plain);
	t.is(chip.waiting(), 0);
	chip.send([7]);
	chip.run(2 * byteUs);
	t.is(chip.read(register.fifo), 7);
	t.deepEqual(chip.said(), []);
});

test('a receiver that gets its pin in the midst of a byte takes the next falling edge for a start', async t => {
	const chip = await port();
	chip.write(register.inputOf15, 0x80 | 0x38);
	chip.send([0b0101_0101]);
	chip.run(0.15 * byteUs);
	t.is(chip.machine.soc.uart1.busy, false, 'a constant level begins no byte [GPIO_MATRIX_CONST_ONE_INPUT]');
	chip.write(register.inputOf15, 0x80 | rx);
	chip.run(2 * byteUs);
	t.is(chip.read(register.fifo), 0b1101_0101);
});

test('bytes leave at the baud rate, and TX_DONE comes behind the last', async t => {
	const chip = await port();
	chip.raised();
	for (const byte of [1, 2, 3]) chip.write(register.fifo, byte);
	chip.run(2.9 * byteUs);
	t.is(chip.raised() & events.sent, 0);
	t.is(chip.read(register.state) >> 4, 1);
	chip.run(0.2 * byteUs);
	t.is(chip.raised() & events.sent, events.sent);
	t.is(chip.read(register.state) >> 4, 0);
	t.is(chip.out.bytes, 3);
	t.deepEqual(chip.draws.slice(-2), ['both', 'receive']);
	t.deepEqual(chip.said(), []);
});

test('a FIFO that is reset loses what waits, not the byte on the line', async t => {
	const chip = await port();
	for (const byte of [1, 2, 3]) chip.write(register.fifo, byte);
	chip.run(0.5 * byteUs);
	chip.write(register.conf0, plain | dropWrong | (1 << 18));
	chip.write(register.conf0, plain | dropWrong);
	chip.run(0.6 * byteUs);
	t.is(chip.read(register.state) >> 4, 0);
	t.is(chip.out.bytes, 1);
});

test('what a port would do wrong unseen is reported', async t => {
	const chip = await port();
	chip.read(register.fifo);
	t.regex(chip.said().join(), /UART1: read of FIFO while it is empty/);
	chip.write(register.resets, 1 << 5);
	t.regex(chip.said().join(), /UART1: reset without RST_CORE of CLK_CONF/);
	const closed = await port();
	closed.write(register.gates, closed.read(register.gates) & ~(1 << 5));
	t.is(closed.machine.soc.uart1.busy, false);
	closed.read(register.status);
	t.regex(closed.said().join(), /UART1: read of STATUS while its clock gate is closed/);
	const unwired = await port();
	unwired.write(0x6000_4554 + 4 * tx, 0x100);
	unwired.write(register.fifo, 1);
	t.regex(unwired.said().join(), /UART1: no pin gives out what it sends/);
	const sleeps = await port();
	sleeps.write(0x6000_803c, 8 << 15);
	sleeps.write(0x6000_8004, 1000);
	sleeps.write(0x6000_8008, 1 << 16);
	sleeps.write(0x6000_8018, 2 ** 31);
	sleeps.run(100);
	t.regex(sleeps.said().join(), /sleeps while UART1 receives or sends: its clock stops/);
});

/** Seconds that the core spent in a state. */
function seconds({energy}: SimulationResult, state: string): number {
	const entry = energy.ledger.find(({item, state: is}) => item === 'cpu' && is === state);
	return (entry?.us ?? 0) / 1e6;
}

test.serial(
	'a receiver keeps the core from light sleep; one that rests, and a closed one, do not',
	async t => {
		const target = 'esp32s3-devkitc';
		const app = join(import.meta.dirname, '../../apps/serial');
		const world = (await import('../../apps/serial/world.ts')) as Pick<
			Parameters<typeof simulate>[0] & {},
			'chips'
		>;
		const talks = await simulate({app, target, for: '20s', chips: world.chips ?? {}});
		t.deepEqual(talks.violations, []);
		// it talks for 3.4 seconds, of which it rests 0.4, and is closed then
		t.true(seconds(talks, 'deep') > 16, `${seconds(talks, 'deep')} s`);
		const gps = join(import.meta.dirname, '../../../examples/gps');
		const hears = await simulate({app: gps, target, for: '5s'});
		t.true(seconds(hears, 'idle') > 4, `${seconds(hears, 'idle')} s`);
		t.true(seconds(hears, 'deep') < 0.1, `${seconds(hears, 'deep')} s`);
	},
);
