// Draws the models that estimates are fitted to, and counts those that they are held to. Usage, by npx tsx:
// test/models/estimates.ts draw FOLDER SEED NUMBERS   models side by side, for tools/bench/fit-costs.ts
// test/models/estimates.ts count                      counted.json: models of another seed, counted on qemu-an505
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {an505} from '../../tools/bench/an505.ts';
import {Machine} from '../../tools/bench/machine.ts';
import {caseInputs, type GoldenTensor} from '../../tools/model/golden.ts';
import {compileModel} from '../../tools/model/index.ts';
import {type Drawn, drawAll, heldOut, sideBySide} from './random-models.ts';

const atOnce = 8;
/** Of the emulated board, see tools/bench/machine.ts. */
const mostArenaBytes = 3_500_000;

type Counted = readonly [kind: number, number: number, instructions: number];

function groupsOf(drawn: readonly Drawn[]): Drawn[][] {
	return Array.from({length: Math.ceil(drawn.length / atOnce)}, (_, i) =>
		drawn.slice(i * atOnce, (i + 1) * atOnce),
	);
}

function draw(folder: string, seed: number, numbers: number): void {
	mkdirSync(folder, {recursive: true});
	for (const [i, group] of groupsOf(drawAll(seed, numbers)).entries())
		writeFileSync(join(folder, `${i}.tflite`), sideBySide(group));
}

/** Instructions of each model of a group: of the steps of its operators. Those that do not fit the board are left out. */
function counts(group: readonly Drawn[]): Counted[] {
	const model = compileModel(sideBySide(group), {file: 'side by side', target: 'm33'});
	if (model.arenaBytes > mostArenaBytes)
		return group.length === 1 ? [] : group.flatMap(each => counts([each]));
	const ends = model.inputs.map(({tensor, name, type, shape, scale, zeroPoint}) => ({
		i: tensor,
		kind: 'input',
		name,
		dtype: type,
		shape,
		scale,
		zero_point: zeroPoint,
	}));
	const counted = new Machine(an505, model, {whole: true}).profile(
		caseInputs('seed:1', ends as GoldenTensor[], 4)[0]!,
	);
	let from = 0;
	return group.map(({kind, number, graph}) => {
		const until = from + graph.ops.length;
		const own = counted.filter((_, i) => {
			const {operator} = model.steps[i]!;
			return operator >= from && operator < until;
		});
		from = until;
		return [kind, number, own.reduce((sum, count) => sum + count, 0)] as const;
	});
}

function count(): void {
	const all = groupsOf(drawAll(heldOut.seed, heldOut.numbers)).flatMap(counts);
	const lines = all.map(each => `\t${JSON.stringify(each)}`).join(',\n');
	writeFileSync(new URL('counted.json', import.meta.url), `[\n${lines}\n]\n`);
}

const [what, folder, seed, numbers] = process.argv.slice(2);
if (what === 'draw' && folder !== undefined) draw(folder, Number(seed), Number(numbers));
else if (what === 'count') count();
else throw new Error('usage: estimates.ts draw FOLDER SEED NUMBERS, or estimates.ts count');
