// What a network is quantised with: its inputs as the folder holds them, or recordings through its feature stage.
import type {ModelEnd} from '../compile.ts';
import {type Recording, readRecordings, type Sample, samplesOf} from '../data/samples.ts';
import {axesOf, type Features} from '../features/index.ts';
import {elementCount} from '../graph.ts';
import {readSidecar, type Sidecar} from '../sidecar.ts';
import {asFeatures, inUnits, preparedOf, windowsOf} from '../validation/preparation.ts';

interface Ends {
	readonly input: ModelEnd;
	readonly output: ModelEnd;
}

export interface Calibration {
	readonly samples: readonly Sample[];
	/** Classes in the order of the outputs; empty where no .json says it. */
	readonly labels: readonly string[];
	/** Whether a .json beside the model says labels or a feature stage. */
	readonly hasFacts: boolean;
}

/**
 * Inputs of the network `file`. With a feature stage in the .json beside it, recordings pass through that stage as on
 * the device; rows of a .npy that are as long as the input are features already.
 * @throws {CatnapError} BAD_DATA, SOUND_BAD, and those of a wrong .json
 */
export async function readCalibration(
	file: string,
	folder: string,
	{input, output}: Ends,
	mgPerUnit: number | undefined,
): Promise<Calibration> {
	const recordings = readRecordings(folder);
	const {stage, rangeG, labels} = await sidecarOf(file, {input, output});
	const hasFacts = stage !== undefined || labels.length > 0;
	if (stage === undefined)
		return {labels, hasFacts, samples: recordings.flatMap(recording => samplesOf(recording, input.shape))};
	const preparation = asFeatures(input, stage, rangeG);
	const samples = recordings.flatMap(recording => {
		if (holdsFeatures(recording, input.shape, stage)) return samplesOf(recording, input.shape);
		const windows = windowsOf(preparation, inUnits(preparation, [recording], mgPerUnit));
		return preparedOf(preparation, windows).map(({real}, i) => ({...windows[i]!, values: real}));
	});
	return {labels, hasFacts, samples};
}

/** A model.json of tfjs has no other .json beside it. */
async function sidecarOf(
	file: string,
	{input, output}: Ends,
): Promise<Pick<Sidecar, 'labels' | 'stage' | 'rangeG'>> {
	if (!file.endsWith('.tflite')) return {labels: []};
	const sizes = {inputElements: elementCount(input.shape), outputElements: elementCount(output.shape)};
	return readSidecar(file.replace(/\.tflite$/, '.json'), '.', sizes);
}

function holdsFeatures({path, shape}: Recording, input: readonly number[], stage: Features): boolean {
	const row = elementCount(shape.slice(1));
	return /\.npy$/i.test(path) && shape.length > 1 && row === elementCount(input) && row !== axesOf(stage);
}
