// TFLM's custom CIRCULAR_BUFFER: what a strided streaming model has heard last; the rest runs every nth invoke.
import {dataTypes} from '../builtins.ts';
import {flexIntegers} from '../flexbuffer.ts';
import {type Ref, tensorBytes, type Value} from '../graph.ts';
import type {ModelOperator, ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {branch, jump, land} from './control.ts';
import {copyBytes} from './copy.ts';

const [int32, bool] = ['INT32', 'BOOL'].map(name => dataTypes.find(type => type.name === name)!) as [
	ModelTensor['type'],
	ModelTensor['type'],
];

const number = (value: number): Ref => ({bytes: new Uint8Array(Int32Array.of(value).buffer), align: 4});

const scalar = {d0: 1, d1: 1, d2: 1, d3: 1, a0: 0, a1: 0, a2: 0, a3: 0, b0: 0, b1: 0, b2: 0, b3: 0};
const unscaled = {
	...{a_zero: 0, b_zero: 0, left_shift: 0},
	...{a_multiplier: 0, a_exponent: 0, b_multiplier: 0, b_exponent: 0},
};

/** Slots of the buffers that run at each invoke in models whose options do not say it. Source: circular_buffer_common.cc of TFLM. */
const steadySlots = [5, 13, 25];

const givenCycles = ({customOptions}: ModelOperator): number =>
	customOptions?.length ? (flexIntegers(customOptions).get('cycles_max') ?? 0) : 0;

/** Invokes from one run of what follows to the next. */
function cyclesOf({operator, subgraph}: Lowering): number {
	const given = givenCycles(operator);
	if (given > 0) return given;
	// TFLM counts the buffers that do not say it, again after each that runs at each invoke
	let count = 0;
	for (const each of subgraph.operators) {
		if (each.name !== operator.name || givenCycles(each) > 0) continue;
		const [, slots, rows, depth] = subgraph.tensors[each.outputs[0]!]!.shape;
		count++;
		const isSteady = steadySlots.includes(slots!) || (count === 5 && rows === 2 && depth === 96);
		if (each.index === operator.index) return isSteady ? 1 : 2;
		if (isSteady) count = 0;
	}
	return 2;
}

export function lowerCircularBuffer(lowering: Lowering) {
	lowering.count(1);
	if (lowering.number !== 0) lowering.refuse('it stands in a subgraph that is called');
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(input, 'the input', 'INT8');
	lowering.types(output, 'the output', 'INT8');
	lowering.rank(output, 'the output', 4);
	const [batches, slots, rows, depth] = output.shape as [number, number, number, number];
	if (batches !== 1 || slots < 1) lowering.refuse(`the output has shape [${output.shape}]`, 'shape');
	lowering.shape(input, 'the input', [1, 1, rows, depth]);
	if (!output.variable) lowering.refuse('its output is no variable tensor');
	const [frame, whole] = [rows * depth, lowering.ref(output)];
	if (slots > 1) copyBytes(lowering, lowering.ref(output, frame), whole, (slots - 1) * frame);
	copyBytes(lowering, lowering.ref(input), lowering.ref(output, (slots - 1) * frame), frame);
	const cycles = cyclesOf(lowering);
	if (cycles > 1) waitFor(lowering, cycles);
}

/** Counts down in the state; until 0 the invoke ends here. */
function waitFor(lowering: Lowering, cycles: number) {
	const name = `invokes left of operator ${lowering.operator.index}`;
	const left = lowering.resource(name, {shape: [1], type: int32});
	lowering.initial.set(left, new Uint8Array(Int32Array.of(cycles).buffer));
	const count = {value: left, offset: 0};
	const clamp = {min: -(2 ** 31), max: 2 ** 31 - 1};
	lowering.emit('binary_i32', {a: count, b: number(1), out: count, ...scalar, kind: 1, ...clamp}, 60);
	const due = lowering.scratch(tensorBytes({shape: [1], type: bool}));
	lowering.emit(
		'compare',
		{a: count, b: number(0), out: due, ...scalar, type: int32.element!, kind: 0, ...unscaled},
		80,
	);
	lowering.waits.push(branch(lowering, due));
	copyBytes(lowering, number(cycles), count, 4);
}

/** At the end of the model: an invoke that stopped at a buffer shows what the last whole one gave, first of all 0. */
export function landWaits(lowering: Lowering) {
	if (lowering.waits.length === 0) return;
	const held = lowering.subgraph.outputs.flatMap(index => heldOutput(lowering, index));
	for (const {from, to} of held) copyBytes(lowering, from, {value: to, offset: 0}, to.bytes);
	const end = jump(lowering);
	for (const way of lowering.waits) way.target = lowering.steps.length;
	for (const {from, to} of held) copyBytes(lowering, {value: to, offset: 0}, from, to.bytes);
	land(lowering, end);
}

/** The place in the state of an output that is computed behind a buffer. */
function heldOutput(lowering: Lowering, index: number): {from: Ref; to: Value}[] {
	const output = lowering.subgraph.tensors[index]!;
	if (output.data !== undefined || output.variable || lowering.subgraph.inputs.includes(index)) return [];
	const to = lowering.resource(`last ${index}`, output);
	const zero = output.type.name === 'INT8' ? Number(output.quantization.zeroPoints[0] ?? 0n) : 0;
	if (zero !== 0) lowering.initial.set(to, new Uint8Array(to.bytes).fill(zero));
	return [{from: lowering.ref(output), to}];
}
