// A spoken word through the microphone, the front end and micro_speech, as an app, on every target.

import {copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {readSound, type SimulationResult, simulate} from 'catnap/testing';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {needsShared, sharedPath} from '../shared.ts';

const model = sharedPath('models/micro_speech_quantized.tflite');
const words = sharedPath('data/speech_commands');
const withShared = needsShared(test.serial, 'models/micro_speech_quantized.tflite', 'data/speech_commands');
const targets = ['host', 'qemu-an505', ...((await hasUnicorn()) ? ['nrf5340dk'] : [])];

const source = `
import {SpeechFrontEnd} from 'catnap/dsp';
import {Microphone} from 'catnap/sensor';
import speech from './speech.tflite';

const {samples, stride, channels} = SpeechFrontEnd;
const frontEnd = new SpeechFrontEnd();
const features = new Int8Array(49 * channels).fill(-128);
const newest = features.subarray(48 * channels);
const microphone = new Microphone({rateHz: 16_000});
let frames = 0;
let said = '';
for await (const {data} of microphone.windows({samples, hop: stride})) {
	features.copyWithin(0, channels);
	frontEnd.run(data, newest);
	if (++frames % 5 !== 0) continue;
	speech.input.set(features);
	speech.invoke();
	const {label, score} = speech.best();
	if (score < 0.8 || label === said) continue;
	said = label;
	console.log(label, microphone.stats.dropped);
}
`;

/** The folder of the app: its model stays where the facts are, and goes with the folder. */
function makeApp(): string {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-speech-'));
	mkdirSync(join(folder, 'src'));
	copyFileSync(model, join(folder, 'src/speech.tflite'));
	writeFileSync(
		join(folder, 'src/speech.json'),
		JSON.stringify({labels: ['silence', 'unknown', 'yes', 'no']}),
	);
	writeFileSync(join(folder, 'src/main.ts'), source);
	writeFileSync(
		join(folder, 'package.json'),
		JSON.stringify({name: 'speech', private: true, type: 'module', main: 'src/main.ts'}),
	);
	return folder;
}

let app: string | undefined;
test.after.always(() => app && rmSync(app, {recursive: true}));

function listen(word: string, target: string): Promise<SimulationResult> {
	app ??= makeApp();
	const sound = readSound(join(words, `tflm_${word}_1000ms.wav`));
	return simulate({app, target, for: '3s', setup: world => world.at(1_000_000, () => world.play(sound))});
}

for (const target of targets) {
	for (const word of ['yes', 'no']) {
		withShared(`the word ${word} is understood on ${target}, and no sample is lost`, async t => {
			const run = await listen(word, target);
			t.deepEqual(run.violations, []);
			t.true(run.console.includes(`${word} 0`), run.console.join('; '));
			t.false(run.console.includes(`${word === 'yes' ? 'no' : 'yes'} 0`), run.console.join('; '));
			const share = run.awakeFraction;
			t.log(
				`awake ${(100 * share).toFixed(1)} %, ${run.energy.averageUa.toFixed(0)} uA, ${run.wakeCount} wakes`,
			);
			t.true(share < 0.5);
		});
	}
}
