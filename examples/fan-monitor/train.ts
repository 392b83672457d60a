// Trains the model of this example on the recordings and writes src/fan.tflite, src/fan.json and training-report.md.
//
//   npm install --no-save @tensorflow/tfjs@4.22.0
//   npx tsx examples/fan-monitor/train.ts <folder of recordings>
//
// The same recordings give the same bytes. Takes some minutes: every recording and every fan is left out once.

import {writeFileSync} from 'node:fs';
import {formatJson} from '../../tools/dev/train/json.ts';
import {FeatureStage} from '../../tools/model/feature-stage.ts';
import {Random} from '../../tools/model/random.ts';
import {Confusion, makeRows, type Rows, trainingSet} from './train/folds.ts';
import {forwardInt8, INPUT, quantise, toRow, toTflite} from './train/int8.ts';
import {argmax, forward, loadTf, type TrainOptions, train} from './train/model.ts';
import {LABELS, type Recording, readRecordings} from './train/recordings.ts';
import {type Fold, writeReport} from './train/report.ts';

const BIN_HZ = 200 / 256;

const FEATURES = {
	kind: 'spectrum',
	samples: 256,
	axes: 3,
	rateHz: 200,
	floorMg2: 1,
	peakBins: 2,
	edgesHz: [4 * BIN_HZ, 128 * BIN_HZ],
} as const;

const ROWS = {features: FEATURES, copies: 6, hop: 64, copyHop: 97, testHop: 128};

const OPTIONS: TrainOptions = {
	seed: 1,
	hidden: 16,
	classes: LABELS.length,
	epochs: 30,
	batch: 64,
	learningRate: 0.003,
	weightDecay: 1e-4,
	dropout: 0.2,
};

/** Never trained on: for each class one recording of the source (two pieces for off). */
const HELD_OUT = ['off_fan1_3', 'on_fan3_2', 'clog_fan3_2', 'friction_fan3_2'];

type HeldOut = (recording: Recording) => boolean;

const tf = await loadTf();

/** Train without some recordings, then test on them, in float and in int8. */
async function runFold(name: string, all: readonly Rows[], heldOut: HeldOut, tested: HeldOut = heldOut) {
	const data = trainingSet(all, heldOut);
	const net = await train(tf, data, OPTIONS);
	const int8 = quantise(net, data.inputs);
	const fold: Fold = {name, confusion: new Confusion(), wrong: [], floatAgrees: 0};
	for (const {recording, test} of all.filter(rows => tested(rows.recording))) {
		const found = test.map(values => argmax(forwardInt8(int8, values)));
		for (const label of found) fold.confusion.add(recording.label, label);
		fold.floatAgrees += test.filter((v, i) => argmax(forward(net, toRow(v)).logits) === found[i]).length;
		const right = found.filter(label => label === recording.label).length;
		if (right < found.length) fold.wrong.push({name: recording.name, right, of: found.length});
	}
	process.stderr.write(`${name}: ${fold.confusion.right} of ${fold.confusion.total}\n`);
	return {fold, int8};
}

const recordings = readRecordings(process.argv[2]);
const all = makeRows(recordings, ROWS, new Random(1));

const final = await runFold('held out', all, recording => HELD_OUT.includes(recording.source));
const byRecording: Fold[] = [];
for (const source of new Set(recordings.map(recording => recording.source))) {
	byRecording.push((await runFold(source, all, recording => recording.source === source)).fold);
}
const byFan: Fold[] = [];
for (const fan of new Set(recordings.map(recording => recording.fan))) {
	// Only fan1 was recorded switched off: one of its recordings stays in the training, and is not tested.
	const heldOut: HeldOut = recording => recording.fan === fan && recording.source !== 'off_fan1_1';
	byFan.push((await runFold(fan, all, heldOut)).fold);
}

const names = (held: boolean): string[] =>
	recordings.filter(({source}) => HELD_OUT.includes(source) === held).map(({name}) => name);
const description = {
	labels: LABELS,
	rangeG: 2,
	features: FEATURES,
	trainedOn: names(false),
	heldOut: names(true),
	source: 'nxp-appcodehub/ap-ml-state-monitor, BSD-3-Clause; see training-report.md',
};
const tflite = toTflite(final.int8, 'Catnap fan-monitor: off, on, clogged, friction');
const here = (file: string): URL => new URL(file, import.meta.url);
writeFileSync(here('src/fan.tflite'), tflite);
writeFileSync(here('src/fan.json'), formatJson(description));
writeFileSync(
	here('training-report.md'),
	writeReport({
		final: final.fold,
		byRecording,
		byFan,
		trainedOn: description.trainedOn,
		heldOut: description.heldOut,
		options: OPTIONS,
		rows: ROWS,
		trainingRows: trainingSet(all, ({source}) => HELD_OUT.includes(source)).inputs.length,
		inputs: new FeatureStage(FEATURES).count,
		input: INPUT,
		int8: final.int8,
		fileBytes: tflite.length,
	}),
);
