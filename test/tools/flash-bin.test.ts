// The flash of a chip as one file: what is written is read back, and becomes whole pages.

import {randomBytes} from 'node:crypto';
import test from 'ava';
import type {FlashLayout} from '../../boards/facts/layout.ts';
import {binOf, pagesOf, piecesOfBin} from '../../tools/flash/flash-bin.ts';

const start = 0x3c00_0000;
const slot = (index: number) => ({address: start + 0x1_0000 + index * 0x8000, bytes: 0x8000});
const trailerOf = ({address, bytes}: {address: number; bytes: number}) => ({
	address: address + bytes - 16,
	bytes: 16,
});
const layout: FlashLayout = {
	by: 'loader',
	pageBytes: 4096,
	identityAddress: start + 0x1000,
	chip: {name: 'ESP32-S3'},
	firmware: {address: start, bytes: 0x1_0000},
	slots: [slot(0), slot(1)],
	app: {...slot(0), bytes: 0x8000 - 16},
	erased: [trailerOf(slot(0)), trailerOf(slot(1))],
};
const erasedTrailers = layout.erased.map(({address, bytes}) => ({
	address,
	bytes: new Uint8Array(bytes).fill(0xff),
}));

test('a file of the whole flash gives firmware, app and both trailers back', t => {
	const [firmware, app] = [randomBytes(5000), randomBytes(804)];
	for (const bytes of [firmware, app]) bytes[bytes.length - 1] = 1;
	const bin = binOf(layout, [
		{address: start, bytes: firmware},
		{address: layout.app.address, bytes: app},
		...erasedTrailers,
	]);
	t.is(bin.length, 0x2_0000, 'to the last trailer: an app in the other slot must not win');
	t.is(bin[6000], 0xff);
	const pieces = piecesOfBin(layout, bin);
	t.deepEqual(
		pieces.map(({address, bytes}) => [address, Buffer.from(bytes)]),
		[
			[start, firmware],
			[layout.app.address, app],
			...erasedTrailers.map(({address, bytes}) => [address, Buffer.from(bytes)]),
		],
	);
});

test('a file of the firmware alone has no app', t => {
	const pieces = piecesOfBin(layout, Uint8Array.of(1, 2, 3, 4, 0xff, 0xff, 0xff, 0xff));
	t.deepEqual(pieces, [{address: start, bytes: Uint8Array.of(1, 2, 3, 4)}]);
});

test('an image that ends in erased bytes keeps the word that they are in', t => {
	const [piece] = piecesOfBin(layout, Uint8Array.of(1, 0xff, 0xff, 0xff, 2, 0xff));
	t.deepEqual(piece!.bytes, Uint8Array.of(1, 0xff, 0xff, 0xff, 2, 0xff));
});

test('pieces become whole pages, one run where pages follow each other', t => {
	const runs = pagesOf(4096, [
		{address: 0x1ffe, bytes: Uint8Array.of(1, 2, 3)},
		{address: 0x3000, bytes: new Uint8Array(4096).fill(4)},
		{address: 0x8ffc, bytes: Uint8Array.of(5)},
		{address: 0x8000, bytes: Uint8Array.of(6)},
	]);
	t.deepEqual(
		runs.map(({address, bytes}) => [address, bytes.length]),
		[
			[0x1000, 0x3000],
			[0x8000, 0x1000],
		],
	);
	const [first, second] = runs;
	t.deepEqual([...first!.bytes.subarray(0xffd, 0x1002)], [0xff, 1, 2, 3, 0xff]);
	t.is(first!.bytes[0x2000], 4);
	t.deepEqual(
		[second!.bytes[0], second!.bytes[1], second!.bytes[0xffc], second!.bytes[0xffd]],
		[6, 0xff, 5, 0xff],
	);
});
