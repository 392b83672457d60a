// catnap model anomaly: learns from recordings of the usual what a window looks like, and writes it into the model's JSON.

import {readFileSync} from 'node:fs';
import {CatnapError} from '../../lib/errors.ts';
import {writeAtomically} from '../../lib/files.ts';
import {parseJson} from '../../lib/read.ts';
import {working} from '../../lib/working.ts';
import {checkPlaces, checkThreshold, packAnomaly} from './anomaly.ts';
import type {Result} from './args.ts';
import {clusterAnomaly} from './clusters.ts';
import {compileModel} from './compile.ts';
import {type Recording, readRecordings} from './data/samples.ts';
import {AnomalyScore} from './feature-stage.ts';
import {readModelFile} from './inspect.ts';
import {readSidecar} from './sidecar.ts';
import {endSizesOf} from './sidecar-results.ts';
import {asFeatures, inUnits, preparedOf, windowsOf} from './validation/preparation.ts';

export interface AnomalyArgs {
	/** Path of the `.tflite`; its JSON beside it has `features`, and gets `anomaly`. */
	readonly file: string;
	/** Folder of recordings of what is usual: .csv, .wav or .npy. */
	readonly data: string;
	/** 1 to 255. */
	readonly clusters: number;
	/** A score above it is an anomaly. */
	readonly threshold: number;
	/** Places of the features that count. @default all */
	readonly values?: readonly number[];
	/** Milli-g of one unit of the recordings. @default as they say */
	readonly mgPerUnit?: number;
}

export interface AnomalyData {
	/** The JSON that got `anomaly`. */
	readonly file: string;
	/** Windows that the clusters were made of, and every fifth, which was kept apart. */
	readonly learned: number;
	/** Windows, every fifth, that were kept apart and are scored below. */
	readonly apart: number;
	/** How many were found: at most as many as were asked for. */
	readonly clusters: number;
	/** Bytes in the image. */
	readonly bytes: number;
	/** Of the windows kept apart: how many would be anomalies, and the scores at half and at most. */
	readonly anomalies: number;
	/** Of the windows kept apart; below 0 lies inside a cluster. */
	readonly medianScore: number;
	/** Of the windows kept apart. */
	readonly highestScore: number;
}

const leastWindows = 10;
const everyApart = 5;

/**
 * Learn what windows usually are and write it into the JSON beside the model, whole or not at all.
 * @throws {CatnapError} BAD_DATA, MODEL_FACTS, MODEL_*, CANNOT_WRITE
 */
export async function runAnomaly(args: AnomalyArgs): Promise<Result<AnomalyData>> {
	const {file, data: folder, clusters, threshold} = args;
	checkThreshold(threshold, '--threshold');
	const sidecarPath = file.replace(/\.tflite$/, '.json');
	const rows = await featuresOf(args, sidecarPath);
	if (rows.length < leastWindows)
		throw new CatnapError('BAD_DATA', {
			...{which: 'few', where: folder, received: `${rows.length}`},
			expected: `at least ${leastWindows} windows`,
		});
	const apart = rows.filter((_, i) => i % everyApart === 0);
	const learned = rows.filter((_, i) => i % everyApart !== 0);
	const count = rows[0]!.length;
	const values = args.values ?? Array.from({length: count}, (_, i) => i);
	checkPlaces(values, count, '--values');
	const points = learned.map(row => [...row]);
	const anomaly = working(`clusters of ${points.length} windows`, {unit: 'rounds'}, () =>
		clusterAnomaly(points, values, clusters, threshold),
	);
	const bytes = packAnomaly(anomaly);
	const score = new AnomalyScore(bytes, count);
	const scores = apart.map(row => score.of(row)).sort((a, b) => a - b);
	const json = parseJson(readFileSync(sidecarPath, 'utf8')) as object;
	await writeAtomically(sidecarPath, `${JSON.stringify({...json, anomaly}, undefined, '\t')}\n`);
	const data = {
		...{file: sidecarPath, learned: learned.length, apart: apart.length},
		...{clusters: anomaly.clusters.length, bytes: bytes.length},
		anomalies: scores.filter(each => each > threshold).length,
		medianScore: scores[Math.floor(scores.length / 2)]!,
		highestScore: scores.at(-1)!,
	};
	return {data, text: textOf(data, threshold), exitCode: 0};
}

/** What the device makes of each window. */
async function featuresOf(
	{file, data, mgPerUnit}: AnomalyArgs,
	sidecarPath: string,
): Promise<Float32Array[]> {
	const {inputs, ...others} = compileModel(readModelFile(file), {file});
	const {stage, rangeG} = await readSidecar(sidecarPath, '.', endSizesOf({inputs, ...others}));
	if (stage === undefined)
		throw new CatnapError('MODEL_FACTS', {
			where: sidecarPath,
			expected: '"features": a feature stage, whose values the score judges (docs/features.md)',
			received: 'none',
		});
	const preparation = asFeatures(inputs[0]!, stage, rangeG);
	const recordings = inUnits(preparation, readRecordings(data), mgPerUnit);
	for (const recording of recordings) checkRate(recording, stage.rateHz);
	return preparedOf(preparation, windowsOf(preparation, recordings)).map(({real}) => real);
}

const rateTolerance = 0.05;

/** What is usual at one rate is nothing at another: sound for a sensor of acceleration, or every second sample. */
function checkRate({path, rateHz}: Recording, expectedHz: number): void {
	if (rateHz === undefined || Math.abs(rateHz / expectedHz - 1) <= rateTolerance) return;
	throw new CatnapError('BAD_DATA', {
		...{which: 'rate', where: path},
		expected: `${expectedHz} samples a second, rateHz of the feature stage`,
		received: `${Number(rateHz.toPrecision(4))}`,
	});
}

function textOf(data: AnomalyData, threshold: number): string {
	const {file, learned, apart, clusters, bytes, anomalies, medianScore, highestScore} = data;
	return [
		`${file}: ${clusters} ${clusters === 1 ? 'cluster' : 'clusters'} of ${learned} windows, ${bytes} bytes`,
		`${apart} windows kept apart: score ${medianScore.toFixed(3)} at half, ${highestScore.toFixed(3)} at most; ${anomalies} above the threshold ${threshold}`,
	].join('\n');
}
