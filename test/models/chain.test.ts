// Two models joined into one: what the chain gives is what the two give one after the other.

import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {type CompiledModel, compileChain, compileModel} from '../../tools/model/compile.ts';
import {HostModel} from '../../tools/model/host.ts';
import {Random} from '../../tools/model/random.ts';
import {type TfliteTensor, writeTflite} from '../../tools/model/tflite-writer.ts';
import {needsShared, sharedPath} from '../shared.ts';
import {repository} from './places.ts';

type Target = 'portable' | 'm33';
const where = 'speech.json: from';

/** A compiled model on the PC: bytes of input 0 to those of each output. */
function runner(model: CompiledModel): (input: Uint8Array) => Uint8Array[] {
	const host = new HostModel(model.plan, model.arenaBytes, model.stateBytes);
	return input => {
		host.at(model.inputs[0]!.arenaOffset >>> 0, input.length).set(input);
		host.invoke();
		return model.outputs.map(({arenaOffset, bytes}) => host.at(arenaOffset >>> 0, bytes).slice());
	};
}

const alone = (tflite: Uint8Array, target: Target) => compileModel(tflite, {file: 'alone', target});

function chain(first: Uint8Array, second: Uint8Array, every: number, target: Target): CompiledModel {
	const [a, b] = [
		{tflite: first, file: 'first'},
		{tflite: second, file: 'second'},
	];
	return compileChain(a, b, {file: 'chain', every, where, target});
}

type Convert = (bytes: Uint8Array) => Uint8Array;

interface Joint {
	readonly every?: number;
	/** What stands between. */
	readonly convert?: Convert;
	/** What the window begins with. */
	readonly zero?: number;
	/** Every which run of each comes to its end. */
	readonly waits?: readonly [number, number];
	readonly steps?: number;
	readonly target?: Target;
}

/** Both, one after the other: outputs of the second one, and whether it ran to its end. */
function oneByOne(first: CompiledModel, second: CompiledModel, joint: Joint) {
	const {every = 1, convert = bytes => bytes, zero = 0, waits = [1, 1]} = joint;
	const [runFirst, runSecond] = [runner(first), runner(second)];
	const window = new Uint8Array(second.inputs[0]!.bytes).fill(zero);
	let outputs = second.outputs.map(({bytes, zeroPoint}) => new Uint8Array(bytes).fill(zeroPoint & 0xff));
	const count = {runs: 0, fed: 0, turns: 0};
	return (input: Uint8Array) => {
		const newest = convert(runFirst(input)[0]!);
		let ran = false;
		if (++count.runs % waits[0] === 0) {
			window.copyWithin(0, newest.length);
			window.set(newest, window.length - newest.length);
			if (++count.fed % every === 0) {
				const given = runSecond(window) as typeof outputs;
				ran = ++count.turns % waits[1] === 0;
				if (ran) outputs = given;
			}
		}
		return {outputs, ran};
	};
}

/** Random inputs through the chain and through both; empty if all is the same. */
function differences([first, second]: readonly [Uint8Array, Uint8Array], joint: Joint): string[] {
	const {every = 1, target = 'portable', steps = 12} = joint;
	const [a, b] = [alone(first, target), alone(second, target)];
	const [joined, apart] = [runner(chain(first, second, every, target)), oneByOne(a, b, joint)];
	const random = new Random(1);
	const found: string[] = [];
	for (let step = 1; step <= steps; step++) {
		const input = randomInput(a, random);
		const got = joined(input);
		const {outputs, ran} = apart(input);
		const flag = got[outputs.length];
		if (flag && flag[0] !== Number(ran)) found.push(`step ${step}: it says ${flag[0]}`);
		for (const [slot, bytes] of outputs.entries())
			if (Buffer.compare(bytes, got[slot]!) !== 0) found.push(`step ${step}: output ${slot}`);
	}
	return found;
}

function randomInput({inputs}: CompiledModel, random: Random): Uint8Array {
	const {bytes, type} = inputs[0]!;
	if (type !== 'FLOAT32') return Uint8Array.from({length: bytes}, () => Math.floor(random.uniform(0, 256)));
	return new Uint8Array(Float32Array.from({length: bytes / 4}, () => random.uniform(-4, 4)).buffer);
}

const golden = (name: string) => readFileSync(join(repository, `test/golden/${name}.tflite`));
const loop = golden('control/loops_01');
const memory = golden('control/variable_01');

for (const target of ['portable', 'm33'] as const) {
	test(`loops, variables of the same names and called subgraphs keep apart, ${target}`, t => {
		t.deepEqual(differences([loop, loop], {target}), []);
		t.deepEqual(differences([memory, memory], {target}), []);
		t.deepEqual(differences([golden('recurrent/svdf_float32'), memoryOf(8)], {target}), []);
	});

	test(`a window holds the newest, and what runs each nth time keeps its outputs between, ${target}`, t => {
		for (const every of [1, 2, 3, 7]) {
			t.deepEqual(differences([loop, memory], {target, every, steps: 25}), [], `every ${every}`);
			t.deepEqual(differences([loop, loop], {target, every, steps: 25}), [], `every ${every}`);
		}
	});
}

/** float32 [count], reversed. */
function memoryOf(count: number): Uint8Array {
	return reversing({dtype: 'FLOAT32', shape: [count]});
}

