// TFLM's custom Signal operators with a memory, and transforms of any power of two.
import {dataTypes} from '../builtins.ts';
import {type Blob, elementCount} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {settings} from './signal-options.ts';

const int8 = dataTypes.find(type => type.name === 'INT8')!;

const depth = (tensor: ModelTensor) => tensor.shape.at(-1) ?? 1;

function elements(lowering: Lowering, tensor: ModelTensor, what: string, expected: number) {
	const count = elementCount(tensor.shape);
	if (count !== expected) lowering.refuse(`${what} has ${count} elements, expected ${expected}`, 'shape');
}

function stateOf(lowering: Lowering, what: string, bytes: number) {
	const like = {shape: [bytes], type: int8};
	return lowering.resource(
		`${what} of operator ${lowering.operator.index} of subgraph ${lowering.number}, block ${lowering.blocks.length}`,
		like,
	);
}

export function lowerDelay(lowering: Lowering) {
	lowering.count(1);
	const delay = settings(lowering)('delay_length');
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(input, 'the input', 'INT16');
	lowering.types(output, 'the output', 'INT16');
	elements(lowering, output, 'the output', elementCount(input.shape));
	const count = depth(input);
	const rows = elementCount(input.shape) / count;
	const state = {value: stateOf(lowering, 'delay', Math.max(2, rows * delay * 2)), offset: 0};
	const ends = {in: lowering.ref(input), out: lowering.ref(output)};
	lowering.emit('signal_delay', {...ends, state, rows, count, delay}, 80 + rows * (60 + count + delay));
}

/** What TFLM's ring holds between two frames: the frame rounded up to steps, less a step; or prefilled to fit. */
function framesKept(size: number, step: number, prefill: boolean): number {
	return prefill ? size - step : (Math.ceil(size / step) - 1) * step;
}

export function lowerFramer(lowering: Lowering) {
	lowering.count(1, 2);
	const option = settings(lowering);
	const [size, step, prefill] = [option('frame_size'), option('frame_step'), option('prefill') !== 0];
	const [input, output, valid] = [lowering.input(0), lowering.output(0), lowering.output(1)];
	lowering.types(input, 'the input', 'INT16');
	lowering.types(output, 'output 0', 'INT16');
	lowering.types(valid, 'output 1', 'BOOL');
	elements(lowering, valid, 'output 1', 1);
	if (size < 1 || step < 1 || (prefill && step > size))
		lowering.refuse(`frames of ${size} every ${step} samples`);
	if (depth(input) % step !== 0)
		lowering.refuse(`${depth(input)} samples are no multiple of ${step}`, 'shape');
	const frames = depth(input) / step;
	const rows = elementCount(input.shape) / depth(input);
	elements(lowering, output, 'output 0', rows * frames * size);
	const keep = framesKept(size, step, prefill);
	const count = stateOf(lowering, 'frames', 4);
	if (prefill && keep > 0) lowering.initial.set(count, new Uint8Array(Uint32Array.of(keep).buffer));
	const fields = {
		in: lowering.ref(input),
		out: lowering.ref(output),
		valid: lowering.ref(valid),
		state: {value: stateOf(lowering, 'samples', Math.max(2, rows * keep * 2)), offset: 0},
		count: {value: count, offset: 0},
	};
	lowering.emit(
		'signal_frame',
		{...fields, rows, frames, size, step, keep},
		80 + rows * frames * (80 + size * 2),
	);
}

export function lowerOverlapAdd(lowering: Lowering) {
	lowering.count(1);
	const step = settings(lowering)('frame_step');
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(input, 'the input', 'INT16', 'FLOAT32');
	lowering.types(output, 'the output', input.type.name);
	if (input.shape.length < 2)
		lowering.refuse(`the input has shape [${input.shape}], expected frames`, 'shape');
	const [frames, size] = input.shape.slice(-2) as [number, number];
	if (step < 1 || step > size) lowering.refuse(`frames of ${size} every ${step} samples`);
	const rows = elementCount(input.shape) / frames / size;
	elements(lowering, output, 'the output', rows * frames * step);
	const state = {value: stateOf(lowering, 'sum', rows * size * input.type.bytes), offset: 0};
	const ends = {in: lowering.ref(input), out: lowering.ref(output)};
	const fields = {...ends, state, rows, frames, size, step, type: input.type.element!};
	lowering.emit('signal_overlap', fields, 80 + rows * frames * (80 + size * 8));
}

