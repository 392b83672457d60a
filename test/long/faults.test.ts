// Faults in full: each transfer, each byte of three bursts of each sensor, and more of them in QEMU.
import test from 'ava';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {listeners} from '../faults/listen.ts';
import {eachTransferFails, resetsInBursts} from '../faults/strikes.ts';

const withModel = await hasUnicorn();

for (const [chip, listener] of Object.entries(listeners)) {
	for (const [target, stride] of [
		['host', 1],
		['qemu-an505', 5],
		['nrf5340dk', 9],
	] as const) {
		const runs = target !== 'nrf5340dk' || withModel ? test.serial : test.skip;
		runs(`on ${target} a ${chip} may reset before any byte of any burst`, async t => {
			t.timeout(3_600_000);
			const {count, wrong} = await resetsInBursts({target, listener, stride, all: true});
			t.deepEqual(wrong, []);
			t.log(`${count} resets`);
			t.true(count >= 190 / stride, `${count} resets`);
		});
		runs(`on ${target} any transfer with the ${chip} may fail in three ways`, async t => {
			t.timeout(3_600_000);
			const {count, wrong} = await eachTransferFails({target, listener, stride});
			t.deepEqual(wrong, []);
			t.log(`${count} faults`);
		});
	}
}
