// What `npm test -- <step> [name...]` asks for: steps of the table, and for steps that are suites some of their tests.
import {CatnapError} from '../../../lib/errors.ts';
import type {Chosen, Step} from './step.ts';

export interface Selection {
	readonly step: Step;
	readonly chosen: Chosen;
}

/** Without words all steps, in the order of the table. @throws {CatnapError} NO_STEP, NO_TEST */
export function selectSteps(words: readonly string[], steps: readonly Step[]): Selection[] {
	const asked = new Map<Step, string[]>(words.length === 0 ? steps.map(step => [step, []]) : []);
	let last: Step | undefined;
	let isValue = false;
	for (const word of words) {
		const step = isValue ? undefined : steps.find(({name}) => name === word);
		isValue = last?.options?.includes(word) === true;
		if (step !== undefined) asked.set(step, []);
		else if (last?.tests === undefined) throw noStep(word, steps);
		else asked.get(last)!.push(word);
		last = step ?? last;
	}
	return steps.filter(step => asked.has(step)).map(step => ({step, chosen: choose(step, asked.get(step)!)}));
}

function choose(step: Step, words: readonly string[]): Chosen {
	const all = words.length === 0 ? [] : step.tests!();
	const flags: string[] = [];
	const files = new Set<string>();
	for (let index = 0; index < words.length; index++) {
		const word = words[index]!;
		if (step.options?.includes(word)) {
			const value = words[++index];
			if (value === undefined) throw noValue(step, word);
			flags.push(word, value);
			continue;
		}
		const found = all.filter(path => path.includes(word.replace(/^\.\//, '')));
		if (found.length === 0) throw noTest(step, word, all);
		for (const path of found) files.add(path);
	}
	return {files: [...files], flags};
}

function noStep(received: string, steps: readonly Step[]): CatnapError {
	return new CatnapError('NO_STEP', {expected: steps.map(({name}) => name).join(', '), received});
}

function noValue({name}: Step, option: string): CatnapError {
	const expected = `${option} <title>, such as ${option} '*is reported*'`;
	return new CatnapError('NO_VALUE', {step: name, option, expected});
}

function noTest({name, options = []}: Step, received: string, all: readonly string[]): CatnapError {
	return new CatnapError('NO_TEST', {
		step: name,
		expected: [...byFolder(all), ...options.map(option => `${option} <title>`)].join('\n    '),
		received,
	});
}

/** `folder/: a b c`, one line a folder. */
function byFolder(paths: readonly string[]): string[] {
	const folders = new Map<string, string[]>();
	for (const path of paths) {
		const [, folder, name] = /^(.*\/)(.*?)(?:_test\.c|\.test\.ts)$/.exec(path)!;
		folders.set(folder!, [...(folders.get(folder!) ?? []), name!]);
	}
	return [...folders].map(([folder, names]) => `${folder}: ${names.join(' ')}`);
}
