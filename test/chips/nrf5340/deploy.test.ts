// Deploying an app into the other slot, and falling back: a deployment or a start that ends at any write or erase leaves
// the old app or the new one. The firmware's own main chooses.

import test from 'ava';
import {abiId} from '../../../bindings/gen/abi.ts';
import {layoutOf} from '../../../boards/facts/layout.ts';
import board from '../../../boards/nrf5340dk/board.ts';
import type {CatnapError} from '../../../lib/errors.ts';
import {openedUicr} from '../../../sim/nrf5340/information.ts';
import {pageBytes} from '../../../sim/nrf5340/nvmc.ts';
import {hasUnicorn} from '../../../sim/nrf5340/unicorn.ts';
import {writeImage} from '../../../tools/build/image.ts';
import {deploymentParts} from '../../../tools/flash/deploy.ts';
import type {ReadWords} from '../../../tools/flash/flash.ts';
import {identityVersion} from '../../../tools/flash/identity.ts';
import type {Piece} from '../../../tools/flash/intel-hex.ts';
import {trailer, trailerPlace} from '../../../tools/flash/slots.ts';
import {stepsAtOffset, stepsCountOffset} from '../../../tools/model/plan.ts';
import {buildFirmware, type Variant} from './build.ts';
import {type Rig, rig} from './machine.ts';

const layout = layoutOf(board)!;
const [slotA, slotB] = layout.slots.map(({address}) => address) as [number, number];

const withUnicorn = (await hasUnicorn()) ? test : test.skip;
const imageBytes = 144;
const does = {sleeps: 0, panics: 1, hangs: 2, ends: 3} as const;
type Does = keyof typeof does;

interface Made {
	readonly engine?: string;
	readonly boardId?: number;
}

/** What the engine of this test takes for an app. */
function imageOf(
	version: number,
	what: Does = 'sleeps',
	{engine = abiId, boardId = board.id}: Made = {},
): Uint8Array {
	const data = new Uint8Array(16);
	data.set([version, does[what]]);
	return writeImage({
		name: 'app',
		engineId: Buffer.from(engine, 'hex'),
		intrinsics: [],
		boardId,
		sections: [{type: 'bytecode', id: 0, data}],
	});
}

const withMain = (variant: Variant = {}): string => buildFirmware('deploy', {main: true, ...variant});

const first: readonly Piece[] = [{address: slotA, bytes: imageOf(1)}];

/** A rig that notes the version of the app that runs at each start. */
async function watched(elf: string, flash: readonly Piece[]): Promise<Rig & {readonly starts: number[]}> {
	const made = await rig(elf, {flash: [...flash, ...openedUicr]});
	const starts: number[] = [];
	made.machine.observe('hal_mark', ([mark, value]) => {
		if (mark === 1) starts.push(value & 0xff);
	});
	return {...made, starts};
}

// ---- which app runs; trailers made by the tools

interface State {
	readonly damageAt?: number;
	readonly held?: boolean;
	readonly givenUp?: boolean;
	readonly sequence?: number;
}

function deployed(slot: number, image: Uint8Array, {sequence, damageAt, held, givenUp}: State): Piece[] {
	const bytes = image.slice();
	if (damageAt !== undefined) bytes[damageAt]! ^= 0x10;
	const end = sequence === undefined ? new Uint8Array(16).fill(0xff) : trailer(sequence);
	if (held) end.fill(0, 8, 12);
	if (givenUp) end.fill(0, 12, 16);
	return [
		{address: layout.slots[slot]!.address, bytes},
		{address: trailerPlace(layout.slots[slot]!), bytes: end},
	];
}

const older = imageOf(7);
const newer = imageOf(8);
const a = (state: State, image = older): Piece[] => deployed(0, image, state);
const b = (state: State, image = newer): Piece[] => deployed(1, image, state);
const refusal = 'catnap: the app image is refused: ';

const chosen: Readonly<Record<string, readonly [flash: readonly Piece[], version: number, said?: string]>> = {
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
		[...a({sequence: 41}), ...b({sequence: 42}, imageOf(8, 'sleeps', {engine: '0011223344556677'}))],
		7,
		`${refusal}it was built for another firmware (BAD_IMAGE)`,
	],
	'an app for another board gives way to the older one': [
		[...a({sequence: 41}), ...b({sequence: 42}, imageOf(8, 'sleeps', {boardId: 2}))],
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
};

