// The committed model of examples/fan-monitor, window by window through the C feature stage: real recordings
// where they are there, and the demo trace.

import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {makeTrace, readSpectra, SEGMENTS} from '../../examples/fan-monitor/make-trace.ts';
import {forwardInt8, fromTflite, INPUT, toTflite} from '../../examples/fan-monitor/train/int8.ts';
import {argmax} from '../../examples/fan-monitor/train/model.ts';
import {
	LABELS,
	MG_PER_COUNT,
	readRecordings,
	toCounts,
	windows,
} from '../../examples/fan-monitor/train/recordings.ts';
import {measureSpectra} from '../../examples/fan-monitor/train/spectra.ts';
import {formatJson} from '../../tools/dev/train/json.ts';
import {FeatureStage} from '../../tools/model/feature-stage.ts';
import {needsShared, sharedPath} from '../shared.ts';
import {loadModel} from './run-model.ts';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const example = path('../../examples/fan-monitor/');
const folder = sharedPath('data/nxp_fan');
const withRecordings = needsShared(test, 'data/nxp_fan');

const tflite = readFileSync(`${example}src/fan.tflite`);
const description = JSON.parse(readFileSync(`${example}src/fan.json`, 'utf8'));
const demo = `${example}traces/demo.csv`;

const model = fromTflite(tflite);
const stage = new FeatureStage(description.features);
const invoke = loadModel(`${example}src/fan.tflite`);
const inputOf = (window: Int16Array): Int8Array =>
	stage.run(window, MG_PER_COUNT, INPUT.scale, INPUT.zeroPoint);
const classify = (window: Int16Array): number => argmax(invoke(inputOf(window)));

// Labels found in windows of 256 samples every 128.
const found = (mg: Float64Array): number[] => Array.from(windows(toCounts(mg), 256, 128), classify);

test('the labels of fan.json are those of the training', t => {
	t.deepEqual(description.labels, [...LABELS]);
	t.is(description.features.samples, 256);
});

test('the model read back from its file is written as the same file', t => {
	t.deepEqual(Buffer.from(toTflite(model, 'Catnap fan-monitor: off, on, clogged, friction')), tflite);
});

withRecordings('the runtime finds the label that the arithmetic of the training finds', t => {
	for (const {mg} of readRecordings(folder)) {
		for (const window of windows(toCounts(mg), 256, 256)) {
			t.is(classify(window), argmax(forwardInt8(model, inputOf(window))));
		}
	}
});

withRecordings('every window of the recordings that were not trained on is classified rightly', t => {
	const heldOut = readRecordings(folder).filter(({name}) => description.heldOut.includes(name));
	t.deepEqual(new Set(heldOut.map(({label}) => label)).size, LABELS.length);
	for (const {name, label, mg} of heldOut) {
		t.deepEqual([name, ...found(mg).filter(other => other !== label)], [name]);
	}
});

withRecordings('fan.json accounts for every recording, and no source is on both sides', t => {
	const recordings = readRecordings(folder);
	const sides = [...description.trainedOn, ...description.heldOut];
	t.deepEqual(sides.sort(), recordings.map(({name}) => name).sort());
	const sources = (names: string[]): string[] => names.map(name => name.replace(/[a-z]$/, ''));
	const trained = new Set(sources(description.trainedOn));
	t.deepEqual(
		sources(description.heldOut).filter(source => trained.has(source)),
		[],
	);
});

withRecordings('at +-4 g, whose steps are twice as coarse, at least 97 % are still right', t => {
	let [right, total] = [0, 0];
	for (const {label, mg} of readRecordings(folder)) {
		const coarse = mg.map(value => Math.round(value / 2) * 2);
		right += found(coarse).filter(other => other === label).length;
		total += found(coarse).length;
	}
	t.true(right / total >= 0.97, `${right} of ${total}`);
});

withRecordings('the spectra of the demo trace are measured again from the recordings', t => {
	t.is(formatJson(measureSpectra(folder)), readFileSync(`${example}spectra.json`, 'utf8'));
});

test('the demo trace is made again, byte for byte', t => {
	t.is(makeTrace(readSpectra()), readFileSync(demo, 'utf8'));
});

test('at least 95 % of the windows inside a segment of the demo trace are classified rightly', t => {
	const rows = readFileSync(demo, 'utf8').trim().split('\n').slice(4);
	const mg = Float64Array.from(rows.flatMap(row => row.split(',').slice(1).map(Number)));
	let [at, right, total] = [0, 0, 0];
	for (const {state, seconds} of SEGMENTS) {
		const labels = found(mg.subarray(3 * at, 3 * (at + seconds * 200)));
		right += labels.filter(label => LABELS[label] === state).length;
		total += labels.length;
		at += seconds * 200;
	}
	t.is(at, rows.length);
	t.true(right / total >= 0.95, `${right} of ${total}`);
	t.log(`${right} of ${total}`);
});
