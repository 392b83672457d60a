// Deploying an app into the other slot: a loss of power at any write or erase leaves the old app or the new one.

import test from 'ava';
import {layoutOf} from '../../../boards/facts/layout.ts';
import board from '../../../boards/nrf5340dk/board.ts';
import {openedUicr} from '../../../sim/nrf5340/information.ts';
import {pageBytes} from '../../../sim/nrf5340/nvmc.ts';
import {hasUnicorn} from '../../../sim/nrf5340/unicorn.ts';
import {deploymentParts} from '../../../tools/flash/deploy.ts';
import type {Piece} from '../../../tools/flash/intel-hex.ts';
import {trailer, trailerPlace} from '../../../tools/flash/slots.ts';
import {buildFirmware} from './build.ts';
import {type Rig, rig} from './machine.ts';

const layout = layoutOf(board)!;
const [slotA, slotB] = layout.slots.map(({address}) => address) as [number, number];

const withUnicorn = (await hasUnicorn()) ? test : test.skip;
const imageBytes = 130;
/** Two erases (image, trailer), the image's words, four of the trailer. */
const operations = 2 + Math.ceil(imageBytes / 4) + 4;
const versionAt = 64;
const boardAt = 26;

/** As the firmware of this test makes them. */
function imageOf(version: number): Uint8Array {
	const bytes = Uint8Array.from({length: imageBytes}, (_, index) => (index * 7 + version) & 0xff);
	bytes.set(Buffer.from('CTNP'));
	new DataView(bytes.buffer).setUint32(16, imageBytes, true);
	bytes[boardAt] = board.id;
	bytes[boardAt + 1] = 0;
	bytes[versionAt] = version;
	return bytes;
}

const first: readonly Piece[] = [{address: slotA, bytes: imageOf(1)}];

interface Start {
	/** Writes and erases before it. */
	readonly at: number;
	readonly version: number;
	readonly isWhole: boolean;
}

/** A rig that notes what is in force at each start. */
async function watched(elf: string, flash: readonly Piece[]): Promise<Rig & {readonly starts: Start[]}> {
	const made = await rig(elf, {flash: [...flash, ...openedUicr]});
	const starts: Start[] = [];
	made.machine.observe('hal_mark', ([mark, value]) => {
		if (mark === 0) {
			starts.push({at: made.machine.soc.nvmc.operations, version: value & 0xff, isWhole: value >> 8 === 1});
		}
	});
	return {...made, starts};
}

withUnicorn('an image is deployed into the other slot and is the active one after the commit', async t => {
	const {run, lines, violations, machine} = await rig(buildFirmware('deploy', {definitions: {LAST: 2}}), {
		flash: [...first, ...openedUicr],
	});
	run();
	t.deepEqual(lines(), [
		'active 1',
		'whole 1',
		'too long -22',
		'not begun -204',
		'begin 0',
		'write 0',
		'commit 0',
		'active 2',
		'active 2',
		'whole 1',
	]);
	t.deepEqual(violations, []);
	t.is(machine.soc.nvmc.operations, operations);
	machine.close();
});

for (const kind of ['begin', 'middle', 'end'] as const) {
	withUnicorn(
		`power lost at the ${kind} of every write and erase of a deployment leaves a whole app, old or new`,
		async t => {
			t.timeout(110_000);
			// one machine that deploys forever, from slot to slot: every second deployment is cut, each one operation later
			const {machine, run, starts, violations} = await watched(buildFirmware('deploy'), first);
			machine.soc.nvmc.cut = count => {
				const index = starts.length - 1;
				return index % 2 === 0 && count - starts[index]!.at === index / 2 + 1 ? kind : undefined;
			};
			run(() => starts.length > 2 * operations);
			const took: number[] = [];
			for (let operation = 1; operation <= operations; operation++) {
				const [before, cut, after] = starts.slice(2 * operation - 2);
				t.is(cut!.at - before!.at, operation, 'the power was cut in this operation');
				t.true(cut!.isWhole, `cut at ${operation}`);
				if (cut!.version !== before!.version) {
					took.push(operation);
					t.is(cut!.version, (before!.version + 1) & 0xff, `cut at ${operation}`);
				}
				t.is(after!.at - cut!.at, operations, 'a deployment that is not cut');
				t.deepEqual([after!.version, after!.isWhole], [(cut!.version + 1) & 0xff, true]);
			}
			t.deepEqual(violations, []);
			// the old one up to the last word of the trailer, which decides
			t.deepEqual(took, kind === 'end' ? [operations] : []);
			machine.close();
		},
	);
}

withUnicorn('a deployment that was cut short is repeated after the next start and succeeds', async t => {
	const {machine, run, lines} = await rig(buildFirmware('deploy', {definitions: {LAST: 2}}), {
		flash: [...first, ...openedUicr],
	});
	machine.soc.nvmc.cut = operation => (operation === 20 ? 'middle' : undefined);
	run();
	t.deepEqual(lines().slice(-3), ['active 2', 'active 2', 'whole 1']);
	machine.close();
});