for (const [title, [flash, version, said]] of Object.entries(chosen)) {
	withUnicorn(title, async t => {
		const {machine, run, starts, lines, violations} = await watched(withMain(), flash);
		run(() => starts.length === 1 || machine.nowUs > 1_500_000);
		t.deepEqual(starts, version < 0 ? [] : [version]);
		machine.runUntil(() => machine.nowUs > 1_600_000 || machine.boots > 1);
		if (said !== undefined) t.true(lines().includes(said), lines().join(' | '));
		t.deepEqual(violations, []);
		machine.close();
	});
}

// ---- an app that fails at its start

/** Long enough for a start, and soon over. */
const watchdogUs = 400_000;

for (const what of ['panics', 'hangs', 'ends'] as const) {
	withUnicorn(
		`an app that ${what} at its start is tried three times, then the older one for good`,
		async t => {
			const elf = withMain({change: {watchdogUs}});
			const flash = [...a({sequence: 41}, imageOf(7, 'sleeps')), ...b({sequence: 42}, imageOf(8, what))];
			const {machine, run, starts, lines, violations} = await watched(elf, flash);
			run(() => machine.nowUs > 5_000_000);
			t.deepEqual(starts, [8, 8, 8, 7]);
			t.true(lines().includes('catnap: the newer app fails at its start'));
			t.true(lines().includes('catnap: the older app runs in its place'));
			for (const reason of ['soft', 'pin', 'power-on'] as const) {
				machine.reset(reason);
				run(() => starts.length === 5);
				t.is(starts.pop(), 7, `after a reset: ${reason}`);
			}
			t.deepEqual(violations, []);
			machine.close();
		},
	);
}

withUnicorn(
	'power lost in each write of the fallback leaves an app that runs: the older one in the end',
	async t => {
		for (const kind of ['begin', 'middle', 'end'] as const) {
			for (const operation of [1, 2]) {
				const flash = [
					...a({sequence: 41}, imageOf(7, 'sleeps')),
					...b({sequence: 42}, imageOf(8, 'panics')),
				];
				const {machine, run, starts, violations} = await watched(withMain(), flash);
				machine.soc.nvmc.cut = count => (count === operation ? kind : undefined);
				run(() => machine.nowUs > 4_000_000);
				const versions = starts.join('');
				// the count is lost with the power: as often as the mark that gives the newer one up is not set
				const isMarked = operation === 2 || kind !== 'begin';
				t.regex(versions, isMarked ? /^8887+$/ : /^8{3}8{3}7+$/, `${kind} ${operation}`);
				t.is(versions.at(-1), '7');
				t.deepEqual(violations, []);
				machine.close();
			}
		}
	},
);

withUnicorn('the reset pin forgives failed starts: whoever presses it wants another try', async t => {
	const flash = [...a({sequence: 41}, imageOf(7, 'sleeps')), ...b({sequence: 42}, imageOf(8, 'panics'))];
	const {machine, run, starts} = await watched(withMain(), flash);
	run(() => starts.length === 2);
	machine.reset('pin');
	run(() => machine.nowUs > 4_000_000);
	t.deepEqual(starts, [8, 8, 8, 8, 8, 7]);
	machine.close();
});

withUnicorn(
	'of two apps that fail the newer one is tried on, and the older one was tried three times',
	async t => {
		const flash = [...a({sequence: 41}, imageOf(7, 'panics')), ...b({sequence: 42}, imageOf(8, 'panics'))];
		const {machine, run, starts} = await watched(withMain(), flash);
		run(() => starts.length === 9);
		t.deepEqual(starts, [8, 8, 8, 7, 7, 7, 8, 8, 8]);
		machine.close();
	},
);

// ---- catnap flash --app-only: the same slots, written by a probe

type Flash = Map<number, Uint8Array>;

/** The erase of a page, or the write of a word. */
interface Operation {
	readonly address: number;
	readonly word?: number;
}

/** Programs erase each page before they write it, from either end, or all of them first. */
const orders = ['upwards', 'downwards', 'after all erases'] as const;

function operationsOf(pieces: readonly Piece[], order: (typeof orders)[number] = 'upwards'): Operation[] {
	const pages = [...pagesOf(pieces)].sort(([a], [b]) => (order === 'downwards' ? b - a : a - b));
	const each = pages.map(([page, bytes]) => [{address: page}, ...wordsIn(page, bytes)]);
	if (order !== 'after all erases') return each.flat();
	return [...each.map(([erase]) => erase!), ...each.flatMap(([, ...writes]) => writes)];
}

