// Runs goldens: every tensor that the plan computes must equal the reference, integers to the bit.

import {closeSync, existsSync, openSync, readdirSync, readSync, statSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {CatnapError} from '../../lib/errors.ts';
import {isObject, longestJsonMb, parseJson, readText} from '../../lib/read.ts';
import {working} from '../../lib/working.ts';
import type {Result} from './args.ts';
import {type CompiledModel, compileModel} from './compile.ts';
import {
	caseInputs,
	type Golden,
	type GoldenInvoke,
	type GoldenValue,
	inputTensors,
	readGolden,
	sha256,
	typed,
} from './golden.ts';
import {HostModel} from './host.ts';
import {readModelFile} from './inspect.ts';
import type {Target} from './lower/context.ts';

export interface VerifyOptions {
	/** Compile plans in which no tensor is fused away. @default false */
	readonly unfused?: boolean;
	/** Kernels of the plan. @default 'portable' */
	readonly target?: Target;
	/** What runs the plan. @default the runtime as WebAssembly */
	readonly runner?: RunnerFactory;
}

/** Runs the invokes of one case: fresh state, then each list of inputs; reports tensors as they are complete. */
export type Runner = (
	invokes: readonly (readonly Uint8Array[])[],
	seen: (invoke: number, tensor: number, bytes: Uint8Array, subgraph?: number) => void,
) => void;
export type RunnerFactory = (model: CompiledModel) => Runner;

export interface Difference {
	readonly model: string;
	readonly case: string;
	readonly invoke: number;
	readonly tensor: number;
	readonly name: string;
	readonly op: string;
	/** The first element that differs, among those that the golden shows. */
	readonly detail: string;
}

export interface ModelResult {
	readonly model: string;
	readonly tensors: number;
	readonly equal: number;
	readonly fused: number;
	readonly different: number;
	readonly differences: readonly Difference[];
	/** Set when the model could not be compiled. */
	readonly error?: string;
}

export interface Tolerance {
	readonly rel: number;
	readonly abs: number;
}

/** Paths of the goldens in a folder: every .json file that has the format's fields, sorted. */
export function findGoldens(folder: string): string[] {
	return namesIn(folder)
		.filter(name => name.endsWith('.json') && name !== 'index.json')
		.sort()
		.map(name => join(folder, name))
		.filter(isGolden);
}

function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch (error) {
		throw new CatnapError('NO_GOLDENS', {
			...{which: 'folder', where: folder},
			expected: 'a folder that can be read',
			received: (error as NodeJS.ErrnoException).code ?? String(error),
		});
	}
}

