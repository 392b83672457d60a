// The anomaly score of a model: its JSON, its clusters, and what `catnap model anomaly` learns from recordings.

import {copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {CatnapError} from '../../lib/errors.ts';
import {checkAnomaly, packAnomaly} from '../../tools/model/anomaly.ts';
import {type AnomalyArgs, runAnomaly} from '../../tools/model/anomaly-fit.ts';
import {clusterAnomaly, kMeans} from '../../tools/model/clusters.ts';
import {AnomalyScore, FeatureStage} from '../../tools/model/feature-stage.ts';
import {Random} from '../../tools/model/random.ts';
import {needsShared, sharedPath} from '../shared.ts';
import {temporaryFolder} from '../temporary.ts';
import {repository} from './places.ts';

const good = {
	kind: 'k-means',
	threshold: 0.3,
	values: [0, 2, 3],
	mean: [1, 2, 3],
	scale: [1, 2, 4],
	clusters: [{center: [0, 0, 0], radius: 1}],
};

test('the packed bytes are those of SPEC.md', t => {
	const packed = packAnomaly(checkAnomaly({...good, threshold: 0.5}, 5, 2));
	t.deepEqual([...packed.subarray(0, 20)], [1, 1, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0x3f, 0, 0, 2, 0, 3, 0, 0, 0]);
	t.deepEqual([...new Float32Array(packed.buffer, 20)], [1, 2, 3, 1, 0.5, 0.25, 1, 0, 0, 0]);
	const autoencoder = checkAnomaly({kind: 'autoencoder', threshold: 2}, 5, 5);
	t.deepEqual([...packAnomaly(autoencoder)], [1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x40]);
});

const wrong: [unknown, RegExp][] = [
	[3, /fan\.json: anomaly[\s\S]*an object/],
	[{...good, kind: 'gmm'}, /anomaly\.kind[\s\S]*k-means or autoencoder[\s\S]*"gmm"/],
	[{kind: 'autoencoder', threshold: 1}, /anomaly\.kind[\s\S]*output has the 5 values[\s\S]*received: 2/],
	[{...good, threshold: undefined}, /anomaly\.threshold[\s\S]*a number/],
	[{...good, threshold: 1e40}, /anomaly\.threshold/],
	[{...good, values: [0, 5, 1]}, /anomaly\.values[\s\S]*from 0 to 4/],
	[{...good, values: [0, 0, 1]}, /anomaly\.values[\s\S]*each once/],
	[{...good, values: []}, /anomaly\.values/],
	[{...good, mean: [1, 2]}, /anomaly\.mean[\s\S]*3 numbers[\s\S]*received: 2/],
	[{...good, scale: [1, 0, 1]}, /anomaly\.scale[\s\S]*above 0/],
	[{...good, clusters: []}, /anomaly\.clusters[\s\S]*1 to 65535 objects/],
	[{...good, clusters: [{center: [1, 2], radius: 1}]}, /anomaly\.clusters\[0\]\.center[\s\S]*3 numbers/],
	[{...good, clusters: [{center: [1, 2, 3]}]}, /anomaly\.clusters/],
	[{...good, clusters: [{center: [1, 2, 3], radius: -1}]}, /anomaly\.clusters[\s\S]*radius, 0 or more/],
	[{...good, treshold: 1}, /anomaly\.treshold[\s\S]*no field of this name/],
];

test('each wrong field is named with what it may be and what it is', t => {
	for (const [json, message] of wrong) {
		const error = t.throws(() => checkAnomaly(json, 5, 2, 'fan.json: anomaly'), {
			...{instanceOf: CatnapError, message},
		});
		t.is(error?.code, 'BAD_FEATURES');
	}
});

test('three heaps of points are three clusters, the same each time; equal points are one', t => {
	const random = new Random(4);
	const heaps = [
		[0, 0],
		[10, 0],
		[0, 10],
	];
	const points = Array.from({length: 90}, (_, i) => heaps[i % 3]!.map(at => at + random.uniform(-1, 1)));
	const clusters = kMeans(points, 3);
	t.deepEqual(
		clusters.map(({members}) => members.length),
		[30, 30, 30],
	);
	for (const {center} of clusters)
		t.true(heaps.some(heap => Math.hypot(heap[0]! - center[0]!, heap[1]! - center[1]!) < 0.5));
	t.deepEqual(kMeans(points, 3), clusters);
	t.is(
		kMeans(
			Array.from({length: 20}, () => [1, 2]),
			8,
		).length,
		1,
	);
});

test('the score in C is the distance beyond the nearest cluster', t => {
	const random = new Random(9);
	const rows = Array.from({length: 60}, () => Array.from({length: 4}, () => random.uniform(-5, 5)));
	const anomaly = clusterAnomaly(rows, [3, 1], 5, 0.3);
	const score = new AnomalyScore(packAnomaly(anomaly), 4);
	for (const row of rows) {
		const point = anomaly.values.map((place, i) => (row[place]! - anomaly.mean[i]!) / anomaly.scale[i]!);
		const distances = anomaly.clusters.map(
			({center, radius}) => Math.hypot(...center.map((at, i) => at - point[i]!)) - radius,
		);
		const got = score.of(Float32Array.from(row));
		t.true(Math.abs(got - Math.min(...distances)) < 1e-5);
		t.true(got < 1e-5, 'what it was made of is inside');
	}
});

const folder = temporaryFolder('anomaly');
const args = (name: string, data: string): AnomalyArgs => ({
	...{file: join(folder, name, 'fan.tflite'), data, clusters: 4, threshold: 0.3},
});

/** A copy of the fan monitor's model, with or without its JSON. */
function modelIn(name: string, json?: object): string {
	const to = join(folder, name);
	mkdirSync(to, {recursive: true});
	copyFileSync(join(repository, 'examples/fan-monitor/src/fan.tflite'), join(to, 'fan.tflite'));
	const own = JSON.parse(
		readFileSync(join(repository, 'examples/fan-monitor/src/fan.json'), 'utf8'),
	) as object;
	writeFileSync(join(to, 'fan.json'), JSON.stringify(json ?? own));
	return join(to, 'fan.json');
}

/** `count` windows of a hum in mg, of this strength. */
function recordings(name: string, count: number, strength: number): string {
	const to = join(folder, name);
	mkdirSync(to, {recursive: true});
	const random = new Random(2);
	const rows = Array.from({length: 256 * count}, (_, i) =>
		[0, 1, 2].map(axis => Math.round(strength * Math.sin(i * 1.3 + axis) + random.uniform(-9, 9))).join(','),
	);
	writeFileSync(join(to, 'hum.csv'), `x,y,z\n${rows.join('\n')}\n`);
	return to;
}

test("what is learned goes into the model's JSON beside what was there, the same each time", async t => {
	const path = modelIn('learned');
	const usual = recordings('usual', 40, 40);
	const {data, text} = await runAnomaly(args('learned', usual));
	t.like(data, {learned: 32, apart: 8, anomalies: 0});
	t.regex(text, /of 32 windows[\s\S]*8 windows kept apart/);
	const first = readFileSync(path, 'utf8');
	t.like(JSON.parse(first), {rangeG: 2, anomaly: {kind: 'k-means', threshold: 0.3}});
	await runAnomaly(args('learned', usual));
	t.is(readFileSync(path, 'utf8'), first);
});

test('too few windows, a place that is not there, a model without features: one error, and nothing is written', async t => {
	const path = modelIn('refused');
	const before = readFileSync(path, 'utf8');
	await t.throwsAsync(runAnomaly(args('refused', recordings('few', 5, 40))), {
		message: /at least 10 windows/,
	});
	const usual = recordings('usual', 40, 40);
	await t.throwsAsync(runAnomaly({...args('refused', usual), values: [0, 99]}), {
		message: /--values[\s\S]*0 to 9/,
	});
	await t.throwsAsync(runAnomaly(args('refused', join(folder, 'nowhere'))), {instanceOf: CatnapError});
	await t.throwsAsync(runAnomaly({...args('refused', usual), threshold: 1e99}), {
		...{code: 'BAD_FEATURES', message: /--threshold[\s\S]*below 1e30[\s\S]*1e\+99/},
	});
	t.is(readFileSync(path, 'utf8'), before);
	modelIn('bare', {labels: ['off', 'on', 'clogged', 'friction']});
	await t.throwsAsync(runAnomaly(args('bare', usual)), {code: 'MODEL_FACTS', message: /"features"/});
});

test('recordings of another rate are refused, those of the rate of the stage are taken', async t => {
	const path = modelIn('rate');
	const before = readFileSync(path, 'utf8');
	const clocked = (name: string, stepMs: number) => {
		const to = join(folder, name);
		mkdirSync(to);
		const rows = Array.from({length: 256 * 12}, (_, i) => `${i * stepMs},${i % 7},${i % 5},${i % 3}`);
		writeFileSync(join(to, 'a.csv'), `t_ms,x,y,z\n${rows.join('\n')}\n`);
		return to;
	};
	await t.throwsAsync(runAnomaly(args('rate', clocked('slow', 10))), {
		...{code: 'BAD_DATA', message: /slow.a\.csv[\s\S]*200 samples a second[\s\S]*received: 100\b/},
	});
	t.is(readFileSync(path, 'utf8'), before);
	await t.notThrowsAsync(runAnomaly(args('rate', clocked('right', 5))));
});

needsShared(test, 'data')('a fan that runs is usual, one that is clogged or off is not', async t => {
	const path = modelIn('fan');
	const source = sharedPath('data/nxp_fan');
	const usual = join(folder, 'on');
	mkdirSync(usual);
	for (const file of readdirSync(source).filter(name => /^on_fan1/.test(name)))
		copyFileSync(join(source, file), join(usual, file));
	const mgPerUnit = 1000 / 4096;
	const {data} = await runAnomaly({...args('fan', usual), mgPerUnit});
	t.true(data.anomalies <= 1, `${data.anomalies} of ${data.apart}`);
	const {features, anomaly} = JSON.parse(readFileSync(path, 'utf8')) as {features: object; anomaly: object};
	const stage = new FeatureStage(features);
	const score = new AnomalyScore(packAnomaly(checkAnomaly(anomaly, stage.count, 4)), stage.count);
	const others = readdirSync(source).filter(name => /^(clog|off)_fan1/.test(name));
	let above = 0;
	let all = 0;
	for (const file of others) {
		const rows = readFileSync(join(source, file), 'utf8')
			.trim()
			.split('\n')
			.filter(line => /^-?\d/.test(line));
		for (let at = 0; at + 256 <= rows.length; at += 256) {
			const mg = rows.slice(at, at + 256).flatMap(row => row.split(',').slice(0, 3).map(Number));
			const counts = Int16Array.from(mg, value => Math.round(value * mgPerUnit) * 16);
			if (score.of(stage.values(counts, 1 / 16)) > 0.3) above++;
			all++;
		}
	}
	t.log(`${above} of ${all} windows above the threshold`);
	t.true(above >= 0.95 * all, `${above} of ${all}`);
});
