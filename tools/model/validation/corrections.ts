// Looks for one change of the recordings that would make the answers right: then that change is what is wrong with them.
import type {Recording} from '../data/samples.ts';
import {spread} from '../data/spread.ts';
import {axes, type Change, columnsOf, gain, lengthened, rate} from './changes.ts';
import {isSeries, type Preparation, type Prepared, preparedOf, windowsOf} from './preparation.ts';
import {decided, scoreOf, type Task} from './task.ts';

export type CorrectionKind = 'axes' | 'gain' | 'rate' | 'labels';

export interface Correction {
	readonly kind: CorrectionKind;
	/** What to do to the recordings, for a person. */
	readonly what: string;
	/** With it. */
	readonly score: number;
	/** Mean logarithm of what the model gives the right answer: finer than the score. */
	readonly fit: number;
	readonly change: Change;
	/** Names in the order of the outputs that fits. */
	readonly names?: readonly string[];
}

/** Runs inputs and gives real numbers. */
export type Infer = (inputs: readonly Prepared[]) => readonly Float32Array[];

/** 9.80665: m/s^2 and g; 1000: g and mg. */
const gains = [0.5, 2, 0.25, 4, 0.1, 10, 9.80665, 1 / 9.80665, 1000, 0.001];
const rates = [0.5, 2, 0.25, 4, 0.4, 2.5, 0.625, 1.6, 0.8, 1.25];

interface Candidate {
	readonly kind: CorrectionKind;
	readonly what: string;
	readonly change: Change;
}

const shown = (factor: number) => String(Number(factor.toPrecision(4)));

function candidatesFor(preparation: Preparation, recordings: readonly Recording[]): Candidate[] {
	const scaled = gains.map(
		(factor): Candidate => ({
			kind: 'gain',
			what: `multiply the recordings by ${shown(factor)}`,
			change: gain(factor),
		}),
	);
	if (!isSeries(preparation, recordings)) return scaled;
	const resampled = rates.map(
		(factor): Candidate => ({
			kind: 'rate',
			what: `resample the recordings to ${shown(factor)} times as many samples a second`,
			change: rate(factor),
		}),
	);
	const columns = Math.min(...recordings.map(columnsOf));
	return [
		...(columns === 2 || columns % 3 === 0 ? otherAxes(columns === 2 ? 2 : 3) : []),
		...scaled,
		...resampled,
	];
}

function otherAxes(count: 2 | 3): Candidate[] {
	const names = ['x', 'y', 'z'].slice(0, count);
	const orders =
		count === 2
			? [[1, 0]]
			: [
					[1, 0, 2],
					[2, 1, 0],
					[0, 2, 1],
					[1, 2, 0],
					[2, 0, 1],
				];
	const swapped = orders.map(
		(order): Candidate => ({
			kind: 'axes',
			what: `take the axes in the order ${order.map(from => names[from]).join(', ')}`,
			change: axes(order.map(from => ({from, sign: 1}))),
		}),
	);
	const turned = names.map(
		(name, axis): Candidate => ({
			kind: 'axes',
			what: `turn the sign of axis ${name}`,
			change: axes(names.map((_, from) => ({from, sign: from === axis ? -1 : 1}))),
		}),
	);
	return [...swapped, ...turned];
}

export interface Search {
	/** As the recordings are. */
	readonly asIs: Pick<Correction, 'score' | 'fit'>;
	/** The best first. */
	readonly corrections: readonly Correction[];
	readonly inputs: number;
}

export interface SearchArgs {
	readonly task: Task;
	readonly preparation: Preparation;
	readonly recordings: readonly Recording[];
	readonly infer: Infer;
	/** Inputs of each try. */
	readonly most: number;
}

export function searchCorrections(args: SearchArgs): Search {
	const {task, preparation, recordings} = args;
	const asIs = tried(args, recording => recording);
	const tries = candidatesFor(preparation, recordings).map((candidate): Correction => {
		const {score, fit} = tried(args, candidate.change);
		return {...candidate, score, fit};
	});
	const order = task.kind === 'classes' ? otherOrder(task.names, asIs.inputs, asIs.answers) : undefined;
	const renamed: Correction[] =
		order === undefined
			? []
			: [
					{
						kind: 'labels',
						what: `the outputs answer to these folders, in their order: ${order.join(', ')}`,
						score: scoreOf({kind: 'classes', names: order}, asIs.inputs, asIs.answers),
						fit: fitOf({kind: 'classes', names: order}, asIs.inputs, asIs.answers),
						change: recording => recording,
						names: order,
					},
				];
	return {
		asIs: {score: asIs.score, fit: asIs.fit},
		corrections: [...tries, ...renamed].sort((a, b) => b.score - a.score || b.fit - a.fit),
		inputs: asIs.inputs.length,
	};
}

/** Score after a change. Recordings that became too short are lengthened. */
export function tried({task, preparation, recordings, infer, most}: SearchArgs, change: Change) {
	const size = preparation.window.reduce((product, n) => product * n, 1);
	const changed = recordings.map(recording => {
		const result = change(recording);
		return result === recording || result.values.length >= size
			? result
			: lengthened(result, size / columnsOf(result));
	});
	const inputs = preparedOf(preparation, spread(windowsOf(preparation, changed), most));
	const answers = infer(inputs);
	return {inputs, answers, score: scoreOf(task, inputs, answers), fit: fitOf(task, inputs, answers)};
}

const leastShare = 1e-3;

function fitOf(task: Task, inputs: readonly Prepared[], answers: readonly Float32Array[]): number {
	const sum = inputs.reduce((total, {label}, i) => {
		const answer = answers[i]!;
		if (task.kind === 'numbers') return total - Math.abs(answer[0]! - Number(label)) / (task.span || 1);
		const index = task.names.indexOf(label);
		const share = answer.length > 1 ? answer[index]! : index === 1 ? answer[0]! : 1 - answer[0]!;
		return total + Math.log(Math.max(leastShare, Math.min(1, share)));
	}, 0);
	return sum / Math.max(1, inputs.length);
}

/** The order of names under which most answers are right; undefined if it is the given one. */
function otherOrder(
	names: readonly string[],
	inputs: readonly Prepared[],
	answers: readonly Float32Array[],
): readonly string[] | undefined {
	const counts = names.map(() => names.map(() => 0));
	inputs.forEach(({label}, i) => {
		counts[decided(answers[i]!)]![names.indexOf(label)]!++;
	});
	const order = names.map((_, i) => i);
	const gained = (a: number, b: number) =>
		counts[a]![order[b]!]! + counts[b]![order[a]!]! - counts[a]![order[a]!]! - counts[b]![order[b]!]!;
	for (let improved = true; improved; ) {
		improved = false;
		for (let a = 0; a < order.length; a++)
			for (let b = a + 1; b < order.length; b++)
				if (gained(a, b) > 0) {
					[order[a], order[b]] = [order[b]!, order[a]!];
					improved = true;
				}
	}
	return order.every((name, i) => name === i) ? undefined : order.map(i => names[i]!);
}

/** Whether `better` of so many inputs is more than chance would give, after some thirty tries. */
export function isSignificant(score: number, better: number, inputs: number): boolean {
	const variance = (p: number) => Math.max(p * (1 - p), 0.25 / inputs) / inputs;
	return better - score > 3 * Math.sqrt(variance(score) + variance(better));
}
