// Fits the weights of tools/model/cost-weights.ts to instructions counted on qemu-an505. Counting takes half an hour; counts are
// kept in a file, one model a line. Usage: npx tsx tools/bench/fit-costs.ts COUNTS FOLDER...
import {appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {compileModel} from '../model/compile.ts';
import {costModels, numbersOf} from '../model/costs.ts';
import {caseInputs, type GoldenTensor} from '../model/golden.ts';
import {type Field, type StepName, stepHeaderBytes, steps} from '../model/steps.ts';
import {Machine} from './machine.ts';

interface Counted {
	readonly file: string;
	readonly steps: readonly {k: StepName; f: Record<string, number>; count: number}[];
}

const [countsFile, ...folders] = process.argv.slice(2);
if (countsFile === undefined) throw new Error('usage: fit-costs.ts COUNTS FOLDER...');
const known = existsSync(countsFile) ? linesOf(countsFile) : [];
const files = folders.flatMap(folder =>
	readdirSync(folder)
		.filter(name => name.endsWith('.tflite'))
		.map(name => join(folder, name)),
);
for (const file of files)
	if (!known.some(counted => counted.file === file))
		appendFileSync(countsFile, `${JSON.stringify(count(file))}\n`);
writeWeights(linesOf(countsFile));

function linesOf(path: string): Counted[] {
	return readFileSync(path, 'utf8')
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line) as Counted);
}

function count(file: string): Counted {
	const model = compileModel(readFileSync(file), {file, target: 'm33'});
	const ends = model.inputs.map(({tensor, name, type, shape, scale, zeroPoint}) => ({
		i: tensor,
		kind: 'input',
		name,
		dtype: type,
		shape,
		scale,
		zero_point: zeroPoint,
	}));
	const counts = new Machine(model, {whole: true}).profile(
		caseInputs('seed:1', ends as GoldenTensor[], 4)[0]!,
	);
	return {file, steps: fieldsOf(model.plan).map(([k, f], i) => ({k, f, count: counts[i]!}))};
}

/** The fields of every step, read back from the plan; a reference that is none becomes 0. */
function fieldsOf(plan: Uint8Array): [StepName, Record<string, number>][] {
	const names = new Map(
		Object.entries(steps).map(([name, layout]) => [layout.id as number, name as StepName]),
	);
	const view = new DataView(plan.buffer, plan.byteOffset, plan.byteLength);
	let at = view.getUint32(36, true);
	return Array.from({length: view.getUint16(28, true)}, () => {
		const name = names.get(view.getUint16(at, true))!;
		const fields: Record<string, number> = {};
		let from = at + stepHeaderBytes;
		for (const [field, type] of steps[name].fields as readonly Field[]) {
			if (type === 'ref') fields[field] = view.getUint32(from, true) === 0xffffffff ? 0 : 1;
			else if (type === 'u16') fields[field] = view.getUint16(from, true);
			else if (type === 'f32') fields[field] = view.getFloat32(from, true);
			else if (type === 'i32') fields[field] = view.getInt32(from, true);
			else fields[field] = view.getUint32(from, true);
			from += type === 'u16' ? 2 : 4;
		}
		at += view.getUint16(at + 2, true) * 4;
		return [name, fields];
	});
}

function writeWeights(all: readonly Counted[]) {
	const groups = new Map<string, {terms: number[]; count: number}[]>();
	for (const {k, f, count: counted} of all.flatMap(each => each.steps)) {
		const model = costModels[k];
		if (model === undefined) continue;
		const numbers = numbersOf(f);
		const key = `${k}/${model.class?.(numbers).trim() ?? ''}`;
		const group = groups.get(key) ?? [];
		groups.set(key, [...group, {terms: [...model.terms(numbers)], count: counted}]);
	}
	const weights: Record<string, Record<string, number[]>> = {};
	for (const [key, samples] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
		const [kernel, name] = key.split('/') as [string, string];
		weights[kernel] = {...weights[kernel], [name]: fitted(samples)};
		const errors = samples.map(({terms, count: wanted}) =>
			Math.abs(dot(terms, weights[kernel]![name]!) / wanted - 1),
		);
		const within = errors.filter(error => error <= 0.05).length;
		console.log(key.padEnd(28), `${within} of ${samples.length} within 5 %`);
	}
	const path = fileURLToPath(new URL('../model/cost-weights.ts', import.meta.url));
	const [head] = readFileSync(path, 'utf8').split('= {');
	writeFileSync(path, `${head}= ${JSON.stringify(weights, null, '\t')};\n`);
}

function dot(terms: readonly number[], weights: readonly number[]): number {
	return terms.reduce((sum, term, i) => sum + term * weights[i]!, 0);
}

/** Weights of 0 and above with the least relative errors: coordinate descent on (terms . weights / count - 1)^2. */
function fitted(samples: readonly {terms: readonly number[]; count: number}[]): number[] {
	const rows = samples.map(({terms, count: counted}) => terms.map(term => term / counted));
	const weights = rows[0]!.map(() => 0);
	const rest = rows.map(() => 1);
	const norms = weights.map((_, i) => rows.reduce((sum, row) => sum + row[i]! ** 2, 0));
	for (let round = 0; round < 20_000; round++) {
		for (let i = 0; i < weights.length; i++) {
			if (norms[i] === 0) continue;
			const step = rows.reduce((sum, row, r) => sum + row[i]! * rest[r]!, 0) / norms[i]!;
			const next = Math.max(0, weights[i]! + step);
			rows.forEach((row, r) => {
				rest[r] = rest[r]! - row[i]! * (next - weights[i]!);
			});
			weights[i] = next;
		}
	}
	return weights.map(weight => Number(weight.toPrecision(4)));
}