export function lowerStacker(lowering: Lowering) {
	lowering.count(1, 2);
	const option = settings(lowering);
	const channels = option('num_channels');
	const left = option('stacker_left_context');
	const frames = left + option('stacker_right_context') + 1;
	const step = option('stacker_step');
	const [input, output, valid] = [lowering.input(0), lowering.output(0), lowering.output(1)];
	lowering.types(input, 'the input', 'INT16');
	lowering.types(output, 'output 0', 'INT16');
	lowering.types(valid, 'output 1', 'BOOL');
	elements(lowering, input, 'the input', channels);
	elements(lowering, output, 'output 0', channels * frames);
	elements(lowering, valid, 'output 1', 1);
	if (step < 1 || step > frames) lowering.refuse(`stacks of ${frames} every ${step} frames`);
	const fields = {
		in: lowering.ref(input),
		out: lowering.ref(output),
		valid: lowering.ref(valid),
		state: {value: stateOf(lowering, 'frames', channels * frames * 2), offset: 0},
		count: {value: stateOf(lowering, 'count', 8), offset: 0},
	};
	lowering.emit('signal_stack', {...fields, channels, frames, left, step}, 100 + channels * frames * 3);
}

/** By TensorType in the option T. */
const numbers: Readonly<Record<number, string>> = {0: 'FLOAT32', 2: 'INT32', 7: 'INT16'};

/** cos and sin of the angles, as the reference rounds them to the type. */
function turnsOf(type: string, angles: readonly number[]): Blob {
	const pairs = angles.flatMap(angle => [Math.cos(angle), Math.sin(angle)]);
	const whole = (most: number) => pairs.map(x => Math.floor(0.5 + most * x));
	const list =
		type === 'FLOAT32'
			? Float32Array.from(pairs)
			: type === 'INT32'
				? Int32Array.from(whole(2 ** 31 - 1))
				: Int16Array.from(whole(32767));
	return {bytes: new Uint8Array(list.buffer), align: 4};
}

/** Of 2, 3 and 5 only: TFLM gives Kiss FFT no memory for the stage of another factor. */
function isProduct(points: number): boolean {
	for (const p of [2, 3, 5]) while (points % p === 0) points /= p;
	return points === 1;
}

export function lowerTransform(lowering: Lowering, inverse: boolean) {
	lowering.count(1);
	const option = settings(lowering);
	const [points, type] = [option('fft_length'), numbers[option('T')]];
	if (type === undefined) lowering.refuse(`T is ${option('T')}, supported: float32, int32, int16`, 'type');
	if (points < 2 || points > 32768 || points % 2 !== 0 || !isProduct(points))
		lowering.refuse(`fft_length ${points}, supported: even products of 2, 3 and 5 to 32768`);
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(input, 'the input', type);
	lowering.types(output, 'the output', type);
	const count = depth(input);
	if (inverse ? count !== points + 2 : count > points)
		lowering.refuse(`${count} numbers for ${points} points`, 'shape');
	const rows = elementCount(input.shape) / count;
	elements(lowering, output, 'the output', rows * (inverse ? points : points + 2));
	const half = points / 2;
	const sign = inverse ? 1 : -1;
	const turns = turnsOf(type, [
		...Array.from({length: half}, (_, i) => (sign * 2 * Math.PI * i) / half),
		...Array.from({length: Math.floor(half / 2)}, (_, i) => sign * Math.PI * ((i + 1) / half + 0.5)),
	]);
	const fields = {
		in: lowering.ref(input),
		out: lowering.ref(output),
		turns,
		scratch: lowering.scratch(points * 2 * input.type.bytes),
	};
	const work = points * Math.log2(points) * (type === 'INT32' ? 26 : 18);
	lowering.emit(
		(points & (points - 1)) === 0 ? 'signal_fft' : 'signal_fft_mixed',
		{
			...fields,
			rows,
			count: inverse ? points : count,
			points,
			type: input.type.element!,
			inverse: inverse ? 1 : 0,
		},
		100 + rows * work,
	);
}
