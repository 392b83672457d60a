// Which recordings a model is trained on and which it is tested on, and what came out.

import {FeatureStage} from '../../../tools/model/feature-stage.ts';
import type {Random} from '../../../tools/model/random.ts';
import {INPUT, toRow} from './int8.ts';
import type {DataSet} from './model.ts';
import {
	changeRecording,
	LABELS,
	MG_PER_COUNT,
	type Recording,
	randomChange,
	toCounts,
	windows,
} from './recordings.ts';

/** A recording as int8 rows: the windows it is tested with, and all it is trained with. */
export interface Rows {
	readonly recording: Recording;
	readonly test: Int8Array[];
	readonly training: Int8Array[];
}

export interface RowOptions {
	readonly features: {readonly samples: number};
	/** Changed copies of each recording. */
	readonly copies: number;
	/** Samples between windows: of the recording, of its changed copies, and in a test. */
	readonly hop: number;
	readonly copyHop: number;
	readonly testHop: number;
}

/** Send every recording, and changed copies of it, through the sensor's steps and the feature stage. */
export function makeRows(recordings: readonly Recording[], options: RowOptions, random: Random): Rows[] {
	const stage = new FeatureStage(options.features);
	const rowsOf = (mg: Float64Array, hop: number): Int8Array[] =>
		Array.from(windows(toCounts(mg), options.features.samples, hop), window =>
			stage.run(window, MG_PER_COUNT, INPUT.scale, INPUT.zeroPoint),
		);
	return recordings.map(recording => {
		const training = rowsOf(recording.mg, options.hop);
		for (let copy = 0; copy < options.copies; copy++) {
			const changed = changeRecording(recording, randomChange(random, recording.label), random);
			training.push(...rowsOf(changed.mg, options.copyHop));
		}
		return {recording, test: rowsOf(recording.mg, options.testHop), training};
	});
}

/** Training rows of all that are not held out. */
export function trainingSet(all: readonly Rows[], heldOut: (recording: Recording) => boolean): DataSet {
	const kept = all.filter(rows => !heldOut(rows.recording));
	return {
		inputs: kept.flatMap(rows => rows.training.map(toRow)),
		labels: kept.flatMap(rows => rows.training.map(() => rows.recording.label)),
	};
}

/** Windows by true and found label: `counts[label][found]`. */
export class Confusion {
	readonly counts: number[][] = LABELS.map(() => LABELS.map(() => 0));

	add(label: number, found: number): void {
		this.counts[label]![found]!++;
	}

	get right(): number {
		return this.counts.reduce((sum, row, label) => sum + row[label]!, 0);
	}

	get total(): number {
		return this.counts.flat().reduce((sum, count) => sum + count, 0);
	}

	get accuracy(): number {
		return this.right / this.total;
	}
}