function pagesOf(pieces: readonly Piece[]): Map<number, Uint8Array> {
	const pages = new Map<number, Uint8Array>();
	for (const {address, bytes} of pieces) {
		for (const [index, byte] of bytes.entries()) {
			const page = Math.floor((address + index) / pageBytes) * pageBytes;
			if (!pages.has(page)) pages.set(page, new Uint8Array(pageBytes).fill(0xff));
			pages.get(page)![address + index - page] = byte;
		}
	}
	return pages;
}

/** What stays erased is not written. */
function wordsIn(page: number, bytes: Uint8Array): Operation[] {
	const words = [...new Uint32Array(bytes.buffer)];
	return words.flatMap((word, index) => (word === 0xffff_ffff ? [] : [{address: page + 4 * index, word}]));
}

/** As `sim/nrf5340/nvmc.ts` does it, when it is cut short, too: some bits have risen, or fallen. */
function apply(flash: Flash, {address, word}: Operation, how: 'middle' | 'end' = 'end'): void {
	const page = address - (address % pageBytes);
	const bytes = flash.get(page)?.slice() ?? new Uint8Array(pageBytes).fill(0xff);
	flash.set(page, bytes);
	if (word === undefined) {
		for (const index of bytes.keys()) bytes[index]! |= how === 'end' ? 0xff : (index * 0x35) & 0xff;
		return;
	}
	const view = new DataView(bytes.buffer);
	const old = view.getUint32(address - page, true);
	view.setUint32(address - page, old & (how === 'end' ? word : word | 0xa5c3_96f0), true);
}

function flashOf(pieces: readonly Piece[]): Flash {
	const flash: Flash = new Map();
	for (const operation of operationsOf(pieces)) apply(flash, operation);
	return flash;
}

function wordsOf(flash: Flash, address: number, count: number): number[] {
	return Array.from({length: count}, (_, index) => {
		const at = address + 4 * index;
		const page = flash.get(Math.floor(at / pageBytes) * pageBytes);
		return page ? new DataView(page.buffer, page.byteOffset).getUint32(at % pageBytes, true) : 0xffff_ffff;
	});
}

/** Behind the identity lie the engine id and the table of kernels: these are linked. */
const linkedKernels = [1, 4];
const identity = [
	Buffer.from('CTFW').readUInt32LE(),
	board.id | (identityVersion << 16),
	...[0, 4].map(at => Buffer.from(abiId, 'hex').readUInt32LE(at)),
	Math.max(...linkedKernels),
	...[0, 1, 2, 3, 4].map(id => (linkedKernels.includes(id) ? 0x4321 : 0)),
];

const reader =
	(flash: Flash): ReadWords =>
	async ({address, words}) =>
		identityWords(address, words) ?? wordsOf(flash, address, words);

function identityWords(address: number, count: number): number[] | undefined {
	const first = (address - layout.identityAddress) / 4;
	return first < 0 || first >= identity.length ? undefined : identity.slice(first, first + count);
}

function onChip(flash: Flash): Piece[] {
	return [...flash].map(([address, bytes]) => ({address, bytes}));
}

const taken: Readonly<Record<string, readonly [flash: readonly Piece[], slot: number]>> = {
	'the older of two good apps is replaced': [
		[...a({sequence: 9, held: true}), ...b({sequence: 10, held: true})],
		slotA,
	],
	'of two apps at the turn of the sequence the one before it is replaced': [
		[...a({sequence: 0, held: true}), ...b({sequence: 0xffff_ffff, held: true})],
		slotB,
	],
	'a damaged app is replaced, and the good older one is kept': [
		[...a({sequence: 9, held: true}), ...b({sequence: 10, held: true, damageAt: 130})],
		slotB,
	],
	'an app for another firmware is replaced, and the good older one is kept': [
		[
			...a({sequence: 9}),
			...b({sequence: 10, held: true}, imageOf(8, 'sleeps', {engine: '0011223344556677'})),
		],
		slotB,
	],
	'an app for another board is replaced, and the good older one is kept': [
		[...a({sequence: 9}), ...b({sequence: 10, held: true}, imageOf(8, 'sleeps', {boardId: 2}))],
		slotB,
	],
	'an app that was given up is replaced, and the older one is kept': [
		[...a({sequence: 9}), ...b({sequence: 10, held: true, givenUp: true})],
		slotB,
	],
	'an app that has not yet slept is replaced if the older one has': [
		[...a({sequence: 9, held: true}), ...b({sequence: 10})],
		slotB,
	],
	'of two apps that have not yet slept the newer one is kept': [
		[...a({sequence: 9}), ...b({sequence: 10})],
		slotA,
	],
	'an image without a trailer in slot A is kept': [[...a({})], slotB],
	'an image without a trailer in slot B is not one': [[...a({damageAt: 3}), ...b({})], slotB],
	'a given-up app is kept if nothing else is right': [
		[...a({sequence: 9, damageAt: 140}), ...b({sequence: 10, givenUp: true})],
		slotA,
	],
	'without any app it goes into slot B': [[], slotB],
};

