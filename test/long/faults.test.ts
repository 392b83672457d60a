// Faults in full: each transfer, each byte of three bursts of each sensor, and more of them in QEMU.
import test from 'ava';
import {listeners} from '../faults/listen.ts';
import {eachTransferFails, resetsInBursts} from '../faults/strikes.ts';
import {flashedBoards} from '../targets.ts';

const strides = {host: 1, 'qemu-an505': 5};

for (const [chip, listener] of Object.entries(listeners)) {
	for (const [target, stride] of [
		...Object.entries(strides),
		...flashedBoards.map(board => [board, 9] as const),
	]) {
		test.serial(`on ${target} a ${chip} may reset before any byte of any burst`, async t => {
			t.timeout(3_600_000);
			const {count, wrong} = await resetsInBursts({target, listener, stride, all: true});
			t.deepEqual(wrong, []);
			t.log(`${count} resets`);
			t.true(count >= 190 / stride, `${count} resets`);
		});
		test.serial(`on ${target} any transfer with the ${chip} may fail in three ways`, async t => {
			t.timeout(3_600_000);
			const {count, wrong} = await eachTransferFails({target, listener, stride});
			t.deepEqual(wrong, []);
			t.log(`${count} faults`);
		});
	}
}
