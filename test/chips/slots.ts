// Which app of two runs, and falling back: a start that ends at any write leaves the old app or the new one. The firmware's
// own main chooses; one suite for each chip that is flashed.

import test from 'ava';
import type {Piece} from '../../tools/flash/intel-hex.ts';
import {type Cut, Flashes, imageBytes, type SlotTarget} from './slot-flashes.ts';

type Chosen = Readonly<Record<string, readonly [flash: readonly Piece[], version: number, said?: string]>>;
const refusal = 'catnap: the app image is refused: ';

const chosen = ({a, b, first, image}: Flashes): Chosen => ({
	'the newer of two deployed apps runs': [[...a({sequence: 41}), ...b({sequence: 42})], 8],
	'a sequence that has passed its largest value is still the newer one': [
		[...a({sequence: 0}), ...b({sequence: 0xffff_ffff})],
		7,
	],
	'a damaged app gives way to the older one in the other slot': [
		[...a({sequence: 41}), ...b({sequence: 42, damageAt: 130})],
		7,
		`${refusal}its hash is wrong (BAD_IMAGE)`,
	],
	'the last byte of an app counts for its hash': [
		[...b({sequence: 41}), ...a({sequence: 42, damageAt: imageBytes - 1})],
		8,
		`${refusal}its hash is wrong (BAD_IMAGE)`,
	],
	'a damaged app gives way to one that a probe wrote without a trailer': [
		[...first, ...b({sequence: 1, damageAt: 100})],
		1,
		`${refusal}its hash is wrong (BAD_IMAGE)`,
	],
	'a damaged length does not lead outside': [
		[...a({sequence: 41}), ...b({sequence: 42, damageAt: 19})],
		7,
		`${refusal}its lengths are wrong (BAD_IMAGE)`,
	],
	'an app for another firmware gives way to the older one': [
		[...a({sequence: 41}), ...b({sequence: 42}, image(8, 'sleeps', {engine: '0011223344556677'}))],
		7,
		`${refusal}it was built for another firmware (BAD_IMAGE)`,
	],
	'an app for another board gives way to the older one': [
		[...a({sequence: 41}), ...b({sequence: 42}, image(8, 'sleeps', {boardId: 2}))],
		7,
		`${refusal}it was built for another board (BAD_IMAGE)`,
	],
	'an app that was given up gives way to the older one': [
		[...a({sequence: 41}), ...b({sequence: 42, givenUp: true})],
		7,
	],
	'an app that was given up runs all the same if the other one is damaged': [
		[...a({sequence: 41, damageAt: 130}), ...b({sequence: 42, givenUp: true})],
		8,
	],
	'an image without a trailer in the second slot was never deployed': [
		[...a({sequence: 41, damageAt: 130}), ...b({})],
		-1,
	],
});

/** Long enough for a start, and soon over. */
const watchdogUs = 400_000;

/** All tests of which app runs; a chip that cannot be simulated here skips them. */
export function slotsSay(target: SlotTarget): void {
	theRightOneRuns(target);
	failuresFallBack(target);
	fallbackIsSafe(target);
	failuresAreCounted(target);
}

function theRightOneRuns({board, layout, open, build}: SlotTarget): void {
	const withChip = open ? test : test.skip;
	for (const [title, [flash, version, said]] of Object.entries(chosen(new Flashes({board, layout})))) {
		withChip(title, async t => {
			const rig = await open!(build(), flash);
			const {starts, violations} = rig;
			rig.run(() => starts.length === 1 || rig.nowUs() > 1_500_000);
			t.deepEqual(starts, version < 0 ? [] : [version]);
			rig.run(() => rig.nowUs() > 1_600_000 || rig.boots() > 1);
			if (said !== undefined) t.true(rig.lines().includes(said), rig.lines().join(' | '));
			t.deepEqual(violations, []);
			rig.close();
		});
	}
}

function failuresFallBack({board, layout, open, build}: SlotTarget): void {
	const withChip = open ? test : test.skip;
	const {a, b, image} = new Flashes({board, layout});
	for (const what of ['panics', 'hangs', 'ends'] as const) {
		withChip(
			`an app that ${what} at its start is tried three times, then the older one for good`,
			async t => {
				const flash = [...a({sequence: 41}, image(7, 'sleeps')), ...b({sequence: 42}, image(8, what))];
				const rig = await open!(build({watchdogUs}), flash);
				const {starts} = rig;
				rig.run(() => rig.nowUs() > 5_000_000);
				t.deepEqual(starts, [8, 8, 8, 7]);
				t.true(rig.lines().includes('catnap: the newer app fails at its start'));
				t.true(rig.lines().includes('catnap: the older app runs in its place'));
				for (const reason of ['soft', 'pin', 'power-on'] as const) {
					rig.reset(reason);
					rig.run(() => starts.length === 5);
					t.is(starts.pop(), 7, `after a reset: ${reason}`);
				}
				t.deepEqual(rig.violations, []);
				rig.close();
			},
		);
	}
}

function fallbackIsSafe({board, layout, open, build}: SlotTarget): void {
	const withChip = open ? test : test.skip;
	const {a, b, image} = new Flashes({board, layout});
	const flash = [...a({sequence: 41}, image(7, 'sleeps')), ...b({sequence: 42}, image(8, 'panics'))];
	const versionsAfter = async (kind: Cut, operation: number) => {
		const rig = await open!(build(), flash);
		rig.cut(count => (count === operation ? kind : undefined));
		rig.run(() => rig.nowUs() > 4_000_000);
		rig.close();
		return {versions: rig.starts.join(''), violations: rig.violations};
	};
	withChip(
		'power lost in each write of the fallback leaves an app that runs: the older one in the end',
		async t => {
			for (const kind of ['begin', 'middle', 'end'] as const) {
				for (const operation of [1, 2]) {
					const {versions, violations} = await versionsAfter(kind, operation);
					// the count is lost with the power: as often as the mark that gives the newer one up is not set
					const isMarked = operation === 2 || kind !== 'begin';
					t.regex(versions, isMarked ? /^8887+$/ : /^8{3}8{3}7+$/, `${kind} ${operation}`);
					t.is(versions.at(-1), '7');
					t.deepEqual(violations, []);
				}
			}
		},
	);
}

function failuresAreCounted({board, layout, open, build}: SlotTarget): void {
	const withChip = open ? test : test.skip;
	const {a, b, image} = new Flashes({board, layout});
	withChip('the reset pin forgives failed starts: whoever presses it wants another try', async t => {
		const flash = [...a({sequence: 41}, image(7, 'sleeps')), ...b({sequence: 42}, image(8, 'panics'))];
		const rig = await open!(build(), flash);
		rig.run(() => rig.starts.length === 2);
		rig.reset('pin');
		rig.run(() => rig.nowUs() > 4_000_000);
		t.deepEqual(rig.starts, [8, 8, 8, 8, 8, 7]);
		rig.close();
	});
	withChip(
		'of two apps that fail the newer one is tried on, and the older one was tried three times',
		async t => {
			const flash = [...a({sequence: 41}, image(7, 'panics')), ...b({sequence: 42}, image(8, 'panics'))];
			const rig = await open!(build(), flash);
			rig.run(() => rig.starts.length === 9);
			t.deepEqual(rig.starts, [8, 8, 8, 7, 7, 7, 8, 8, 8]);
			rig.close();
		},
	);
}
