// The budget of a model: what fits which board, where its RAM goes, what would save most, and how long a cell lasts.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {boardNames} from '../../boards/facts/boards.ts';
import {type BudgetArgs, type BudgetData, runBudget} from '../../tools/build/model-budget.ts';
import {compileModel} from '../../tools/model/index.ts';
import {memoryOfOperators} from '../../tools/model/peak.ts';
import {type TfliteTensor, writeTflite} from '../../tools/model/tflite-writer.ts';

/** One dense layer of `units` on `inputs`. */
function dense(inputs: number, units: number): Uint8Array {
	const tensors: TfliteTensor[] = [
		{name: 'in', dtype: 'FLOAT32', shape: [1, inputs]},
		{
			name: 'weights',
			dtype: 'FLOAT32',
			shape: [units, inputs],
			data: new Float32Array(units * inputs).fill(0.1),
		},
		{name: 'out', dtype: 'FLOAT32', shape: [1, units]},
	];
	const ops = [{op: 'FULLY_CONNECTED', version: 1, inputs: [0, 1, -1], outputs: [2]}];
	return writeTflite({description: '', tensors, ops, inputs: [0], outputs: [2]});
}

async function budget(bytes: Uint8Array, options: Partial<BudgetArgs> = {}) {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-budget-'));
	try {
		const file = join(folder, 'm.tflite');
		writeFileSync(file, bytes);
		return await runBudget({file, cell: 'CR2032', ...options});
	} finally {
		rmSync(folder, {recursive: true});
	}
}

const on = (data: BudgetData, name: string) => data.boards.find(({board}) => board === name)!;

test('a small model fits every board, with a fifth of each memory left', async t => {
	const {data, exitCode} = await budget(dense(8, 4));
	t.deepEqual(data.boards.map(({board}) => board).sort(), boardNames());
	t.true(data.boards.every(({fits, headroom}) => fits && headroom === 0.2));
	t.is(exitCode, 0);
	t.is(on(data, 'esp32s3-devkitc').flash.allowed, Math.floor(1024 * 1024 * 0.8));
});

test('a model that fits no board is said to be too large, with exit code 1 and int8 as the first advice', async t => {
	const {data, text, exitCode} = await budget(dense(2048, 512));
	t.is(exitCode, 1);
	t.regex(text, /nrf5340dk +TOO LARGE/);
	t.regex(data.savings[0]!.what, /catnap model quantize/);
	t.is(data.savings[0]!.flashBytes, 2048 * 512 * 3);
	const sums = data.savings.map(({flashBytes, ramBytes}) => flashBytes + ramBytes);
	t.deepEqual(
		sums,
		[...sums].sort((a, b) => b - a),
	);
});

test('the operator that needs most RAM needs what the arena holds', t => {
	const model = compileModel(dense(64, 32), {file: 'm.tflite'});
	const [layer] = memoryOfOperators(model);
	t.deepEqual(layer, {operator: 0, name: 'FULLY_CONNECTED', bytes: 4 * (64 + 32)});
});

test('a cell lasts longer the rarer the inferences are, and only boards of a known speed say so', async t => {
	const often = await budget(dense(64, 32), {everyMs: 10});
	const rarely = await budget(dense(64, 32), {everyMs: 60_000});
	const [a, b] = [on(often.data, 'nrf5340dk').life!, on(rarely.data, 'nrf5340dk').life!];
	t.true(b.days[1] > a.days[1] && b.averageUa < a.averageUa);
	t.true(a.days[0] <= a.days[1] && a.days[1] <= a.days[2]);
	t.true(Math.abs(a.duty / b.duty - 6000) < 1);
	t.is(on(often.data, 'host').life, undefined);
	t.regex(often.text, /nrf5340dk +[\d.]+ ms of each 10 ms, [\d.]+ uA: \d+ days on a CR2032/);
});
