// The report of catnap model validate for a terminal.
import {visibleLine} from '../../../lib/visible.mjs';
import {table} from '../args.ts';
import type {ValidateData} from './data.ts';
import type {Sweep} from './tolerance.ts';

export const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
export const rounded = (value: number) => String(Number(value.toPrecision(3)));

export function verdict({passed, places, advice, maxDrop}: ValidateData): string {
	const scores = places.map(({place, score}) => `${place} ${percent(score)}`).join(', ');
	if (passed) return `passed: ${scores}`;
	const kinds = [...new Set(advice.filter(({fails}) => fails).map(({kind}) => kind))].join(', ');
	return `FAILED because of ${kinds} (at most ${percent(maxDrop)} may be lost): ${scores}`;
}

export function holdsText({name, unit, holdsTo, fallsAt}: Sweep): string {
	if (fallsAt === undefined) return `${name}: holds at all levels, to ${holdsTo} ${unit}`;
	if (holdsTo === undefined) return `${name}: falls at the first level, ${fallsAt} ${unit}`;
	return `${name}: holds to ${holdsTo}, falls at ${fallsAt} ${unit}`;
}

const shownWorst = 5;
const shownLayers = 5;

export function validationText(data: ValidateData): string {
	return [
		`${data.file}: ${verdict(data)}`,
		`${data.inputs} inputs of ${data.recordings} recordings; float32: ${data.reference}`,
		'',
		...data.advice.map(({kind, text}) => `${kind}: ${visibleLine(text)}`),
		...(data.advice.length > 0 ? [''] : []),
		placesText(data),
		'',
		...classesText(data),
		...costsText(data),
		'',
		...worstText(data),
		'',
		...data.sweeps.map(holdsText),
		...(data.layers.length > 0 ? ['', layersText(data)] : []),
	].join('\n');
}

function placesText({places}: ValidateData): string {
	const rows = places.map(({place, what, inputs, score, divergence, meanError}) => [
		place,
		inputs,
		percent(score),
		meanError === undefined ? '' : `error ${rounded(meanError)}`,
		divergence === undefined ? '' : rounded(divergence.meanDifference),
		divergence === undefined ? '' : rounded(divergence.largestDifference),
		what.slice(0, 60),
	]);
	return table(['place', 'inputs', 'right', '', 'differs by', 'at most', 'what runs'], rows);
}

/** Confusion, precision and recall on the device. */
function classesText({places, classes}: ValidateData): string[] {
	const {confusion, classes: scores} = places.at(-1)!;
	if (confusion === undefined || scores === undefined) return [];
	const share = (value: number | undefined) => (value === undefined ? '-' : percent(value));
	const rows = confusion.map((row, i) => [
		visibleLine(classes[i]!),
		...row,
		share(scores[i]!.precision),
		share(scores[i]!.recall),
	]);
	return [table(['is \\ said', ...classes.map(name => visibleLine(name)), 'precision', 'recall'], rows), ''];
}

function costsText({costs}: ValidateData): string[] {
	return costs.map(
		({board, ms, microjoules, by}) =>
			`${board}  ${rounded(ms)} ms and ${rounded(microjoules)} uJ an inference (${by})`,
	);
}

function worstText({worst}: ValidateData): string[] {
	const rows = worst
		.slice(0, shownWorst)
		.map(({input, label, said, sureness, divergence}) => [
			visibleLine(input),
			visibleLine(label),
			visibleLine(said),
			percent(sureness),
			divergence === undefined ? '' : rounded(divergence),
		]);
	return [table(['worst cases', 'is', 'said', 'sure', 'from float32'], rows)];
}

function layersText({layers}: ValidateData): string {
	const rows = layers
		.slice(0, shownLayers)
		.map(({operator, name, snrDb, clipped, used, tensor}) => [
			`${operator} ${name}`,
			snrDb === undefined ? 'exact' : `${snrDb.toFixed(1)} dB`,
			percent(clipped),
			percent(used),
			visibleLine(tensor).slice(0, 40),
		]);
	return table(['noisiest layers', 'signal/noise', 'cut off', 'range used', 'tensor'], rows);
}