/** Goldens begin with their format; other .json files are left alone. */
function isGolden(path: string): boolean {
	if (!statSync(path).isFile()) return false;
	const start = Buffer.alloc(64);
	const file = openSync(path, 'r');
	try {
		readSync(file, start);
	} finally {
		closeSync(file);
	}
	return /^(\xEF\xBB\xBF)?\s*\{\s*"format"\s*:/.test(start.toString('latin1'));
}

/** The model of a golden: beside it, or in ../models. */
export function modelPath(goldenPath: string, golden: Golden): string {
	const folder = dirname(goldenPath);
	const places = [
		join(folder, golden.model),
		join(folder, '../models', golden.model),
		join(folder, '../../models', golden.model),
	];
	const found = places.find(path => existsSync(path));
	if (found === undefined)
		throw new CatnapError('NO_MODEL', {
			which: 'golden',
			model: golden.model,
			where: goldenPath,
			expected: places.slice(0, 2).join(' or '),
		});
	return found;
}

/** What the golden's neighbour `index.json` says about float tolerances, by golden name. */
export function tolerances(folder: string): ReadonlyMap<string, Tolerance> {
	const path = join(folder, 'index.json');
	if (!existsSync(path)) return new Map();
	const bad = (received: string): CatnapError => new CatnapError('BAD_GOLDEN', {where: path, received});
	let index: unknown;
	try {
		index = parseJson(readText(path, {code: 'NO_FILE', longestMb: longestJsonMb}));
	} catch (error) {
		throw error instanceof CatnapError ? error : bad((error as Error).message);
	}
	if (!Array.isArray(index) || !index.every(isObject)) throw bad('no list of goldens');
	const floats = index.filter(({tolerance}) => isObject(tolerance) && tolerance.kind === 'float');
	return new Map(floats.map(({name, tolerance}) => [`${name}.json`, tolerance as Tolerance]));
}

/** A model that cannot be compiled, loaded or run is a result too: the goldens after it are still verified. */
export function verifyGolden(path: string, options: VerifyOptions, tolerance?: Tolerance): ModelResult {
	const golden = readGolden(path);
	const name = golden.model.replace(/\.tflite$/, '');
	const total = golden.cases.flatMap(each => each.invokes.flatMap(invoke => expectedOf(invoke))).length;
	try {
		const model = compiled(path, golden, options);
		const run = (options.runner ?? hostRunner)(model);
		const parts = golden.cases.map(each =>
			verifyCase({name, golden, model, run, tolerance: tolerance ?? defaultTolerance(golden)}, each),
		);
		const sum = (key: 'equal' | 'fused' | 'different') => parts.reduce((all, part) => all + part[key], 0);
		return {
			model: name,
			tensors: total,
			equal: sum('equal'),
			fused: sum('fused'),
			different: sum('different'),
			differences: parts.flatMap(part => part.differences),
		};
	} catch (error) {
		if (!(error instanceof CatnapError)) throw error;
		const none = {equal: 0, fused: 0, different: total, differences: []};
		return {model: name, tensors: total, ...none, error: error.message};
	}
}

function compiled(path: string, golden: Golden, {target, unfused}: VerifyOptions): CompiledModel {
	const file = modelPath(path, golden);
	const bytes = readModelFile(file);
	checkHash(file, bytes, golden);
	return compileModel(bytes, {file, target: target ?? 'portable', unfused: unfused ?? false});
}

function checkHash(file: string, bytes: Uint8Array, golden: Golden) {
	const hash = sha256(bytes);
	if (hash !== golden.model_sha256)
		throw new CatnapError('WRONG_MODEL', {
			where: file,
			expected: `sha256 ${golden.model_sha256}`,
			received: hash,
		});
}

/** Relative 1e-5, and as much of the largest number among the outputs for values near 0. */
function defaultTolerance(golden: Golden): Tolerance {
	let largest = 1e-3;
	for (const invoke of golden.cases.flatMap(each => each.invokes))
		for (const x of invoke.out.flatMap(({head}) => head))
			if (Number.isFinite(x)) largest = Math.max(largest, Math.abs(x)); // "NaN" and "Infinity" are texts
	return {rel: 1e-5, abs: 1e-5 * largest};
}

const expectedOf = (invoke: GoldenInvoke): GoldenValue[] => [...invoke.mid, ...invoke.state, ...invoke.out];

interface CaseResult {
	equal: number;
	fused: number;
	different: number;
	differences: Difference[];
}

interface Subject {
	readonly name: string;
	readonly golden: Golden;
	readonly model: CompiledModel;
	readonly run: Runner;
	readonly tolerance: Tolerance;
}

function verifyCase(
	{name: model, golden, model: {folded, turned}, run, tolerance}: Subject,
	{case: name, invokes}: Golden['cases'][number],
): CaseResult {
	const inputs = caseInputs(name, inputTensors(golden), golden.float_scale);
	const seen = inputs.map(() => new Map<string, Uint8Array[]>());
	inputs.forEach((list, invoke) => {
		list.forEach((bytes, slot) => {
			if (sha256(bytes) !== invokes[invoke]?.in[slot])
				throw new Error(`${model} ${name}: the generated input is wrong`);
		});
	});
	run(inputs, (invoke, tensor, bytes, subgraph = 0) => {
		const key = `${subgraph}:${tensor}`;
		const list = seen[invoke]!.get(key) ?? [];
		const whole = subgraph === 0 && turned.has(tensor);
		list.push(whole ? bytes.map(byte => byte ^ 0x80) : Uint8Array.from(bytes));
		seen[invoke]!.set(key, list);
	});
	const result: CaseResult = {equal: 0, fused: 0, different: 0, differences: []};
	invokes.forEach((expected, invoke) => {
		for (const value of expectedOf(expected)) {
			// a tensor of a called subgraph is complete once a round
			const rounds = seen[invoke]!.get(`${value.sg ?? 0}:${value.i}`);
			const got = rounds?.shift() ?? (value.sg ? undefined : folded.get(value.i));
			const detail = got && compare(golden, value, got, tolerance, tflmBytes(golden, name, invoke, value.i));
			if (detail === undefined) result.fused++;
			else if (detail === '') result.equal++;
			else {
				const about = golden.tensors.find(t => t.i === value.i && (t.sg ?? 0) === (value.sg ?? 0));
				result.different++;
				result.differences.push({
					model,
					case: name,
					invoke,
					tensor: value.i,
					detail,
					name: about?.name ?? '',
					op: about?.op ?? '',
				});
			}
		}
	});
	return result;
}

function tflmBytes(golden: Golden, name: string, invoke: number, tensor: number): Uint8Array | undefined {
	const text = golden.tflm_outputs?.[name]?.[invoke]?.[golden.outputs.indexOf(tensor)];
	return text === undefined ? undefined : Buffer.from(text, 'base64');
}

/** '' if equal, else what differs. */
function compare(
	golden: Golden,
	want: GoldenValue,
	got: Uint8Array,
	tolerance: Tolerance,
	tflm?: Uint8Array,
): string {
	if (sha256(got) === want.sha256) return '';
	if (tflm !== undefined && Buffer.from(got).equals(tflm)) return '';
	const type = golden.tensors.find(t => t.i === want.i && (t.sg ?? 0) === (want.sg ?? 0))!.dtype;
	if (type === 'INT64') return 'bytes differ';
	const values = typed(got, type);
	const whole = want.b64 === undefined ? undefined : new Uint8Array(Buffer.from(want.b64, 'base64'));
	const expected = whole === undefined ? want.head : typed(whole, type);
	if (whole !== undefined && whole.length !== got.length)
		return `${got.length} bytes, expected ${whole.length}`;
	const near = (a: number, b: number) =>
		type === 'FLOAT32'
			? Math.abs(a - b) <= tolerance.abs + tolerance.rel * Math.abs(b) || Object.is(a, b)
			: a === b;
	for (let i = 0; i < expected.length; i++)
		if (!near(values[i]!, expected[i]!)) return `[${i}] is ${values[i]}, expected ${expected[i]}`;
	return type === 'FLOAT32' ? '' : `an element after the first ${expected.length} differs`;
}

/** The runtime as WebAssembly in this process. */
export const hostRunner: RunnerFactory = model => (invokes, seen) => {
	const host = new HostModel(model.plan, model.arenaBytes, model.stateBytes);
	invokes.forEach((inputs, invoke) => {
		inputs.forEach((bytes, slot) => {
			host.at(model.inputs[slot]!.arenaOffset, bytes.length).set(bytes);
		});
		const report = (ran: number) => {
			for (const entry of model.trace)
				if (entry.after === ran) seen(invoke, entry.tensor, host.at(entry.ref, entry.bytes), entry.subgraph);
		};
		report(0);
		host.step = report;
		host.invoke();
	});
};

export interface VerifyArgs extends VerifyOptions {
	/** Folders with goldens. */
	readonly folders: readonly string[];
	/** Called after each model. */
	readonly progress?: (result: ModelResult) => void;
}

export interface VerifyData {
	/** One for each golden. */
	readonly results: readonly ModelResult[];
	/** Sums over all of them, of models and of tensors. */
	readonly totals: {
		readonly models: number;
		readonly tensors: number;
		readonly equal: number;
		readonly fused: number;
		readonly different: number;
	};
}

/** Verify every golden of the folders; exit code 1 if a tensor differs or a model cannot be compiled. */
export function runVerify({folders, progress, ...options}: VerifyArgs): Result<VerifyData> {
	const goldens = folders.flatMap(folder => {
		const known = tolerances(folder);
		const paths = findGoldens(folder);
		if (paths.length === 0) throw new CatnapError('NO_GOLDENS', {which: 'empty', where: folder});
		return paths.map(path => ({path, tolerance: known.get(basename(path))}));
	});
	const results = working('verifying', {total: goldens.length, unit: 'models'}, work =>
		goldens.map(({path, tolerance}, index) => {
			work.at(index);
			const result = verifyGolden(path, options, tolerance);
			progress?.(result);
			return result;
		}),
	);
	const sum = (key: 'tensors' | 'equal' | 'fused' | 'different') =>
		results.reduce((total, each) => total + each[key], 0);
	const totals = {
		models: results.length,
		tensors: sum('tensors'),
		equal: sum('equal'),
		fused: sum('fused'),
		different: sum('different'),
	};
	const text = [...results.flatMap(resultLines), JSON.stringify(totals)].join('\n');
	return {data: {results, totals}, text, exitCode: totals.different === 0 ? 0 : 1};
}

const shownDifferences = 20;

function resultLines(result: ModelResult): string[] {
	const line = `${result.different === 0 ? 'ok  ' : 'FAIL'} ${result.model}  ${result.equal} of ${result.tensors} equal`;
	const fused = result.fused > 0 ? `, ${result.fused} fused` : '';
	const listed = result.differences
		.slice(0, shownDifferences)
		.map(d => `       ${d.case} invoke ${d.invoke} tensor ${d.tensor} ${d.op} ${d.name}: ${d.detail}`);
	const more = result.differences.length - listed.length;
	return [
		`${line}${fused}`,
		...(result.error === undefined ? [] : [result.error.replace(/^/gm, '       ')]),
		...listed,
		...(more > 0 ? [`       and ${more} more`] : []),
	];
}
