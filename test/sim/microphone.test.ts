// The world's microphone and its sounds: blocks in time, overwriting, gain, rates, and files that are wrong.

import test from 'ava';
import {loadBoards} from '../../boards/facts/boards.ts';
import type {CatnapError} from '../../lib/errors.ts';
import {parseSound, readSound, Sound} from '../../sim/world/sound.ts';
import {Bench, board} from './bench.ts';
import {wav} from './wav.ts';

const ramp = (samples: number): Sound =>
	new Sound(
		Int16Array.from({length: samples}, (_, index) => index),
		16_000,
	);
const settings = {rateHz: 16_000, gainDb: 0, block: 160, blocks: 4};
const line = 63;

test('a block is full after its time, its edge says so, and its samples follow those before', t => {
	const {world} = new Bench();
	const {microphone} = world;
	world.play(ramp(10_000));
	world.pinWatch(line, 1);
	t.true(microphone!.start(settings));
	world.sleep('idle', 1e6);
	t.is(world.nowUs, 10_000);
	t.deepEqual(
		world.pins.takeEdges().map(({name, atUs}) => [name, atUs]),
		[['microphone', 10_000]],
	);
	t.deepEqual([...microphone!.read()!.samples.slice(0, 3)], [0, 1, 2]);
	t.is(microphone!.read(), undefined);
	world.sleep('idle', 1e6);
	const next = microphone!.read()!;
	t.is(next.samples[0], 160);
	t.is(next.lost, 0);
});

test('three blocks wait while one is filled; then the oldest is overwritten and counted', t => {
	const {world} = new Bench();
	world.play(ramp(10_000));
	world.microphone!.start(settings);
	world.clock.advanceTo(50_000);
	const first = world.microphone!.read()!;
	t.is(first.lost, 2);
	t.is(first.samples[0], 320);
	t.is(world.microphone!.read()!.lost, 0);
	t.deepEqual(world.microphone!.stats, {samples: 800, lost: 320});
});

test('the sound runs from its beginning whether or not anyone listens, and ends in silence', t => {
	const {world} = new Bench();
	world.play(ramp(400));
	world.clock.advanceTo(20_000);
	world.microphone!.start(settings);
	world.clock.advanceTo(30_000);
	const {samples} = world.microphone!.read()!;
	t.deepEqual([samples[0], samples[79], samples[80]], [320, 399, 0]);
});

test('the gain scales and cuts off', t => {
	const {world} = new Bench();
	world.play(new Sound(Int16Array.of(1000, -1000, 30_000, -30_000), 16_000));
	world.microphone!.start({...settings, gainDb: 6});
	world.clock.advanceTo(10_000);
	t.deepEqual([...world.microphone!.read()!.samples.slice(0, 4)], [1995, -1995, 32_767, -32_768]);
});

test('a rate or gain that the board lacks is refused, a sound of another rate is an error', t => {
	const {world} = new Bench();
	t.false(world.microphone!.start({...settings, rateHz: 8000}));
	t.false(world.microphone!.start({...settings, gainDb: 21}));
	t.false(world.microphone!.start({...settings, block: 161}));
	world.play(new Sound(new Int16Array(10), 44_100));
	const error = t.throws<CatnapError>(() => world.microphone!.start(settings))!;
	t.is(error.code, 'SOUND_RATE');
	t.is(error.facts.expected, '16000 Hz, as the app asks for');
	t.is(error.facts.received, '44100 Hz');
});

test('microphone and capture draw current only while it listens, and a reset stops both', t => {
	const {world} = new Bench();
	world.microphone!.start(settings);
	world.clock.advanceTo(1_000_000);
	world.reset();
	world.clock.advanceTo(3_000_000);
	for (const item of ['microphone', 'capture']) {
		t.is(world.ledger.us(item, 'on', world.nowUs), 1_000_000, item);
		t.is(world.ledger.us(item, 'off', world.nowUs), 2_000_000, item);
	}
	t.is(world.microphone!.read(), undefined);
});

