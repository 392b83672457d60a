// `--app-only`: an app goes into the slot that is not needed; a deployment that ends at any erase or write leaves the old app
// or the new one. One suite for each chip that is flashed.

import test from 'ava';
import {abiId} from '../../bindings/gen/abi.ts';
import type {CatnapError} from '../../lib/errors.ts';
import {writeImage} from '../../tools/build/image.ts';
import {deploymentParts} from '../../tools/flash/deploy.ts';
import type {ReadWords} from '../../tools/flash/flash.ts';
import {identityVersion} from '../../tools/flash/identity.ts';
import type {Piece} from '../../tools/flash/intel-hex.ts';
import {stepsAtOffset, stepsCountOffset} from '../../tools/model/plan.ts';
import {Flashes, type SlotTarget} from './slot-flashes.ts';

type Taken = Readonly<Record<string, readonly [flash: readonly Piece[], slot: number]>>;
/** Of both chips. */
const pageBytes = 4096;
/** Behind the identity lie the engine id and the table of kernels: these are linked. */
const linkedKernels = [1, 4];

/** All tests of deployments. */
export function deploymentsSay(target: SlotTarget): void {
	theRightSlotIsTaken(target);
	kernelsAreChecked(target);
	deploymentIsSafe(target);
	repeatsGoOverThemselves(target);
}

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

export function flashOf(pieces: readonly Piece[]): Flash {
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

function identityOf({board}: SlotTarget): readonly number[] {
	return [
		Buffer.from('CTFW').readUInt32LE(),
		board.id | (identityVersion << 16),
		...[0, 4].map(at => Buffer.from(abiId, 'hex').readUInt32LE(at)),
		Math.max(...linkedKernels),
		...[0, 1, 2, 3, 4].map(id => (linkedKernels.includes(id) ? 0x4321 : 0)),
	];
}

/** What a tool reads of a chip with this flash. */
function reader(target: SlotTarget, flash: Flash): ReadWords {
	const identity = identityOf(target);
	return async ({address, words}) => {
		const first = (address - target.layout.identityAddress) / 4;
		const isIdentity = first >= 0 && first < identity.length;
		return isIdentity ? identity.slice(first, first + words) : wordsOf(flash, address, words);
	};
}

function partsFor(target: SlotTarget, flash: Flash, image = new Flashes(target).image(6)) {
	return deploymentParts(target.board, target.layout, image, reader(target, flash));
}

const taken = ({a, b, image, slots: [slotA, slotB]}: Flashes): Taken => ({
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
		[...a({sequence: 9}), ...b({sequence: 10, held: true}, image(8, 'sleeps', {engine: '0011223344556677'}))],
		slotB,
	],
	'an app for another board is replaced, and the good older one is kept': [
		[...a({sequence: 9}), ...b({sequence: 10, held: true}, image(8, 'sleeps', {boardId: 2}))],
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
});

function theRightSlotIsTaken(target: SlotTarget): void {
	const flashes = new Flashes(target);
	const [slotA, slotB] = flashes.slots;
	for (const [title, [pieces, slot]] of Object.entries(taken(flashes))) {
		test(`--app-only: ${title}`, async t => {
			const parts = await partsFor(target, flashOf(pieces));
			t.is(parts[0]![0]!.address, slot);
			const other = slot === slotA ? slotB : slotA;
			const end = other + target.layout.slots[0]!.bytes;
			t.true(
				parts.flat().every(({address}) => address < other || address >= end),
				'the other slot is not touched',
			);
		});
	}
}

/** An app with one model, whose plan has one step. */
function modelOf(kernel: number, {board}: SlotTarget): Uint8Array {
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

function kernelsAreChecked(target: SlotTarget): void {
	test('--app-only: an app is refused if the firmware on the chip lacks a kernel of its model', async t => {
		for (const kernel of linkedKernels)
			t.is((await partsFor(target, new Map(), modelOf(kernel, target))).length, 2);
		for (const kernel of [2, 5, 98]) {
			const error = await t.throwsAsync<CatnapError>(partsFor(target, new Map(), modelOf(kernel, target)));
			t.is(error?.code, 'NO_KERNEL');
		}
	});
}

/** What is deployed goes over the app in slot A, and into the slot that was never used. */
function deployedOver(
	target: SlotTarget,
): Readonly<Record<string, readonly [before: readonly Piece[], old: number]>> {
	const flashes = new Flashes(target);
	const {a, b} = flashes;
	return {
		'an older app': [
			[...a({sequence: 9, held: true}, flashes.image(4)), ...b({sequence: 10, held: true}, flashes.image(5))],
			5,
		],
		'an empty slot': [a({}, flashes.image(5)), 5],
	};
}

async function versionThatRuns(target: SlotTarget, flash: Flash): Promise<number | undefined> {
	const pieces = [...flash].map(([address, bytes]) => ({address, bytes}));
	const rig = await target.open!(target.build(), pieces);
	rig.run(() => rig.starts.length === 1 || rig.nowUs() > 1_500_000);
	rig.close();
	return rig.starts[0];
}

function deploymentIsSafe(target: SlotTarget): void {
	const withChip = target.open ? test : test.skip;
	for (const [what, [before, old]] of Object.entries(deployedOver(target))) {
		for (const order of orders) {
			withChip(
				`power lost in any erase and write of --app-only over ${what}, written ${order}, leaves the old app or the new`,
				async t => {
					t.timeout(110_000);
					const flash = flashOf(before);
					const parts = await partsFor(target, flash);
					const operations = parts.flatMap(pieces => operationsOf(pieces, order));
					// three erases, the image's words but for those that are all ones, two words of the trailer
					t.true(operations.length > 35, `${operations.length}`);
					for (const operation of operations) {
						for (const how of ['middle', 'end'] as const) {
							apply(flash, operation, how);
							const isLast = how === 'end' && operation === operations.at(-1);
							const where = `${how} of ${JSON.stringify(operation)}`;
							t.is(await versionThatRuns(target, flash), isLast ? 6 : old, where);
						}
					}
				},
			);
		}
	}
}

function repeatsGoOverThemselves(target: SlotTarget): void {
	test('--app-only: what was cut short is repeated over itself, not over the only good app', async t => {
		for (const [before] of Object.values(deployedOver(target))) {
			const flash = flashOf(before);
			const parts = await partsFor(target, flash);
			const places = parts.map(([piece]) => piece!.address);
			for (const operation of parts.flatMap(pieces => operationsOf(pieces)).slice(0, -1)) {
				for (const how of ['middle', 'end'] as const) {
					apply(flash, operation, how);
					t.deepEqual(
						(await partsFor(target, flash)).map(([piece]) => piece!.address),
						places,
					);
				}
			}
		}
	});
}
