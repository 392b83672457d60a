// Faults on the simulated chips: a part of what runs on the virtual targets, through the ports that would be flashed.
import {join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';
import {flashedChips} from '../targets.ts';
import {bus, listen, listeners, rampTrace} from './listen.ts';
import {eachTransferFails, resetsInBursts} from './strikes.ts';

const {lis2dh12} = listeners;

for (const target of flashedChips) {
	for (const [chip, listener] of Object.entries(listeners)) {
		test.serial(`on ${target} transfers with the ${chip} may fail, at any of their bytes`, async t => {
			t.timeout(300_000);
			const {count, wrong} = await eachTransferFails({target, listener, stride: 19});
			t.deepEqual(wrong, []);
			t.is(count, 6);
		});

		test.serial(`on ${target} a ${chip} that resets in a drain is set up again`, async t => {
			t.timeout(300_000);
			const {count, wrong} = await resetsInBursts({target, listener, stride: 61, all: false});
			t.deepEqual(wrong, []);
			t.true(count >= 2, `${count} resets`);
		});
	}

	test.serial(`on ${target} a line that is stuck for good is reported, again and again`, async t => {
		const {wrong, errors} = await listen({
			target,
			listener: lis2dh12,
			trace: rampTrace(lis2dh12),
			isDeaf: true,
			faults: [{kind: 'bus', bus, transfer: 31, how: 'stuck-sda', recoverable: false}],
		});
		t.deepEqual(wrong, []);
		t.true(errors.length >= 2);
		t.deepEqual([...new Set(errors)], ['TIMEOUT']);
	});

	test.serial(`on ${target} a storm on a watched button costs no sample`, async t => {
		const edges = 300;
		const {wrong, total} = await listen({
			target,
			listener: lis2dh12,
			trace: rampTrace(lis2dh12),
			faults: [{kind: 'pin-storm', pin: 'button', atUs: 300_000, edges, everyUs: 100}],
		});
		t.deepEqual(wrong, []);
		t.is(total!.gaps, 0);
		// both edges of a press latch, and the interrupt takes microseconds: none of these is too short
		t.is(total!.presses, edges);
	});

	test.serial(`on ${target} a damaged record is right or said to be damaged`, async t => {
		t.timeout(120_000);
		let reported = 0;
		// of the second slot, which the second of two writes took (retained.test.ts)
		for (const byte of [452, 457, 463, 480, 485]) {
			const app = join(import.meta.dirname, 'keeper');
			const faults = [{kind: 'retained', boot: 2, byte, xor: 0x10}] as const;
			const {
				console: lines,
				faults: reports,
				violations,
			} = await simulate({app, target, for: '500ms', faults});
			t.is(reports[0]!.fired, 1, `byte ${byte}`);
			t.deepEqual(violations, []);
			const isRight = lines.includes('kept 305419896 -2.5');
			const isTold =
				lines.includes('kept 0 0') && lines.some(line => line.includes("'keeper' starts from zero"));
			t.true(isRight !== isTold, lines.join(' | '));
			reported += isTold ? 1 : 0;
			t.true(lines.includes('goes on 7'), lines.join(' | '));
		}
		t.true(reported >= 3, `${reported} reported`);
	});
}
