// Where `catnap model validate` runs the device's code: QEMU's Cortex-M33, or a generated app on a simulated board.
import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {CatnapError} from '../../lib/errors.ts';
import {withTemporary} from '../../lib/files.ts';
import type {CompiledModel} from '../model/compile.ts';
import {spread} from '../model/data/spread.ts';
import type {Prepared} from '../model/validation/preparation.ts';
import type {Device} from '../model/validation/validation.ts';
import {an505} from './an505.ts';
import {Machine} from './machine.ts';

/** Undefined: the plan runs on the PC. `tflite`: the model's file, for targets that run an app. */
export function deviceOn(target: string, tflite: string): Device | undefined {
	if (target === 'host') return undefined;
	return target === 'qemu-an505' ? onMachine : (_, inputs) => inApp(target, tflite, inputs);
}

const onMachine: Device = async (model, inputs) => {
	const machine = new Machine(an505, model);
	const bytes = inputs.map(({real, stored}) => inputOf(model, real, stored));
	const output = model.outputs[0]!.tensor;
	const seen = machine.observe(bytes.map(each => ({inputs: [each], fresh: true})));
	return {
		stored: seen.map(tensors => tensors.get(output)!),
		of: inputs.map((_, i) => i),
		instructions: machine.count([bytes[0]!]),
	};
};

function inputOf({inputs}: CompiledModel, real: Float32Array, stored: Uint8Array): Uint8Array {
	return inputs[0]!.type === 'FLOAT32'
		? new Uint8Array(real.buffer, real.byteOffset, real.byteLength)
		: stored;
}

/** The app holds its inputs in RAM, as text, beside the model: more would not fit every board's pool. */
const appBytes = 10 * 1024;
const mostApps = 3;
const mostInputs = 32;

async function inApp(target: string, tflite: string, inputs: readonly Prepared[]) {
	const size = inputs[0]!.stored.length;
	const inOne = Math.max(1, Math.min(mostInputs, Math.floor(appBytes / size)));
	const numbers = inputs.map((_, i) => i);
	const of = spread(numbers, Math.min(mostInputs, mostApps * inOne));
	const answers: Answer[] = [];
	for (let at = 0; at < of.length; at += inOne) {
		const part = of.slice(at, at + inOne).map(i => inputs[i]!.stored);
		answers.push(...(await answersOfApp(target, tflite, part)));
	}
	const meanUs = answers.reduce((sum, {us}) => sum + us, 0) / answers.length;
	return {stored: answers.map(({bytes}) => bytes), of, ms: meanUs / 1000};
}

interface Answer {
	readonly us: number;
	readonly bytes: Uint8Array;
}

async function answersOfApp(
	target: string,
	tflite: string,
	inputs: readonly Uint8Array[],
): Promise<readonly Answer[]> {
	const lines = await withTemporary('validate', folder => consoleOf(folder, target, tflite, inputs));
	const answers = lines.flatMap(line => {
		const found = /^answer (\d+) (\d+) ([\d,-]+)$/.exec(line);
		return found === null
			? []
			: [{us: Number(found[2]), bytes: Uint8Array.from(found[3]!.split(','), Number)}];
	});
	if (answers.length === inputs.length) return answers;
	throw new CatnapError('RUN_FAILED', {
		...{which: 'uncaught', app: 'the app that runs the model', received: lines.slice(-3).join('; ')},
		todo: 'see whether the model fits: catnap model budget',
	});
}

async function consoleOf(
	folder: string,
	target: string,
	tflite: string,
	inputs: readonly Uint8Array[],
): Promise<readonly string[]> {
	const {simulate} = await import('../testing/simulate.ts');
	const {copyFile} = await import('node:fs/promises');
	await mkdir(join(folder, 'src'));
	await copyFile(tflite, join(folder, 'src/model.tflite'));
	await writeFile(
		join(folder, 'package.json'),
		JSON.stringify({name: 'validated', private: true, type: 'module', main: 'src/main.ts'}),
	);
	await writeFile(join(folder, 'src/main.ts'), sourceOf(inputs));
	const {console: lines} = await simulate({app: folder, target, for: '600s'});
	return lines;
}

/** Bytes are written as text, which the flash holds as it is. */
function sourceOf(inputs: readonly Uint8Array[]): string {
	const texts = inputs.map(bytes => JSON.stringify(Buffer.from(bytes).toString('base64')));
	return `import {nowUs} from 'catnap';
import {power} from 'catnap/power';
import model from './model.tflite';

const inputs = [${texts.join(', ')}];
const {input, output} = model;
const into = new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
const from = new Uint8Array(output.buffer, output.byteOffset, output.byteLength);
inputs.forEach((text, index) => {
	const bytes = atob(text);
	model.reset();
	for (let i = 0; i < bytes.length; i++) into[i] = bytes.charCodeAt(i);
	const started = nowUs();
	model.invoke();
	const us = nowUs() - started;
	console.log(\`answer \${index} \${Math.round(us)} \${from.join(',')}\`);
});
power.off({wakeOn: []});
`;
}
