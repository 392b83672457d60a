// What `catnap bench`, `model profile` and `model verify` ask of a simulated chip.
import {existsSync, readFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import type {Measure, Measured} from '../model/bench.ts';
import {type CompiledModel, compileModel} from '../model/compile.ts';
import {caseInputs, type Golden, type GoldenTensor, inputTensors, sha256} from '../model/golden.ts';
import {HostModel} from '../model/host.ts';
import type {StepCounter} from '../model/profile.ts';
import type {RunnerFactory} from '../model/verify.ts';
import {an505} from './an505.ts';
import {type BenchChip, Machine, type Tensors} from './machine.ts';

const benchCase = 'seed:1';

/** Counts an invoke and compares its tensors. The input is the first of the golden's seed:1. */
export const measureOn =
	(chip: BenchChip): Measure =>
	(file, model) =>
		measure(new Machine(chip, model), file, model);

function measure(machine: Machine, file: string, model: CompiledModel): Measured {
	const golden = goldenOf(file);
	const inputs = firstInputs(model, golden);
	const instructions = machine.count(inputs);
	const [tensors] = machine.observe([{inputs, fresh: true}]);
	const expected = golden === undefined ? portableHashes(file, inputs) : goldenHashes(golden);
	return {instructions, codeBytes: machine.firmware.codeBytes, exact: allEqual(tensors!, expected)};
}

/** Instructions of each step, for `catnap model profile`. */
export const countSteps: StepCounter = async model =>
	new Machine(an505, model).profile(firstInputs(model, undefined));

/** Runs goldens on a simulated chip, for `catnap model verify --target`. */
export const runnerOn =
	(chip: BenchChip): RunnerFactory =>
	model => {
		const machine = new Machine(chip, model, {whole: true});
		return (invokes, seen) => {
			const observed = machine.observe(invokes.map((inputs, index) => ({inputs, fresh: index === 0})));
			observed.forEach((tensors, invoke) => {
				for (const [tensor, bytes] of tensors) seen(invoke, tensor, bytes);
			});
		};
	};

/** The golden of a model in ../golden or beside it, if there is one. */
function goldenOf(file: string): Golden | undefined {
	const name = `${basename(file, '.tflite')}.json`;
	const path = [join(dirname(file), name), join(dirname(file), '../golden', name)].find(existsSync);
	if (path === undefined) return undefined;
	const parsed = JSON.parse(readFileSync(path, 'utf8')) as Partial<Golden>;
	return parsed.cases === undefined ? undefined : (parsed as Golden);
}

function firstInputs(model: CompiledModel, golden: Golden | undefined): Uint8Array[] {
	const ends = golden === undefined ? model.inputs.map(asGoldenTensor) : inputTensors(golden);
	return caseInputs(benchCase, ends, golden?.float_scale)[0]!;
}

function asGoldenTensor(input: CompiledModel['inputs'][number]): GoldenTensor {
	return {
		i: input.tensor,
		kind: 'input',
		name: input.name,
		dtype: input.type,
		shape: input.shape,
		scale: input.scale,
		zero_point: input.zeroPoint,
	} as GoldenTensor;
}

function goldenHashes(golden: Golden): Map<number, string> {
	const [first] = golden.cases.find(each => each.case.split('*')[0] === benchCase)!.invokes;
	const own = [...first!.mid, ...first!.out].filter(value => !value.sg);
	return new Map(own.map(value => [value.i, value.sha256]));
}

/** What the portable kernels on the PC compute, with no tensor fused away. */
function portableHashes(file: string, inputs: readonly Uint8Array[]): Map<number, string> {
	const model = compileModel(readFileSync(file), {file, unfused: true, target: 'portable'});
	const host = new HostModel(model.plan, model.arenaBytes, model.stateBytes);
	inputs.forEach((bytes, slot) => {
		host.at(model.inputs[slot]!.arenaOffset, bytes.length).set(bytes);
	});
	const hashes = new Map<number, string>();
	host.step = ran => {
		for (const {after, tensor, ref, bytes} of model.trace)
			if (after === ran) hashes.set(tensor, sha256(host.at(ref, bytes)));
	};
	host.invoke();
	return hashes;
}

/** At least the outputs are in both; what the plan fused away is not in `tensors`. */
function allEqual(tensors: Tensors, expected: ReadonlyMap<number, string>): boolean {
	const both = [...tensors].filter(([tensor]) => expected.has(tensor));
	return both.length > 0 && both.every(([tensor, bytes]) => sha256(bytes) === expected.get(tensor));
}