/** Gives what it got, in reverse. */
function reversing(end: Omit<TfliteTensor, 'name'>): Uint8Array {
	const tensors = [
		{...end, name: 'input'},
		{name: 'axis', dtype: 'INT32', shape: [1], data: [end.shape.length - 1]},
		{...end, name: 'output'},
	];
	const ops = [{op: 'REVERSE_V2', version: 3, inputs: [0, 1], outputs: [2]}];
	return writeTflite({description: 'reverses', tensors, ops, inputs: [0], outputs: [2]});
}

type End = Pick<TfliteTensor, 'dtype' | 'scale' | 'zeroPoint'>;
const int8 = (scale: number, zeroPoint: number): End => ({dtype: 'INT8', scale, zeroPoint});
const int16 = (scale: number): End => ({dtype: 'INT16', scale, zeroPoint: 0});
const float32: End = {dtype: 'FLOAT32'};

/** The operator alone, which goldens of TensorFlow Lite hold (test/golden). */
function converter(op: string, from: End, to: End, count: number): Convert {
	const tensors = [
		{...from, name: 'from', shape: [count]},
		{...to, name: 'to', shape: [count]},
	];
	const ops = [{op, version: 2, inputs: [0], outputs: [1]}];
	const run = runner(
		alone(writeTflite({description: op, tensors, ops, inputs: [0], outputs: [1]}), 'portable'),
	);
	return bytes => run(bytes)[0]!;
}

const joints: [what: string, from: End, to: End, op: string | undefined][] = [
	['the same quantisation', int8(0.25, 3), int8(0.25, 3), undefined],
	['a model in front without quantisation', {dtype: 'INT8'}, int8(0.25, 3), undefined],
	['another scale and zero point', int8(0.25, 3), int8(0.1, -40), 'QUANTIZE'],
	['int16 before int8', int16(0.001), int8(0.1, -40), 'QUANTIZE'],
	['float32 before int8', float32, int8(0.03, -40), 'QUANTIZE'],
	['int8 before float32', int8(0.25, 3), float32, 'DEQUANTIZE'],
];

for (const [what, from, to, op] of joints)
	test(`${what} is joined as ${op ?? 'it is'}`, t => {
		const convert = op === undefined ? undefined : converter(op, from, to, 5);
		const zero = (to.zeroPoint ?? 0) & 0xff;
		for (const rows of [1, 4]) {
			const models = [
				reversing({...from, shape: [1, 5]}),
				reversing({...to, shape: rows === 1 ? [5] : [rows, 5]}),
			] as const;
			t.deepEqual(differences(models, {...(convert && {convert}), zero}), [], `${rows}`);
		}
	});

const misfits: [from: object, to: object, message: RegExp][] = [
	[{...float32, shape: [4]}, {...float32, shape: [6]}, /multiple of the 4 elements[\s\S]*6 elements, \[6\]/],
	[{dtype: 'INT8', shape: [4]}, {...float32, shape: [4]}, /in front is FLOAT32 \[4\][\s\S]*INT8 \[4\]/],
	[
		{dtype: 'INT32', shape: [4]},
		{...int8(0.1, 0), shape: [4]},
		/is INT8 \[4\], scale 0\.1\d*, zero point 0[\s\S]*INT32/,
	],
];

test('models that do not fit are an error that says what is given and what is wanted', t => {
	for (const [from, to, message] of misfits)
		t.throws(() => chain(reversing(from as TfliteTensor), reversing(to as TfliteTensor), 1, 'portable'), {
			...{code: 'MODEL_FACTS', message},
		});
	const detector = golden('control/detection_01');
	t.throws(() => chain(detector, memoryOf(4), 1, 'portable'), {
		message: /in front with 1 output[\s\S]*4 outputs/,
	});
	t.throws(() => chain(memoryOf(4), detector, 1, 'portable'), {
		message: /behind with 1 input[\s\S]*2 inputs/,
	});
});

const circular = golden('variants/circular_bare_01');
const buffered = {dtype: 'INT8', scale: 0.25, zeroPoint: 99};

test('where a CIRCULAR_BUFFER waits for more, nothing behind it runs, and the turn is not over', t => {
	const zero = 99;
	const behind = reversing({...buffered, shape: [9]});
	const inFront = reversing({...buffered, shape: [1, 1, 1, 3]});
	for (const every of [1, 3]) {
		t.deepEqual(differences([circular, behind], {every, zero, waits: [2, 1], steps: 30}), []);
		t.deepEqual(differences([inFront, circular], {every, zero, waits: [1, 2], steps: 30}), []);
	}
});

const withSpeech = needsShared(
	test,
	'models/micro_speech_quantized.tflite',
	'models/audio_preprocessor_int8.tflite',
);

for (const target of ['portable', 'm33'] as const)
	withSpeech(`the audio preprocessor of micro_speech fills the window of the words, ${target}`, t => {
		const part = (name: string) => readFileSync(sharedPath(`models/${name}.tflite`));
		const models = [part('audio_preprocessor_int8'), part('micro_speech_quantized')] as const;
		for (const every of [1, 5]) t.deepEqual(differences(models, {target, every, zero: 0x80, steps: 60}), []);
		const {arenaBytes} = chain(...models, 5, target);
		const largest = Math.max(...models.map(model => alone(model, target).arenaBytes));
		t.true(arenaBytes <= largest + 64, `${arenaBytes} for ${largest}`);
	});
