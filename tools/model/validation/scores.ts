// How right answers are, how two places differ, and which inputs went worst.
import type {Prepared} from './preparation.ts';
import {creditOf, decided, scoreOf, sureness, type Task} from './task.ts';

export interface ClassScore {
	readonly name: string;
	readonly inputs: number;
	/** Of the inputs that were given this name, the share that has it; absent where none was. */
	readonly precision?: number;
	/** Of the inputs that have this name, the share that was given it; absent where none has. */
	readonly recall?: number;
}

export interface Scores {
	/** Share of right answers; for numbers 1 less the mean error over the span. */
	readonly score: number;
	/** Rows: what it is; columns: what was said. */
	readonly confusion?: readonly (readonly number[])[];
	readonly classes?: readonly ClassScore[];
	readonly meanError?: number;
	readonly largestError?: number;
}

export function scoresOf(task: Task, inputs: readonly Prepared[], answers: readonly Float32Array[]): Scores {
	const score = scoreOf(task, inputs, answers);
	if (task.kind === 'numbers') {
		const errors = inputs.map(({label}, i) => Math.abs(answers[i]![0]! - Number(label)));
		return {
			score,
			meanError: errors.reduce((sum, error) => sum + error, 0) / errors.length,
			largestError: Math.max(...errors),
		};
	}
	const {names} = task;
	const confusion = names.map(() => names.map(() => 0));
	inputs.forEach(({label}, i) => {
		confusion[names.indexOf(label)]![decided(answers[i]!)]!++;
	});
	return {score, confusion, classes: names.map((name, i) => classScore(name, i, confusion))};
}

function classScore(name: string, index: number, confusion: readonly (readonly number[])[]): ClassScore {
	const right = confusion[index]![index]!;
	const have = confusion[index]!.reduce((sum, n) => sum + n, 0);
	const given = confusion.reduce((sum, row) => sum + row[index]!, 0);
	return {
		...{name, inputs: have},
		...(given === 0 ? {} : {precision: right / given}),
		...(have === 0 ? {} : {recall: right / have}),
	};
}

export interface Divergence {
	readonly meanDifference: number;
	readonly largestDifference: number;
	/** Share of inputs with the same class; absent for numbers. */
	readonly same?: number;
}

export function divergenceOf(task: Task, a: readonly Float32Array[], b: readonly Float32Array[]): Divergence {
	let [sum, most, count, same] = [0, 0, 0, 0];
	a.forEach((answer, i) => {
		answer.forEach((value, k) => {
			const difference = Math.abs(value - b[i]![k]!);
			sum += difference;
			most = Math.max(most, difference);
			count++;
		});
		if (decided(answer) === decided(b[i]!)) same++;
	});
	return {
		...{meanDifference: sum / Math.max(1, count), largestDifference: most},
		...(task.kind === 'numbers' ? {} : {same: same / Math.max(1, a.length)}),
	};
}

export interface WorstCase {
	readonly input: string;
	readonly label: string;
	/** Of the int8 model: the class that it names, or the number. */
	readonly said: string;
	readonly sureness: number;
	/** Largest difference of an output from the reference. */
	readonly divergence?: number;
	readonly right: boolean;
}

const shownCases = 12;

/** Wrong answers first, the surest of them first; then those that differ most from the reference. */
export function worstOf(
	task: Task,
	inputs: readonly Prepared[],
	answers: readonly Float32Array[],
	reference: readonly Float32Array[] | undefined,
): WorstCase[] {
	const cases = inputs.map(({name, label}, i) => {
		const answer = answers[i]!;
		const expected = reference?.[i];
		return {
			...{input: name, label},
			said:
				task.kind === 'classes' ? task.names[decided(answer)]! : String(Number(answer[0]!.toPrecision(4))),
			sureness: task.kind === 'classes' ? sureness(answer) : creditOf(task, label, answer),
			...(expected === undefined
				? {}
				: {divergence: Math.max(...answer.map((value, k) => Math.abs(value - expected[k]!)))}),
			right: task.kind === 'classes' && creditOf(task, label, answer) === 1,
		};
	});
	const order = (one: WorstCase) => (task.kind === 'numbers' ? -one.sureness : one.sureness);
	return cases
		.sort(
			(a, b) =>
				Number(a.right) - Number(b.right) || (a.right ? divergence(b) - divergence(a) : order(b) - order(a)),
		)
		.slice(0, shownCases);
}

const divergence = (one: WorstCase) => one.divergence ?? 0;