// ---- what is in force when slots are damaged; trailers made by the tools

function deployed(slot: number, version: number, sequence: number, damageAt?: number): Piece[] {
	const image = imageOf(version);
	const end = trailer(image, sequence);
	if (damageAt !== undefined) image[damageAt]! ^= 0x10;
	return [
		{address: layout.slots[slot]!.address, bytes: image},
		{address: trailerPlace(layout.slots[slot]!), bytes: end},
	];
}

const damaged: Readonly<Record<string, readonly [readonly Piece[], number]>> = {
	'the newer of two deployed apps is in force': [[...deployed(0, 7, 41), ...deployed(1, 8, 42)], 8],
	'a sequence that has passed its largest value is still the newer one': [
		[...deployed(0, 7, 0), ...deployed(1, 8, 0xffff_ffff)],
		7,
	],
	'a damaged app gives way to the older one in the other slot': [
		[...deployed(0, 7, 41), ...deployed(1, 8, 42, 120)],
		7,
	],
	'the last byte of an app counts for its hash': [
		[...deployed(1, 7, 41), ...deployed(0, 8, 42, imageBytes - 1)],
		7,
	],
	'a damaged app gives way to one that a probe wrote without a trailer': [
		[...first, ...deployed(1, 8, 1, 100)],
		1,
	],
	'a damaged length does not lead outside': [[...deployed(0, 7, 41), ...deployed(1, 8, 42, 19)], 7],
};

for (const [title, [flash, version]] of Object.entries(damaged)) {
	withUnicorn(title, async t => {
		const {machine, run, starts, violations} = await watched(buildFirmware('deploy'), flash);
		run(() => starts.length === 1);
		t.deepEqual(starts, [{at: 0, version, isWhole: true}]);
		t.deepEqual(violations, []);
		machine.close();
	});
}

// ---- catnap flash --app-only: the same slots, written by a probe

type Flash = Map<number, Uint8Array>;

/** Writes pieces page by page, as programs do; stops before page operation `until` (an erase or a write). */
function program(flash: Flash, pieces: readonly Piece[], until: number, isReversed: boolean): number {
	const pages = new Map<number, Uint8Array>();
	for (const {address, bytes} of pieces) {
		for (const [index, byte] of bytes.entries()) {
			const page = Math.floor((address + index) / pageBytes) * pageBytes;
			if (!pages.has(page)) pages.set(page, new Uint8Array(pageBytes).fill(0xff));
			pages.get(page)![address + index - page] = byte;
		}
	}
	const order = [...pages].sort(([a], [b]) => (isReversed ? b - a : a - b));
	let done = 0;
	for (const [page, bytes] of order) {
		if (done++ === until) return done;
		flash.set(page, new Uint8Array(pageBytes).fill(0xff));
		if (done++ === until) {
			// half of the page was written
			flash.set(
				page,
				Uint8Array.from(bytes, (byte, index) => (index < pageBytes / 2 ? byte : 0xff)),
			);
			return done;
		}
		flash.set(page, bytes);
	}
	return done;
}

function wordsOf(flash: Flash, address: number, count: number): number[] {
	const page = flash.get(Math.floor(address / pageBytes) * pageBytes) ?? new Uint8Array(pageBytes).fill(0xff);
	const view = new DataView(page.buffer, page.byteOffset + (address % pageBytes));
	return Array.from({length: count}, (_, index) => view.getUint32(4 * index, true));
}

function onChip(flash: Flash): Piece[] {
	return [...flash].map(([address, bytes]) => ({address, bytes}));
}

for (const isReversed of [false, true]) {
	withUnicorn(
		`a probe that is unplugged at any page of --app-only, written ${isReversed ? 'downwards' : 'upwards'}, leaves a whole app`,
		async t => {
			const elf = buildFirmware('deploy');
			const before: Flash = new Map();
			program(before, [...deployed(0, 4, 9), ...deployed(1, 5, 10)], Number.POSITIVE_INFINITY, false);
			const parts = await deploymentParts(board, layout, imageOf(6), async ({address, words}) =>
				address === layout.identityAddress
					? [Buffer.from('CTFW').readUInt32LE(), board.id]
					: wordsOf(before, address, words),
			);
			t.is(parts.length, 2);
			t.true(
				parts.flat().every(({address}) => address < slotB),
				'the slot in force is not touched',
			);
			const seen: number[] = [];
			for (let cut = 0; cut <= 6; cut++) {
				const flash: Flash = new Map(before);
				let left = cut;
				for (const pieces of parts) {
					if (left > 0) left -= program(flash, pieces, left, isReversed);
				}
				const {machine, run, starts} = await watched(elf, onChip(flash));
				run(() => starts.length === 1);
				t.true(starts[0]!.isWhole, `cut at ${cut}`);
				seen.push(starts[0]!.version);
				machine.close();
			}
			t.deepEqual(seen.slice(0, 5), [5, 5, 5, 5, 5]);
			t.is(seen.at(-1), 6, 'the last page has put it in force');
		},
	);
}
