// The report of catnap model validate as one page.
import {type Cell, htmlTable, lineChart, page, paragraph, section} from '../html.ts';
import {layerName} from './advice.ts';
import type {PlaceResult, ValidateData} from './data.ts';
import {holdsText, percent, rounded, verdict} from './text.ts';

const shownLayers = 20;

export function validationPage(data: ValidateData): string {
	return page(`${data.file}: validation`, [
		paragraph(verdict(data), data.passed ? 'good' : 'bad'),
		paragraph(
			`${data.inputs} inputs of ${data.recordings} recordings in ${data.golden}; reference: ${data.reference}; at most ${percent(data.maxDrop)} may be lost.`,
			'note',
		),
		...data.advice.map(({kind, text, fails}) => paragraph(`${kind}: ${text}`, fails ? 'bad' : 'note')),
		section('Accuracy', placesTable(data)),
		...data.places.filter(({confusion}) => confusion !== undefined).map(place => confusionOf(data, place)),
		section('Time and energy of an inference', costsTable(data)),
		section('Worst cases', worstTable(data)),
		section(
			'Tolerance to the sensor',
			...data.sweeps.flatMap(sweep => [
				paragraph(holdsText(sweep)),
				lineChart(sweep.points, least(data), sweep.unit),
			]),
		),
		...(data.layers.length > 0 ? [section('Layers, the noisiest first', layersTable(data))] : []),
		section('Drift', ...driftOf(data)),
		section('Changes of the recordings that were tried, the best', correctionsTable(data)),
	]);
}

const least = ({places, maxDrop}: ValidateData) =>
	places.find(({place}) => place === 'int8')!.score - maxDrop;

function placesTable({places}: ValidateData): string {
	const rows = places.map(({place, what, inputs, score, divergence, meanError}): Cell[] => [
		...[place, what],
		inputs,
		percent(score),
		meanError === undefined ? '' : rounded(meanError),
		divergence === undefined ? '' : rounded(divergence.meanDifference),
		divergence === undefined ? '' : rounded(divergence.largestDifference),
		divergence?.same === undefined ? '' : percent(divergence.same),
	]);
	return htmlTable(
		['place', 'what runs', 'inputs', 'right', 'mean error', 'mean difference', 'largest', 'same class'],
		rows,
	);
}

function confusionOf(
	{classes}: ValidateData,
	{place, confusion = [], classes: scores = []}: PlaceResult,
): string {
	const rows = confusion.map((row, i): Cell[] => [
		classes[i]!,
		...row.map((n, k): Cell => (n === 0 ? '' : {text: String(n), class: i === k ? 'hit' : 'miss'})),
		shareText(scores[i]?.precision),
		shareText(scores[i]?.recall),
	]);
	return section(`Confusion, ${place}`, htmlTable(['is \\ said', ...classes, 'precision', 'recall'], rows));
}

const shareText = (share: number | undefined) => (share === undefined ? '' : percent(share));

function costsTable({costs}: ValidateData): string {
	return htmlTable(
		['board', 'ms', 'microjoules', 'found by'],
		costs.map(({board, ms, microjoules, by}) => [board, rounded(ms), rounded(microjoules), by]),
	);
}

function worstTable({worst}: ValidateData): string {
	return htmlTable(
		['input', 'is', 'said', 'sure', 'differs from the reference by'],
		worst.map(({input, label, said, sureness, divergence, right}) => [
			input,
			label,
			{text: said, class: right ? 'good' : 'bad'},
			percent(sureness),
			divergence === undefined ? '' : rounded(divergence),
		]),
	);
}

function layersTable({layers}: ValidateData): string {
	return htmlTable(
		['layer', 'signal to noise', 'cut off', 'of its range used'],
		layers
			.slice(0, shownLayers)
			.map(layer => [
				layerName(layer),
				layer.snrDb === undefined ? 'exact' : `${layer.snrDb.toFixed(1)} dB`,
				percent(layer.clipped),
				percent(layer.used),
			]),
	);
}

function driftOf({drift, cutOff}: ValidateData): string[] {
	const beyond = paragraph(`The input tensor cuts off ${percent(cutOff)} of the values.`);
	if (drift.length === 0) return [beyond, paragraph('No calibration set was named (--calibration).', 'note')];
	const rows = drift.map(({channel = 'all', psi, calibration, golden}): Cell[] => [
		String(channel),
		rounded(psi),
		...[calibration, golden].flatMap(({mean, deviation, min, max}) => [
			`${rounded(mean)} +- ${rounded(deviation)}`,
			`${rounded(min)} to ${rounded(max)}`,
		]),
	]);
	return [beyond, htmlTable(['channel', 'stability index', 'calibration', 'range', 'golden', 'range'], rows)];
}

function correctionsTable({corrections}: ValidateData): string {
	return htmlTable(
		['kind', 'change', 'right'],
		corrections.map(({kind, what, score}) => [kind, what, percent(score)]),
	);
}