test('a board without a microphone has neither its line nor its items', t => {
	const {microphone: _, ...without} = board;
	const {world} = new Bench({board: without});
	t.is(world.microphone, undefined);
	t.is(world.pinWatch(line, 1), 'invalid');
	t.throws(() => world.play(ramp(1)), {instanceOf: RangeError});
});

// ---- files

test('a WAV file gives its samples and rate, and chunks that nobody knows are passed over', t => {
	const sound = parseSound(wav(Int16Array.of(1, -2, 32_767), 16_000, {extra: true}), 'some.wav');
	t.deepEqual([...sound.samples], [1, -2, 32_767]);
	t.is(sound.rateHz, 16_000);
	t.is(Sound.of(() => 0, 16_000, 1.5).durationUs, 1_500_000);
	t.deepEqual([...Sound.of(() => 2, 4, 0.5).samples], [32_767, 32_767]);
});

const samples = Int16Array.of(1, 2, 3, 4);
const wrong: Readonly<Record<string, readonly [Uint8Array, string]>> = {
	'something else': [new Uint8Array(100), 'RIFF and WAVE in the first 12 bytes'],
	stereo: [wav(samples, 16_000, {channels: 2}), 'one channel'],
	'8 bits': [wav(samples, 16_000, {bits: 8}), 'PCM of 16 bits'],
	'floating point': [wav(samples, 16_000, {coding: 3}), 'PCM of 16 bits'],
	'a file cut short': [wav(samples, 16_000).subarray(0, 46), '8 bytes'],
	'no data': [wav(samples, 16_000).subarray(0, 36), 'data'],
	'no samples': [wav(new Int16Array(0), 16_000), 'samples in the chunk data'],
	'a length that the recorder never wrote': [patched(40, 0), 'samples in the chunk data'],
	'a length as streams have it': [patched(40, 0xffff_ffff), '4294967295 bytes'],
	'half a sample': [patched(40, 7), 'two bytes a sample'],
	'no rate': [patched(24, 0), '1 to 384000 Hz'],
	'a rate that is none': [patched(24, 0x8000_0000), '1 to 384000 Hz'],
};

/** A sound in which one word of the header is another. */
function patched(at: number, word: number): Uint8Array {
	const bytes = Uint8Array.from(wav(samples, 16_000));
	new DataView(bytes.buffer).setUint32(at, word, true);
	return bytes;
}

for (const [what, [bytes, expected]] of Object.entries(wrong)) {
	test(`${what} is an error that says what is expected`, t => {
		const error = t.throws<CatnapError>(() => parseSound(bytes, 'some.wav'))!;
		t.is(error.code, 'SOUND_BAD');
		t.is(error.facts.expected, expected);
		t.is(error.facts.where, 'some.wav');
	});
}

test('a sound that is not there is an error that names it', t => {
	const error = t.throws<CatnapError>(() => readSound('/nowhere/a.wav'))!;
	t.is(error.code, 'SOUND_MISSING');
	t.is(error.facts.where, '/nowhere/a.wav');
});

test('on every board with a microphone its clock is within the range of PDM microphones, and other rates are refused', async t => {
	// MP34DT05-A data sheet: 1.2 to 3.25 MHz; PDM of the nRF5340 divides its clock by 64 or 80
	const withMicrophone = (await loadBoards()).filter(({microphone}) => microphone);
	t.true(withMicrophone.length >= 4);
	for (const {name, microphone} of withMicrophone) {
		const {ratesHz} = microphone!;
		t.deepEqual(ratesHz, [16_000, 20_000], name);
		for (const rateHz of ratesHz)
			t.true(
				[64, 80].some(ratio => rateHz * ratio >= 1.2e6 && rateHz * ratio <= 3.25e6),
				`${name}: ${rateHz}`,
			);
	}
	for (const rateHz of [12_500, 15_625, 8000, 44_100, 16_001])
		t.false(new Bench().world.microphone!.start({...settings, rateHz}), `${rateHz}`);
	t.true(new Bench().world.microphone!.start({...settings, rateHz: 20_000}));
});