for (const [title, [pieces, slot]] of Object.entries(taken)) {
	test(`--app-only: ${title}`, async t => {
		const flash = flashOf(pieces);
		const parts = await deploymentParts(board, layout, imageOf(6), reader(flash));
		t.is(parts[0]![0]!.address, slot);
		const other = slot === slotA ? slotB : slotA;
		const end = other + layout.slots[0]!.bytes;
		t.true(
			parts.flat().every(({address}) => address < other || address >= end),
			'the other slot is not touched',
		);
	});
}

/** An app with one model, whose plan has one step. */
function modelOf(kernel: number): Uint8Array {
	const plan = new Uint8Array(80);
	const view = new DataView(plan.buffer);
	view.setUint16(stepsCountOffset, 1, true);
	view.setUint32(stepsAtOffset, 64, true);
	view.setUint16(64, kernel, true);
	view.setUint16(66, 4, true);
	return writeImage({
		name: 'model',
		engineId: Buffer.from(abiId, 'hex'),
		intrinsics: [],
		boardId: board.id,
		sections: [
			{type: 'bytecode', id: 0, data: new Uint8Array(16)},
			{type: 'plan', id: 0, data: plan},
		],
	});
}

test('--app-only: an app is refused if the firmware on the chip lacks a kernel of its model', async t => {
	const flash: Flash = new Map();
	for (const kernel of linkedKernels)
		t.is((await deploymentParts(board, layout, modelOf(kernel), reader(flash))).length, 2);
	for (const kernel of [2, 5, 98]) {
		const error = await t.throwsAsync<CatnapError>(
			deploymentParts(board, layout, modelOf(kernel), reader(flash)),
		);
		t.is(error?.code, 'NO_KERNEL');
	}
});

async function versionThatRuns(elf: string, flash: Flash): Promise<number | undefined> {
	const {machine, run, starts} = await watched(elf, onChip(flash));
	run(() => starts.length === 1 || machine.nowUs > 1_500_000);
	machine.close();
	return starts[0];
}

/** What is deployed goes over the app in slot A, and into the slot that was never used. */
const deployedOver: Readonly<Record<string, readonly [before: readonly Piece[], old: number]>> = {
	'an older app': [
		[...a({sequence: 9, held: true}, imageOf(4)), ...b({sequence: 10, held: true}, imageOf(5))],
		5,
	],
	'an empty slot': [a({}, imageOf(5)), 5],
};

for (const [what, [before, old]] of Object.entries(deployedOver)) {
	for (const order of orders) {
		withUnicorn(
			`power lost in any erase and write of --app-only over ${what}, written ${order}, leaves the old app or the new`,
			async t => {
				t.timeout(110_000);
				const elf = withMain();
				const flash = flashOf(before);
				const parts = await deploymentParts(board, layout, imageOf(6), reader(flash));
				const operations = parts.flatMap(pieces => operationsOf(pieces, order));
				// three erases, the image's words but for those that are all ones, two words of the trailer
				t.true(operations.length > 35, `${operations.length}`);
				for (const operation of operations) {
					for (const how of ['middle', 'end'] as const) {
						apply(flash, operation, how);
						const isLast = how === 'end' && operation === operations.at(-1);
						const where = `${how} of ${JSON.stringify(operation)}`;
						t.is(await versionThatRuns(elf, flash), isLast ? 6 : old, where);
					}
				}
			},
		);
	}
}

test('--app-only: what was cut short is repeated over itself, not over the only good app', async t => {
	for (const [before] of Object.values(deployedOver)) {
		const flash = flashOf(before);
		const deployment = () => deploymentParts(board, layout, imageOf(6), reader(flash));
		const parts = await deployment();
		const places = parts.map(([piece]) => piece!.address);
		for (const operation of parts.flatMap(pieces => operationsOf(pieces)).slice(0, -1)) {
			for (const how of ['middle', 'end'] as const) {
				apply(flash, operation, how);
				t.deepEqual(
					(await deployment()).map(([piece]) => piece!.address),
					places,
				);
			}
		}
	}
});
