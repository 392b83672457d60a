// The committed model of examples/keyword, window by window through the C feature stage, on sounds that it was not trained on.

import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {LABELS, RATE_HZ, soundOf} from '../../examples/keyword/train/sounds.ts';
import {makeTraces} from '../../examples/keyword/train/traces.ts';
import {description} from '../../examples/keyword/train.ts';
import {formatJson} from '../../tools/dev/train/json.ts';
import {compileModel} from '../../tools/model/compile.ts';
import {FeatureStage} from '../../tools/model/feature-stage.ts';
import {Random} from '../../tools/model/random.ts';
import {wavOf} from '../../tools/record/write.ts';
import {loadModel} from './run-model.ts';

const path = (file: string): string =>
	fileURLToPath(new URL(`../../examples/keyword/${file}`, import.meta.url));
const file = path('src/keyword.tflite');
const {scale, zeroPoint} = compileModel(readFileSync(file), {file}).inputs[0]!;
const stage = new FeatureStage(description.features);
const invoke = loadModel(file);

const labelOf = (window: Int16Array) => {
	const scores = [...invoke(stage.run(window, 1, scale, zeroPoint))];
	return LABELS[scores.indexOf(Math.max(...scores))]!;
};

test('at least 96 % of new windows of each kind are classified rightly', t => {
	const random = new Random(2);
	for (const label of LABELS) {
		const right = Array.from({length: 300}, () => labelOf(soundOf(label, random))).filter(
			found => found === label,
		).length;
		t.log(`${label}: ${right} of 300`);
		t.true(right >= 0.96 * 300, `${label}: ${right} of 300`);
	}
});

test('the traces and the description are made again, byte for byte', t => {
	for (const [name, samples] of Object.entries(makeTraces()))
		t.deepEqual(readFileSync(path(`traces/${name}.wav`)), Buffer.from(wavOf(samples, RATE_HZ)), name);
	t.is(readFileSync(path('src/keyword.json'), 'utf8'), formatJson(description));
});
