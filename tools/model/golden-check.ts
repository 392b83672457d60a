// What is wrong with a golden, in words: a file that was cut, edited or made by another version.
import {basename} from 'node:path';
import {isObject} from '../../lib/read.ts';

/** How cases are named: what fills the inputs, a seed, and how often the model is invoked. */
export const caseName = /^(?:(seed|walk):(\d+)|(min|max|zp))(?:\*(\d+))?$/;

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

/** The first problem; undefined: the golden is of the format. `types`: those that inputs may have. */
export function problemOf(golden: unknown, types: readonly string[]): string | undefined {
	if (!isObject(golden) || typeof golden.model !== 'string') return 'no name of a model';
	if (golden.model !== basename(golden.model))
		return `the model ${JSON.stringify(golden.model)}, which is no file name`;
	const missing = ['inputs', 'outputs', 'tensors', 'cases'].find(key => !Array.isArray(golden[key]));
	if (missing !== undefined) return `no list of ${missing}`;
	const {inputs, tensors, cases} = golden as Record<string, readonly unknown[]>;
	return (
		first(tensors!, (tensor, at) => tensorProblem(tensor, `tensors[${at}]`)) ??
		first(inputs!, (index, at) => inputProblem(index, tensors!, types, `inputs[${at}]`)) ??
		first(cases!, (each, at) => caseProblem(each, `cases[${at}]`))
	);
}

function first<T>(list: readonly T[], problem: (value: T, at: number) => string | undefined) {
	for (const [at, value] of list.entries()) {
		const found = problem(value, at);
		if (found !== undefined) return found;
	}
	return undefined;
}

function tensorProblem(tensor: unknown, where: string): string | undefined {
	if (!isObject(tensor)) return `${where}, which is no object`;
	if (!isCount(tensor.i)) return `${where}.i is ${JSON.stringify(tensor.i)}`;
	if (typeof tensor.dtype !== 'string') return `${where}.dtype is ${JSON.stringify(tensor.dtype)}`;
	if (!Array.isArray(tensor.shape) || !tensor.shape.every(isCount))
		return `${where}.shape is ${JSON.stringify(tensor.shape)}`;
	return undefined;
}

function inputProblem(index: unknown, tensors: readonly unknown[], types: readonly string[], where: string) {
	const tensor = tensors.filter(isObject).find(({i, kind}) => i === index && kind === 'input');
	if (tensor === undefined) return `${where} is ${JSON.stringify(index)}, which is no input of tensors`;
	return types.includes(tensor.dtype as string) ? undefined : `${where} is of type ${tensor.dtype}`;
}

function caseProblem(each: unknown, where: string): string | undefined {
	if (!isObject(each) || typeof each.case !== 'string' || !caseName.test(each.case))
		return `${where}.case is ${JSON.stringify(isObject(each) ? each.case : each)}`;
	if (!Array.isArray(each.invokes)) return `${where} has no list of invokes`;
	return first(each.invokes, (invoke, at) => {
		const lists = isObject(invoke) ? [invoke.mid, invoke.state, invoke.out] : [undefined];
		return lists.every(list => Array.isArray(list) && list.every(isValue))
			? undefined
			: `${where}.invokes[${at}] has not its three lists of tensors`;
	});
}

function isValue(value: unknown): boolean {
	return isObject(value) && isCount(value.i) && typeof value.sha256 === 'string' && Array.isArray(value.head);
}
