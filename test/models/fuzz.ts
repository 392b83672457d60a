// Both fuzz targets, for the short test and the long one: mutated models in the compiler, mutated plans in C.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {nativeProgram} from '../../tools/dev/check/native-build.ts';
import {compileModel} from '../../tools/model/index.ts';
import {runtimeSources} from '../../tools/model/sources.ts';
import {shared, sharedPath} from '../shared.ts';
import {fuzzModels} from './fuzz-models.ts';
import {control, operators, ops, repository, signal, variants} from './places.ts';

/** The audio front end (8.8 KB) and nearly all operator models are below. */
const largestSeed = 9000;

function seedModels(): Uint8Array[] {
	const folders = [
		ops,
		operators,
		control,
		signal,
		variants,
		...(shared === undefined ? [] : [sharedPath('models')]),
	];
	return folders.flatMap(folder =>
		readdirSync(folder)
			.filter(name => name.endsWith('.tflite'))
			.map(name => new Uint8Array(readFileSync(join(folder, name))))
			.filter(bytes => bytes.length < largestSeed),
	);
}

/** The program of test/c/plan_fuzz.c with ASan and UBSan. */
export async function planFuzzer(): Promise<string> {
	const relative = (path: string) => path.slice(repository.length);
	return nativeProgram(['test/c/plan_fuzz.c', ...runtimeSources().map(relative)]);
}

export interface PlanFuzzResult {
	readonly plans: number;
	readonly refused: number;
	readonly ran: number;
}

/** Run `count` mutations of plans; throws with the sanitizer's report. */
export async function fuzzPlans(
	plans: readonly Uint8Array[],
	count: number,
	seed: number,
): Promise<PlanFuzzResult> {
	const program = await planFuzzer();
	const folder = mkdtempSync(join(tmpdir(), 'catnap-plans-'));
	try {
		const files = plans.map((plan, index) => {
			const path = join(folder, `${index}.plan`);
			writeFileSync(path, plan);
			return path;
		});
		const output = execFileSync(program, [String(count), String(seed), ...files], {
			encoding: 'utf8',
			timeout: 60_000 + count,
		});
		return JSON.parse(output) as PlanFuzzResult;
	} finally {
		rmSync(folder, {recursive: true});
	}
}

/** Plans of the operator models, and of mutated models that still compiled. */
export async function fuzzBoth(models: number, plans: number, seed: number) {
	const seeds = seedModels();
	const fromModels = fuzzModels(seeds, models, seed);
	const own = seeds.flatMap(bytes =>
		(['portable', 'm33'] as const).map(target => compileModel(bytes, {file: 'seed', target}).plan),
	);
	const fromPlans = await fuzzPlans([...own, ...fromModels.plans], plans, seed);
	return {models: fromModels, plans: fromPlans};
}
