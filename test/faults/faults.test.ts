// Faults by name on the virtual targets (the nRF5340's are in test/boards/nrf5340dk): the app is told or does not notice, goes on, and no sample is lost without a word.
import test from 'ava';
import type {Fault} from 'catnap/testing';
import {listen, rampTrace} from './listen.ts';

const targets = ['host', 'qemu-an505'];
const trace = rampTrace();
/** Transfers 1 to 20 find the chip and set it up; then each drain has two. */
const lastTransfer = 44;
const bus = 'i2c0';
const sensor = 'imu';
/** In QEMU a start costs a second of the PC: every so manieth of the cases. */
const stride = (target: string, every: number) => (target === 'host' ? 1 : every);

/** Reads of the FIFO, among them one that completes a window. */
const bursts = [27, 29, 31, 33];
const hows = ['nack', 'timeout', 'stuck-sda'] as const;

for (const target of targets) {
	test.serial(`on ${target} any transfer may fail once, at any of its bytes`, async t => {
		t.timeout(300_000);
		let count = 0;
		for (let transfer = 1; transfer <= lastTransfer; transfer += stride(target, 11)) {
			for (const [index, how] of hows.entries()) {
				// the address, the register, the first byte that is read, or one in the middle of a burst
				const byte = [0, 1, 2, 13][(transfer + index) % 4]!;
				const fault: Fault = {kind: 'bus', bus, transfer, how, byte};
				const {wrong} = await listen({target, trace, faults: [fault]});
				// shorter transfers end before that byte: then nothing has struck
				const real = wrong.filter(line => byte === 0 || !line.startsWith('never'));
				t.deepEqual(real, [], JSON.stringify(fault));
				count++;
			}
		}
		t.log(`${count} faults`);
	});

	test.serial(`on ${target} a sensor that resets at any byte of a burst is set up again`, async t => {
		t.timeout(300_000);
		for (let byte = 2; byte <= 96; byte += stride(target, 47)) {
			const {wrong, stats, errors} = await listen({
				target,
				trace,
				faults: [{kind: 'sensor-reset', sensor, transfer: bursts[byte % bursts.length]!, byte}],
			});
			const silent = stats.restarts + errors.length === 0 ? ['a reset that nobody noticed'] : [];
			t.deepEqual([...wrong, ...silent], [], `byte ${byte}`);
		}
	});

	test.serial(`on ${target} a line that is stuck for good is told, again and again`, async t => {
		const {wrong, errors} = await listen({
			...{target, trace, isDeaf: true},
			faults: [{kind: 'bus', bus, transfer: 31, how: 'stuck-sda', recoverable: false}],
		});
		t.deepEqual(wrong, []);
		t.true(errors.length >= 2);
		t.deepEqual([...new Set(errors)], ['TIMEOUT']);
	});

	test.serial(`on ${target} a sensor that is away for a while, or another one, is told by name`, async t => {
		const away = await listen({
			...{target, trace},
			faults: [{kind: 'sensor-absent', sensor, fromUs: 300_000, untilUs: 700_000}],
		});
		t.deepEqual(away.wrong, []);
		t.true(away.errors.includes('NO_DEVICE'), away.errors.join(' '));
		const other = await listen({
			...{target, trace, isDeaf: true},
			faults: [{kind: 'sensor-identity', sensor, value: 0x41}],
		});
		t.deepEqual(other.wrong, []);
		t.deepEqual([...new Set(other.errors)], ['WRONG_DEVICE']);
	});

	test.serial(`on ${target} a storm on the sensor's interrupt costs no sample`, async t => {
		const storm: Fault = {kind: 'pin-storm', pin: 'button', atUs: 300_000, edges: 2000, everyUs: 50};
		const {wrong, stats} = await listen({target, trace, faults: [storm]});
		t.deepEqual(wrong, []);
		t.is(stats.gaps, 0);
	});

	test.serial(`on ${target} a trace with a pause is heard through`, async t => {
		const {wrong} = await listen({target, trace: rampTrace(700), faults: [], forMs: 2600});
		// the chip measures on while nothing is recorded: what it sees is no ramp, and only that may be said
		t.deepEqual(
			wrong.filter(line => !line.startsWith('TORN')),
			[],
		);
		t.true(wrong.length <= 8, `${wrong.length} windows are no ramp`);
	});
}
