// What a model should say of a recording: the class that its folder is named after, or the number that this name is.
import {CatnapError} from '../../../lib/errors.ts';
import {argmax} from '../quantize/compare.ts';
import type {Prepared} from './preparation.ts';

export type Task =
	| {readonly kind: 'classes'; readonly names: readonly string[]}
	/** From the smallest number to the largest. */
	| {readonly kind: 'numbers'; readonly span: number};

interface Labelled {
	readonly name: string;
	readonly label?: string;
}

const isNumber = (text: string) => /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text);

/** `width`: elements of the output. `given`: names in their order, from the model's .json or the command. */
export function taskOf(
	recordings: readonly Labelled[],
	width: number,
	given: readonly string[],
	folder: string,
): Task {
	const unlabelled = recordings.find(({label}) => label === undefined);
	if (unlabelled !== undefined)
		throw new CatnapError('BAD_DATA', {
			...{which: 'labels', where: `${folder}/${unlabelled.name}`},
			...{
				expected: 'each recording in a sub-folder that is named as its class',
				received: 'a file beside the sub-folders',
			},
		});
	const found = [...new Set(recordings.map(({label}) => label!))].sort();
	if (found.length === 1)
		throw new CatnapError('BAD_DATA', {
			...{which: 'oneClass', where: folder},
			...{expected: 'sub-folders of two classes or more: one alone cannot be confused', received: found[0]!},
		});
	if (given.length === 0 && width === 1 && found.every(isNumber)) {
		const numbers = found.map(Number);
		return {kind: 'numbers', span: Math.max(...numbers) - Math.min(...numbers)};
	}
	return {kind: 'classes', names: namesOf(found, width, given, folder)};
}

function namesOf(
	found: readonly string[],
	width: number,
	given: readonly string[],
	folder: string,
): readonly string[] {
	const needed = width === 1 ? 2 : width;
	const names = given.length === needed ? given : found;
	const unknown = found.find(name => !names.includes(name));
	if (unknown !== undefined)
		throw new CatnapError('BAD_DATA', {
			...{which: 'unknownClass', where: `${folder}/${unknown}`},
			...{expected: `one of the model's classes: ${names.join(', ')}`, received: unknown},
		});
	if (names.length === needed) return names;
	throw new CatnapError('BAD_DATA', {
		...{which: 'classes', where: folder},
		expected: `${needed} classes, as many as the model tells apart, or their names in their order: --labels a,b,c`,
		received: `${found.length}: ${found.join(', ')}`,
	});
}

/** Number of the class that an answer names; one output alone says how much it is the second class. */
export function decided(answer: Float32Array): number {
	return answer.length === 1 ? (answer[0]! >= 0.5 ? 1 : 0) : argmax([...answer]);
}

/** 1 for the right class; for numbers, 1 less the error as a share of the span. */
export function creditOf(task: Task, label: string, answer: Float32Array): number {
	if (task.kind === 'classes') return task.names[decided(answer)] === label ? 1 : 0;
	return Math.max(0, 1 - Math.abs(answer[0]! - Number(label)) / (task.span || 1));
}

/** How sure the model is of what it says, 0 to 1. */
export function sureness(answer: Float32Array): number {
	return answer.length === 1 ? Math.max(answer[0]!, 1 - answer[0]!) : Math.max(...answer);
}

/** Share of the right answers, or of the span less the mean error. */
export function scoreOf(
	task: Task,
	inputs: readonly Pick<Prepared, 'label'>[],
	answers: readonly Float32Array[],
): number {
	const sum = inputs.reduce((total, {label}, i) => total + creditOf(task, label, answers[i]!), 0);
	return sum / Math.max(1, inputs.length);
}
