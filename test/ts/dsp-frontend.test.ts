// The micro-speech front end: bit for bit against TFLM's audio_preprocessor_int8, and in front of a real model.

import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import test from 'ava';
import {loadNative} from '../../tools/dev/train/native.ts';
import {runOnM33} from '../m33/run.ts';
import {needsShared, sharedPath} from '../shared.ts';
import {loadModel} from './run-model.ts';

const withShared = needsShared(test, 'golden', 'models', 'data/speech_commands');

const sources = ['dsp/dsp_rfft16.c', 'dsp/dsp_integer.c', 'dsp/dsp_frontend.c'];
const frameSamples = 480;
const strideSamples = 320;
const channels = 40;

// A fresh front end: one frame in, forty int8 out.
function openFrontend(): (frame: Int16Array) => Int8Array {
	const code = loadNative(sources);
	const state = code.alloc(4 * channels);
	const samples = code.alloc(2 * frameSamples);
	const scratch = code.alloc(code.call('cn_dsp_frontend_scratch_bytes'));
	const out = code.alloc(channels);
	return frame => {
		code.int16(samples, frameSamples).set(frame);
		code.call('cn_dsp_frontend_run', state, samples, scratch, out);
		return code.int8(out, channels).slice();
	};
}

interface Golden {
	readonly tensors: readonly object[];
	readonly cases: readonly {
		readonly case: string;
		readonly invokes: readonly {
			readonly in: readonly string[];
			readonly out: readonly {readonly b64: string}[];
		}[];
	}[];
}

withShared('every frame of the golden of audio_preprocessor_int8 is equal', async t => {
	const golden = JSON.parse(
		readFileSync(sharedPath('golden/audio_preprocessor_int8.json'), 'utf8'),
	) as Golden;
	const {inputsFor} = await import(pathToFileURL(sharedPath('golden/tools/inputs.mjs')).href);
	let frames = 0;
	for (const {case: name, invokes} of golden.cases) {
		const run = openFrontend();
		const inputs = inputsFor(name, [golden.tensors[0]]) as [Int16Array][];
		for (const [i, [frame]] of inputs.entries()) {
			const bytes = new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength);
			t.is(createHash('sha256').update(bytes).digest('hex'), invokes[i]!.in[0]!);
			t.is(Buffer.from(run(frame)).toString('base64'), invokes[i]!.out[0]!.b64, `${name}, frame ${i}`);
			frames++;
		}
	}
	t.is(frames, 79);
});

// Mono samples of a WAV file: 16 bits, 16 kHz.
function readWav(file: string): Int16Array {
	const bytes = readFileSync(file);
	let at = 12;
	while (bytes.toString('latin1', at, at + 4) !== 'data') at += 8 + bytes.readUInt32LE(at + 4);
	const count = bytes.readUInt32LE(at + 4) / 2;
	return Int16Array.from({length: count}, (_, i) => bytes.readInt16LE(at + 8 + 2 * i));
}

withShared('with it micro_speech_quantized labels yes, no, noise and silence rightly', t => {
	const labels = ['silence', 'unknown', 'yes', 'no'];
	const run = loadModel(sharedPath('models/micro_speech_quantized.tflite'));
	for (const [name, want] of Object.entries({yes: 'yes', no: 'no', noise: 'silence', silence: 'silence'})) {
		const samples = readWav(sharedPath(`data/speech_commands/tflm_${name}_1000ms.wav`));
		const frontend = openFrontend();
		const rows = Array.from({length: 49}, (_, i) => [
			...frontend(samples.subarray(i * strideSamples, i * strideSamples + frameSamples)),
		]);
		const scores = run(Int8Array.from(rows.flat()));
		t.is(labels[scores.indexOf(Math.max(...scores))], want, `${name}: ${scores}`);
	}
});

test('cn_dsp_frontend_cost is within 10 % of the instructions that QEMU counts', t => {
	const files = [...sources.map(file => `native/${file}`), 'test/m33/frontend_cost.c'];
	const [measured, cost] = runOnM33(files)
		.trim()
		.split(' ')
		.map(text => Number.parseInt(text, 16)) as [number, number];
	t.true(Math.abs(cost / measured - 1) < 0.1, `${cost} reported, ${measured} measured`);
});
