// Models drawn by a seed from the families of the goldens' generator: what estimates are fitted to, and what they are held to.
import {join} from 'node:path';
import {compileModel} from '../../tools/model/index.ts';
import {repository} from './places.ts';

const tools = join(repository, 'test/golden/tools');
type Options = Readonly<Record<string, unknown>>;
type PlanEntry = readonly [family: string, count: number, options?: Options];

interface Tensor {
	readonly data?: unknown;
}
interface Operator {
	readonly ins: readonly number[];
	readonly outs: readonly number[];
}
interface Graph {
	readonly tensors: readonly Tensor[];
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
	readonly ops: readonly Operator[];
	readonly subgraphs?: unknown;
}
interface Random {
	int(low: number, high: number): number;
}
type Family = (random: Random, options: Options) => {readonly m: Graph} | null;

const load = async <T>(name: string): Promise<T> => (await import(join(tools, name))) as T;
const {families, Rng} = await load<{families: Record<string, Family>; Rng: new (seed: number) => Random}>(
	'ops-gen.mjs',
);
const {moreFamilies} = await load<{moreFamilies: Record<string, Family>}>('ops-more.mjs');
const {signalFamilies} = await load<{signalFamilies: Record<string, Family>}>('ops-signal.mjs');
const {writeModel} = await load<{writeModel(model: Graph): Uint8Array}>('tflite-writer.mjs');
const plans = await Promise.all(
	['ops-plan.mjs', 'operators-plan.mjs', 'signal-plan.mjs'].map(name => load<{plan: PlanEntry[]}>(name)),
);
const all: Readonly<Record<string, Family>> = {...families, ...moreFamilies, ...signalFamilies};
/** One entry of each kind of model. */
export const kinds: readonly PlanEntry[] = plans
	.flatMap(({plan}) => plan)
	.filter(([family]) => family in all);

/** Twice the sizes of the goldens, where they are small. */
class Wide extends Rng {
	override int(low: number, high: number): number {
		return super.int(low, low >= 1 && high > 3 && high <= 12 ? 2 * high : high);
	}
}

/** The `number`th model of a kind that can be compiled, of `seed`; sizes are the goldens' for even numbers, else twice that. */
export function drawModel(kind: number, number: number, seed: number): Drawn | undefined {
	const [family, , options = {}] = kinds[kind]!;
	for (let attempt = 0; attempt < 60; attempt++) {
		const start = ((seed * 1009 + kind) * 31 + number) * 97 + attempt;
		const drawn = all[family]!(number % 2 === 0 ? new Rng(start) : new Wide(start), options);
		if (drawn === null) continue;
		try {
			const {cost} = compileModel(writeModel(drawn.m), {file: family, target: 'm33'});
			return {kind, number, graph: drawn.m, cost};
		} catch {} // sizes that do not fit together
	}
	return undefined;
}

export interface Drawn {
	readonly kind: number;
	readonly number: number;
	readonly graph: Graph;
	/** The estimate. */
	readonly cost: number;
}

/** The models that no weight was fitted to. */
export const heldOut = {seed: 7, numbers: 2} as const;

/** `numbers` models of each kind. */
export function drawAll(seed: number, numbers: number): Drawn[] {
	return Array.from({length: numbers}, (_, number) =>
		kinds.flatMap((_, kind) => {
			const drawn = drawModel(kind, number, seed);
			return drawn === undefined ? [] : [drawn];
		}),
	).flat();
}

/** Several models side by side in one: they are counted in one run. */
export function sideBySide(models: readonly Drawn[]): Uint8Array {
	let from = 0;
	const moved = models.map(({graph: model}) => {
		const by = from;
		from += model.tensors.length;
		const shift = (list: readonly number[]) => list.map(index => (index < 0 ? index : index + by));
		return {
			...model,
			inputs: shift(model.inputs),
			outputs: shift(model.outputs),
			ops: model.ops.map(op => ({...op, ins: shift(op.ins), outs: shift(op.outs)})),
		};
	});
	return writeModel({
		tensors: moved.flatMap(({tensors}) => tensors),
		inputs: moved.flatMap(({inputs}) => inputs),
		outputs: moved.flatMap(({outputs}) => outputs),
		ops: moved.flatMap(({ops}) => ops),
	});
}
