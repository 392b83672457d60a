// Retained memory damaged at each byte: the record is right, or it is said to be damaged and starts from zero.
import {join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';
import {targetsOf} from '../targets.ts';

const app = join(import.meta.dirname, 'keeper');
const right = 'kept 305419896 -2.5';
const again = 'kept 0 0';
/** The second of two writes took the second slot: its header and data, the free slots around it, the end of the block. */
const slotBytes = 452;
const bytes = [
	...[0, 3, 4, 31, slotBytes - 1],
	...Array.from({length: 52}, (_, index) => slotBytes + index),
	...[2 * slotBytes - 1, 2 * slotBytes, 4095],
];

async function damaged(target: string, byte: number, xor: number): Promise<string[]> {
	const faults = [{kind: 'retained', boot: 2, byte, xor}] as const;
	const result = await simulate({app, target, for: '500ms', faults});
	if (result.faults[0]!.fired !== 1) return [`byte ${byte} was never damaged`];
	const {console: lines} = result;
	const isRight = lines.includes(right) && !lines.some(line => line.includes('starts from zero'));
	const isTold = lines.includes(again) && lines.some(line => line.includes("'keeper' starts from zero"));
	if ((isRight || isTold) && lines.includes('goes on 7') && result.violations.length === 0) return [];
	return [`byte ${byte}, ${xor}: ${lines.join(' | ')}`];
}

const targets = targetsOf('host', 'qemu-an505');
/** Elsewhere a start costs a second of the PC: a few bytes. */
const inFull: readonly string[] = targets.filter(target => target === 'host');

for (const target of inFull)
	for (const xor of [0x01, 0xff]) {
		test.serial(
			`on ${target} a record with bits ${xor} of any byte turned is right or said to be damaged`,
			async t => {
				t.timeout(120_000);
				const wrong: string[] = [];
				for (const byte of bytes) wrong.push(...(await damaged(target, byte, xor)));
				t.deepEqual(wrong, []);
			},
		);
	}

for (const target of targets.filter(name => !inFull.includes(name))) {
	test.serial(`on ${target} a damaged record is right or said to be damaged`, async t => {
		t.timeout(300_000);
		const wrong: string[] = [];
		for (const byte of [0, 4, 11, 15, 32, 37]) wrong.push(...(await damaged(target, slotBytes + byte, 0x10)));
		t.deepEqual(wrong, []);
	});
}
