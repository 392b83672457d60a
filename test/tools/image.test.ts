// The app image: what is written is read back, and no damaged byte goes unnoticed.
import test from 'ava';
import {type Image, readImage, writeImage} from '../../tools/build/image.ts';

const sample: Image = {
	name: 'fan-monitor',
	engineId: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
	intrinsics: ['Date', 'WeakRef'],
	boardId: 2,
	sections: [
		{type: 'bytecode', id: 0, data: Uint8Array.from({length: 33}, (_, i) => i)},
		{type: 'plan', id: 0, data: Uint8Array.of(9)},
		{type: 'asset', id: 1, data: new Uint8Array(16).fill(7)},
	],
};

test('an image that is written is read back the same', t => {
	t.deepEqual(readImage(writeImage(sample)), sample);
});

test('the fields lie where SPEC.md says', t => {
	const bytes = Buffer.from(writeImage(sample));
	t.is(bytes.toString('latin1', 0, 4), 'CTNP');
	t.is(bytes.readUInt16LE(4), 2);
	t.is(bytes.readUInt16LE(6), 112 + 3 * 16);
	t.is(bytes.readUInt32LE(16), bytes.length);
	t.is(bytes.readUInt32LE(20), 0b1001);
	t.is(bytes.readUInt16LE(24), 3);
	t.is(bytes.readUInt16LE(26), 2);
	t.deepEqual(
		[0, 4, 8, 12].map(at => bytes.readUInt32LE(112 + 16 + at)),
		[2, 160 + 48, 1, 0],
	);
	t.is(bytes.length % 16, 0);
});

test('the same content gives the same bytes', t => {
	t.deepEqual(writeImage(sample), writeImage(structuredClone(sample)));
});

test('each single flipped byte is noticed', t => {
	const bytes = writeImage(sample);
	for (let at = 0; at < bytes.length; at++) {
		const damaged = bytes.slice();
		damaged[at]! ^= 0x10;
		t.throws(() => readImage(damaged), {code: 'BAD_IMAGE'}, `byte ${at}`);
	}
});

test('each image that is cut off is refused', t => {
	const bytes = writeImage(sample);
	for (let length = 0; length < bytes.length; length++) {
		t.throws(() => readImage(bytes.subarray(0, length)), {code: 'BAD_IMAGE'}, `${length} bytes`);
	}
});

test('a long name is cut at a character', t => {
	const name = 'ventilator-für-öfen';
	const read = readImage(writeImage({...sample, name})).name;
	t.true(name.startsWith(read));
	t.true(Buffer.byteLength(read) <= 16);
	t.false(read.includes('\ufffd'));
});

test('two main modules are our own mistake', t => {
	const sections = [sample.sections[0]!, sample.sections[0]!];
	t.throws(() => writeImage({...sample, sections}), {instanceOf: RangeError});
});
