// Fits the weights of tools/model/cost-weights.ts to instructions counted on qemu-an505. Counting takes half an hour; counts are
// kept in a file, one model a line. Usage: npx tsx tools/bench/fit-costs.ts COUNTS FOLDER...
// The folders: the goldens, and models that test/models/estimates.ts draws.
import {appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {compileModel} from '../model/compile.ts';
import {costModels, numbersOf} from '../model/costs.ts';
import {caseInputs, type GoldenTensor} from '../model/golden.ts';
import {type Field, type StepName, stepHeaderBytes, steps} from '../model/steps.ts';
import {an505} from './an505.ts';
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
	const counts = new Machine(an505, model, {whole: true}).profile(
		caseInputs('seed:1', ends as GoldenTensor[], 4)[0]!,
	);
	return {file, steps: fieldsOf(model.plan).map(([k, f], i) => ({k, f, count: counts[i]!}))};
}

/** The fields of every step, read back from the plan; references as numbersOf() of costs.ts gives them. */
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
			if (type === 'ref') {
				const ref = view.getUint32(from, true);
				fields[field] = ref === 0xffffffff ? 0 : 1;
				fields[`${field}_at`] = ref & 3;
			} else if (type === 'u16') fields[field] = view.getUint16(from, true);
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
		// a step on the way not taken has no count
		if (model === undefined || counted === 0) continue;
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

/**
 * Weights of 0 and above for which the relative errors are small: least squares, then again with less and less weight for
 * samples that do not follow, whose loops depend on the data.
 */
function fitted(samples: readonly {terms: readonly number[]; count: number}[]): number[] {
	const rows = samples.map(({terms, count: counted}) => terms.map(term => term / counted));
	let weights = rows[0]!.map(() => 0);
	for (let pass = 0; pass < 14; pass++) {
		const trust = rows.map(row => {
			const error = Math.max(0.05, Math.abs(dot(row, weights) - 1));
			return pass === 0 ? 1 : error ** (pass < 6 ? -1 : -2);
		});
		weights = leastSquares(rows, trust, weights);
	}
	return weights.map(weight => Number(weight.toPrecision(4)));
}

/** Coordinate descent on the sum of trust * (row . weights - 1)^2. */
function leastSquares(
	rows: readonly (readonly number[])[],
	trust: readonly number[],
	from: readonly number[],
): number[] {
	const products = (i: number, j: number) =>
		rows.reduce((sum, row, r) => sum + trust[r]! * row[i]! * row[j]!, 0);
	const squares = from.map((_, i) => from.map((_, j) => products(i, j)));
	const wanted = from.map((_, i) => rows.reduce((sum, row, r) => sum + trust[r]! * row[i]!, 0));
	const weights = [...from];
	for (let round = 0, moved = 1; round < 30_000 && moved > 1e-9; round++) {
		moved = 0;
		for (const [i, square] of squares.entries()) {
			if (square[i] === 0) continue;
			const next = Math.max(0, weights[i]! + (wanted[i]! - dot(square, weights)) / square[i]!);
			moved = Math.max(moved, Math.abs(next - weights[i]!) * Math.sqrt(square[i]!));
			weights[i] = next;
		}
	}
	return weights;
}
