// Measures the spectra from which make-trace.ts synthesises: one recording a state, power averaged over its windows.
//
//   npx tsx examples/fan-monitor/train/spectra.ts <folder of recordings>

import {writeFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import {formatJson} from '../../../tools/dev/train/json.ts';
import {loadNative, type NativeCode} from '../../../tools/dev/train/native.ts';
import {readRecordings} from './recordings.ts';

/** Root mean square in mg of the bins 1 .. samples / 2 - 1, per axis, and the mean of each axis. */
export interface StateSpectrum {
	readonly recording: string;
	readonly meanMg: readonly number[];
	readonly rmsMg: readonly (readonly number[])[];
}

export interface Spectra {
	readonly source: string;
	readonly rateHz: number;
	readonly samples: number;
	readonly states: Readonly<Record<string, StateSpectrum>>;
}

const SAMPLES = 256;

// The recordings whose tone wanders least, so that averaging does not smear it.
const RECORDINGS = {off: 'off_fan1_1', on: 'on_fan1_2', clogged: 'clog_fan1_2', friction: 'friction_fan1_2'};

/** Measure the four recordings in `folder`. */
export function measureSpectra(folder: string | undefined): Spectra {
	const recordings = readRecordings(folder);
	const code = loadNative(['dsp/dsp_math.c', 'dsp/dsp_fft.c']);
	const states = Object.entries(RECORDINGS).map(([state, name]) => {
		const {mg} = recordings.find(recording => recording.name === name)!;
		const rmsMg = [0, 1, 2].map(axis => axisSpectrum(code, mg, axis).map(value => round(value, 1000)));
		const meanMg = [0, 1, 2].map(axis => round(axisMean(mg, axis, mg.length / 3), 10));
		return [state, {recording: name, meanMg, rmsMg}] as const;
	});
	return {
		source: 'measured on recordings of nxp-appcodehub/ap-ml-state-monitor, NXP, BSD-3-Clause',
		rateHz: 200,
		samples: SAMPLES,
		states: Object.fromEntries(states),
	};
}

const round = (value: number, steps: number): number => Math.round(value * steps) / steps;

function axisMean(mg: Float64Array, axis: number, count: number): number {
	let sum = 0;
	for (let i = 0; i < count; i++) sum += mg[3 * i + axis]!;
	return sum / count;
}

// Hann windows every half window, scaled so that the squares of all bins add up to the variance.
function axisSpectrum(code: NativeCode, mg: Float64Array, axis: number): number[] {
	const at = code.alloc(4 * SAMPLES);
	const mean = axisMean(mg, axis, mg.length / 3);
	const power = new Float64Array(SAMPLES / 2);
	let windows = 0;
	for (let start = 0; start + SAMPLES <= mg.length / 3; start += SAMPLES / 2, windows++) {
		const data = code.float32(at, SAMPLES);
		for (let i = 0; i < SAMPLES; i++) {
			const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / SAMPLES);
			data[i] = (mg[3 * (start + i) + axis]! - mean) * hann;
		}
		code.call('cn_dsp_rfft', at, SAMPLES);
		code.call('cn_dsp_rfft_power', at, SAMPLES);
		for (let k = 0; k < SAMPLES / 2; k++) power[k]! += data[k]!;
	}
	const scale = 2 / 0.375 / SAMPLES ** 2 / windows;
	return [...power.subarray(1)].map(value => Math.sqrt(value * scale));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
	const spectra = measureSpectra(process.argv[2]);
	writeFileSync(new URL('../spectra.json', import.meta.url), formatJson(spectra));
}
