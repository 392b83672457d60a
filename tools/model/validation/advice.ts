// What is wrong with a model or its recordings, and what to do: each advice names the layer or the data.
import {visibleLine} from '../../../lib/visible.mjs';
import type {Layer} from '../quantize/compare.ts';
import {type Correction, isSignificant, type Search} from './corrections.ts';
import {type Drift, shiftedPsi} from './drift.ts';
import type {Likeness} from './likeness.ts';

export type AdviceKind =
	| 'axes'
	| 'gain'
	| 'rate'
	| 'labels'
	| 'calibration'
	| 'layer'
	| 'device'
	| 'drift'
	| 'accuracy';

export interface Advice {
	readonly kind: AdviceKind;
	/** Whether the model does not pass because of it. */
	readonly fails: boolean;
	readonly text: string;
	/** Operator and tensor, where one is to blame. */
	readonly layer?: string;
}

export interface Findings {
	/** Of the reference, or of the int8 model where there is none. */
	readonly search: Search;
	readonly chosen: Correction | undefined;
	/** Scores of the whole set. */
	readonly reference?: number;
	readonly int8: number;
	/** Of the reference less the int8 model's, with the chosen correction. */
	readonly loss: number;
	readonly maxDrop: number;
	readonly minAccuracy: number;
	/** Mean recall of the classes, of the reference if there is one; absent for numbers. */
	readonly recall?: {readonly mean: number; readonly classes: number};
	/** For numbers: the score of always saying the one in the middle of the labels. */
	readonly alwaysSame?: number;
	readonly inputs: number;
	readonly layers: readonly Layer[];
	/** Share of input values that the input tensor cannot hold. */
	readonly cutOff: number;
	readonly rates?: {readonly stated: number; readonly expected: number};
	readonly differing: number;
	readonly drift: readonly Drift[];
	/** Of the golden recordings to those of the calibration. */
	readonly likeness?: Likeness;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** The correction that is worth naming: better than the recordings as they are, by more than chance and the threshold. */
export function chosenCorrection(
	{asIs, corrections, inputs}: Search,
	maxDrop: number,
): Correction | undefined {
	const [best] = corrections;
	if (best === undefined || best.score - asIs.score <= maxDrop) return undefined;
	if (!isSignificant(asIs.score, best.score, inputs)) return undefined;
	// the names of the outputs can be permuted in many ways: a change of the recordings that is as good explains more
	const equal = corrections.filter(each => best.score - each.score < nearlyEqual && each.kind !== 'labels');
	return best.kind === 'labels' && equal.length > 0 ? equal[0] : best;
}

const nearlyEqual = 0.01;

export function adviceOf(findings: Findings): Advice[] {
	return [
		...aboutData(findings),
		...aboutLikeness(findings),
		...aboutRounding(findings),
		...aboutDevice(findings),
		...aboutChance(findings),
		...aboutDrift(findings),
	];
}

function aboutData({chosen, search, rates}: Findings): Advice[] {
	const stated =
		rates !== undefined && Math.abs(rates.stated / rates.expected - 1) > 0.05
			? [
					{
						...{kind: 'rate' as const, fails: true},
						text: `the recordings have ${shown(rates.stated)} samples a second, the model was made for ${shown(rates.expected)}: record at that rate, or resample`,
					},
				]
			: [];
	if (chosen === undefined || (chosen.kind === 'rate' && stated.length > 0)) return stated;
	return [...stated, {kind: chosen.kind, fails: true, text: dataText(chosen, search)}];
}

const muchGain = 1.5;
const muchRate = 1.2;
const beyond = (ratio: number, much: number) => Math.abs(Math.log(ratio)) > Math.log(much);

/** What the recordings themselves say. If int8 alone is wrong, the calibration set is: then its likeness says nothing. */
function aboutLikeness({likeness, chosen, loss, maxDrop}: Findings): Advice[] {
	if (likeness === undefined || loss > maxDrop) return [];
	const {gain, rate, axes} = likeness;
	const found: Advice[] = [];
	if (axes !== undefined)
		found.push({
			...{kind: 'axes', fails: true},
			text: `the golden recordings have other axes than those of the calibration: theirs ${axes.map(axis => 'xyz'[axis]).join(', ')} behave as x, y, z did; record both with the sensor in the same place`,
		});
	if (beyond(gain, muchGain))
		found.push({
			...{kind: 'gain', fails: true},
			text: `the golden recordings are ${shown(gain)} times as strong as those of the calibration, in every class: record both with the same range and unit`,
		});
	if (beyond(rate, muchRate))
		found.push({
			...{kind: 'rate', fails: true},
			text: `the golden recordings seem to have ${shown(rate)} times as many samples a second as those of the calibration: record both at the same rate`,
		});
	return found.filter(({kind}) => kind !== chosen?.kind);
}

const causes = {
	axes: 'the axes of the recordings are not those of the training',
	gain: 'the gain or unit of the recordings is not that of the training',
	rate: 'the sampling rate of the recordings is not that of the training',
	labels: 'the labels are in another order than the outputs of the model',
} as const;

/** The best order of the labels leaves more wrong than a mere mistake of order does. */
const muchRight = 0.8;

function dataText({kind, what, score}: Correction, {asIs}: Search): string {
	if (kind === 'labels' && score < muchRight)
		return `the labels are shuffled, not only in another order: ${percent(asIs.score)} are right, and ${percent(score)} in the best order (${what}); put each recording into the folder of its class, or correct the labels of the training`;
	const effect = `${percent(score)} instead of ${percent(asIs.score)} are right then`;
	const how =
		kind === 'labels'
			? 'correct labels in the .json of the model, or --labels'
			: `check the sensor's settings, or ${what}`;
	return `${causes[kind]}: ${kind === 'labels' ? what : `if you ${what}`}, ${effect}; ${how}`;
}

const shown = (x: number) => String(Number(x.toPrecision(4)));
const muchClipped = 0.005;
const littleUsed = 0.2;
const noisyDb = 20;

/** The layer with the largest share of `value`. */
function worst(layers: readonly Layer[], value: (layer: Layer) => number): Layer | undefined {
	return layers.reduce<Layer | undefined>(
		(most, layer) => (most === undefined || value(layer) > value(most) ? layer : most),
		undefined,
	);
}

export const layerName = ({operator, name, tensor}: Layer) =>
	`operator ${operator} ${name} (${visibleLine(tensor)})`;

function aboutRounding({loss, maxDrop, layers, cutOff}: Findings): Advice[] {
	if (loss <= maxDrop) return [];
	const lost = `the int8 model is right in ${percent(loss)} less of the inputs than in float32`;
	const clipped = worst(layers, layer => layer.clipped);
	const again = 'quantise again with --data of recordings like these';
	if (cutOff > muchClipped && cutOff >= (clipped?.clipped ?? 0))
		return [
			{
				...{kind: 'calibration', fails: true, layer: 'input'},
				text: `${lost}: the input tensor cuts off ${percent(cutOff)} of the values, so the calibration data were others; ${again}`,
			},
		];
	if (clipped !== undefined && clipped.clipped > muchClipped)
		return [
			{
				...{kind: 'calibration', fails: true, layer: layerName(clipped)},
				text: `${lost}: ${layerName(clipped)} cuts off ${percent(clipped.clipped)} of its values, so the calibration data were others; ${again}`,
			},
		];
	const wide = worst(
		layers.filter(({snrDb = 99}) => snrDb < noisyDb),
		layer => 1 - layer.used,
	);
	if (wide !== undefined && wide.used < littleUsed)
		return [
			{
				...{kind: 'calibration', fails: true, layer: layerName(wide)},
				text: `${lost}: ${layerName(wide)} uses ${percent(wide.used)} of its range, so the calibration data had far larger values; ${again}, or --ranges mse`,
			},
		];
	const noisy = worst(layers, ({snrDb = 999}) => -snrDb);
	if (noisy === undefined)
		return [
			{kind: 'layer', fails: true, text: `${lost}: quantise it again, with --per-channel or --ranges mse`},
		];
	return [
		{
			...{kind: 'layer', fails: true, layer: layerName(noisy)},
			text: `${lost}: ${layerName(noisy)} is the noisiest, ${noisy.snrDb?.toFixed(1)} dB signal to noise; quantise with one scale a channel, with --ranges mse, or train with quantisation in mind`,
		},
	];
}

function aboutDevice({differing, inputs}: Findings): Advice[] {
	if (differing === 0) return [];
	return [
		{
			...{kind: 'device', fails: true},
			text: `the device code computes other numbers than the reference kernels for ${differing} of ${inputs} inputs: this is a fault of catnap, please report it with the model`,
		},
	];
}

/** Above what guessing gives, and still too little to be anything else. */
const littleRecall = 0.2;

function notThese(alwaysSame: number, score: number): Advice {
	return {
		...{kind: 'labels', fails: true},
		text: `what the model says has nothing to do with the numbers that the folders are named as: it scores ${percent(score)}, and always saying the one in the middle ${percent(alwaysSame)}; the folders of the recordings are mixed up, or the model is of other data`,
	};
}

function aboutChance({
	alwaysSame,
	reference,
	recall,
	chosen,
	search,
	int8,
	inputs,
	minAccuracy,
	loss,
	maxDrop,
}: Findings): Advice[] {
	const low: Advice[] =
		int8 < minAccuracy
			? [
					{
						...{kind: 'accuracy', fails: true},
						text: `${percent(int8)} are right, ${percent(minAccuracy)} are wanted: more or better training data`,
					},
				]
			: [];
	const explained = chosen !== undefined || loss > maxDrop;
	if (explained) return low;
	if (alwaysSame !== undefined && (reference ?? int8) <= alwaysSame)
		return [...low, notThese(alwaysSame, reference ?? int8)];
	if (recall === undefined) return low;
	const guess = 1 / recall.classes;
	if (recall.mean > guess + littleRecall || isSignificant(guess, recall.mean, inputs)) return low;
	const best = search.corrections[0];
	return [
		...low,
		{
			...{kind: 'labels', fails: true},
			text: `what the model says has nothing to do with the labels: of each class ${percent(recall.mean)} are right on average, guessing gives ${percent(guess)}, and no other axes, gain, rate or order of labels helps${best === undefined ? '' : ` (at best ${percent(best.score)})`}; the labels of the recordings or of the training are shuffled, or the model is of other data`,
		},
	];
}

function aboutDrift({drift}: Findings): Advice[] {
	const shifted = drift.filter(({psi}) => psi > shiftedPsi);
	if (shifted.length === 0) return [];
	const most = shifted.reduce((a, b) => (b.psi > a.psi ? b : a));
	const channel = most.channel === undefined ? 'the input' : `channel ${most.channel} of the input`;
	return [
		{
			...{kind: 'drift', fails: false},
			text: `the golden recordings differ from the calibration set: ${channel} has a stability index of ${most.psi.toFixed(2)} (above ${shiftedPsi}), mean ${shown(most.golden.mean)} and deviation ${shown(most.golden.deviation)} instead of ${shown(most.calibration.mean)} and ${shown(most.calibration.deviation)}; calibrate with recordings like these`,
		},
	];
}
