// Synthesises sounds, trains the model of this example on them and writes src/keyword.tflite, src/keyword.json and traces/.
//
//   npx tsx examples/keyword/train.ts
//
// Needs no other package, takes some seconds, and gives the same bytes each time.

import {writeFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import {formatJson} from '../../tools/dev/train/json.ts';
import {FeatureStage} from '../../tools/model/feature-stage.ts';
import {quantizeModel} from '../../tools/model/quantize.ts';
import {Random} from '../../tools/model/random.ts';
import {wavOf} from '../../tools/record/write.ts';
import {type DataSet, type NetShape, toFloatTflite, trainNet} from './train/net.ts';
import {LABELS, RATE_HZ, SAMPLES, soundOf} from './train/sounds.ts';
import {makeTraces} from './train/traces.ts';

export const FEATURES = {
	kind: 'mfe',
	samples: SAMPLES,
	rateHz: RATE_HZ,
	frameLengthS: 0.032,
	frameStrideS: 0.064,
	fftLength: 512,
	numFilters: 16,
	lowFrequencyHz: 300,
	highFrequencyHz: 4000,
} as const;

const SHAPE: NetShape = {frames: 16, bands: 16, kernel: 3, channels: 12, hidden: 16, classes: LABELS.length};
const OPTIONS = {seed: 1, epochs: 20, batch: 32, learningRate: 0.003, weightDecay: 1e-4};
/** Half of the windows are none of the calls. */
const WINDOWS = {other: 2400, rising: 1000, falling: 1000};

/** Windows of sounds that `seed` gives, as features, with their labels. */
export function makeData(counts: Readonly<Record<(typeof LABELS)[number], number>>, seed: number): DataSet {
	const random = new Random(seed);
	const stage = new FeatureStage(FEATURES);
	const rows = LABELS.flatMap((name, label) =>
		Array.from({length: counts[name]}, () => ({label, input: stage.values(soundOf(name, random), 1)})),
	);
	return {inputs: rows.map(({input}) => input), labels: rows.map(({label}) => label)};
}

/** The int8 model, as it lies in src. */
export function makeModel(): Uint8Array {
	const data = makeData(WINDOWS, 1);
	const float = toFloatTflite(trainNet(data, SHAPE, OPTIONS), 'two whistled calls, in float');
	const samples = data.inputs.map((values, i) => ({name: `${i}`, values}));
	return quantizeModel(float, samples, {file: 'keyword, in float'}).bytes;
}

export const description = {
	labels: LABELS,
	features: FEATURES,
	source: 'synthesised and trained by examples/keyword/train.ts',
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
	const here = (file: string): URL => new URL(file, import.meta.url);
	writeFileSync(here('src/keyword.tflite'), makeModel());
	writeFileSync(here('src/keyword.json'), formatJson(description));
	for (const [name, samples] of Object.entries(makeTraces()))
		writeFileSync(here(`traces/${name}.wav`), wavOf(samples, RATE_HZ));
}
