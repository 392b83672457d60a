// Synthesises traces/demo.csv: a minute of a fan that is switched on, clogs, rubs and is switched off.
//
//   npx tsx examples/fan-monitor/make-trace.ts
//
// Nothing of a recording is in it but the spectra that were measured on four of them (spectra.json).

import {readFileSync, writeFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import {Random} from '../../tools/model/random.ts';
import type {Spectra, StateSpectrum} from './train/spectra.ts';

/** What the fan does, and for how long. */
export const SEGMENTS = [
	{state: 'off', seconds: 10},
	{state: 'on', seconds: 20},
	{state: 'clogged', seconds: 12},
	{state: 'friction', seconds: 10},
	{state: 'off', seconds: 8},
] as const;

const SEED = 1;

interface Partial {
	readonly turnsPerSample: number;
	/** Per axis: peak amplitude in mg, and phase in turns. */
	readonly amplitudeMg: readonly number[];
	readonly phase: readonly number[];
}

/** The text of the trace. */
export function makeTrace(spectra: Spectra): string {
	const random = new Random(SEED);
	const lines = [
		'# Synthesised by examples/fan-monitor/make-trace.ts from the spectra in spectra.json, which were',
		`# ${spectra.source}. No recording.`,
		'# unit: mg',
		't_ms,x,y,z',
	];
	const stepMs = 1000 / spectra.rateHz;
	let row = 0;
	for (const {state, seconds} of SEGMENTS) {
		const measured = spectra.states[state]!;
		const partials = makePartials(measured, spectra.samples, random);
		for (let i = 0; i < seconds * spectra.rateHz; i++, row++) {
			lines.push([row * stepMs, ...sampleAt(measured, partials, i)].join(','));
		}
	}
	return `${lines.join('\n')}\n`;
}

// One sine a bin, somewhere inside the bin, with the measured power on each axis. The phase between the axes is
// kept from bin to bin, as a fan's vibration keeps its direction; so a tone that fills several bins has one.
function makePartials({rmsMg}: StateSpectrum, samples: number, random: Random): Partial[] {
	const between = [0, random.uniform(), random.uniform()];
	return rmsMg[0]!.map((_, i) => {
		const start = random.uniform();
		return {
			turnsPerSample: (i + 1 + random.uniform(-0.5, 0.5)) / samples,
			amplitudeMg: rmsMg.map(bins => Math.SQRT2 * bins[i]!),
			phase: between.map(phase => start + phase),
		};
	});
}

function sampleAt({meanMg}: StateSpectrum, partials: readonly Partial[], i: number): string[] {
	return meanMg.map((mean, axis) => {
		let value = mean;
		for (const {turnsPerSample, amplitudeMg, phase} of partials) {
			value += amplitudeMg[axis]! * Math.sin(2 * Math.PI * (turnsPerSample * i + phase[axis]!));
		}
		return value.toFixed(1);
	});
}

/** The spectra that are kept beside this file. */
export function readSpectra(): Spectra {
	return JSON.parse(readFileSync(new URL('spectra.json', import.meta.url), 'utf8')) as Spectra;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
	writeFileSync(new URL('traces/demo.csv', import.meta.url), makeTrace(readSpectra()));
}
