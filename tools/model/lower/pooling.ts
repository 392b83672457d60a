// AVERAGE_POOL_2D, MAX_POOL_2D and MEAN.
import {activationLimits, activationLimitsFloat, quantizeMultiplier} from '../fixed-point.ts';
import {elementCount} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {collapse} from './loops.ts';
import {emitAverageM33} from './m33-pooling.ts';
import {windowFields} from './window.ts';

export function lowerPool(lowering: Lowering) {
	lowering.count(1);
	const options = lowering.need();
	const [input, output] = [lowering.input(0), lowering.output()];
	const window = windowFields(lowering, input, output, {
		padding: options.int8(0),
		strideW: options.int32(1),
		strideH: options.int32(2),
		dilationW: 1,
		dilationH: 1,
		kw: options.int32(3),
		kh: options.int32(4),
	});
	if (window.ic !== window.oc)
		lowering.refuse(`input and output have ${window.ic} and ${window.oc} channels`);
	lowering.types(input, 'the input', 'INT8', 'INT16', 'FLOAT32');
	lowering.types(output, 'the output', input.type.name);
	const kind = lowering.operator.name === 'MAX_POOL_2D' ? 1 : 0;
	const activation = lowering.activation(5);
	const taps = elementCount(output.shape) * window.kh * window.kw;
	const shared = {in: lowering.ref(input), out: lowering.ref(output), ...window, kind};
	const cost = 300 + taps * 4 + elementCount(output.shape) * 20;
	if (input.type.name === 'FLOAT32') {
		lowering.emit('pool_f32', {...shared, reserved: 0, ...activationLimitsFloat(activation)}, cost);
		return;
	}
	const {scale, zeroPoint} = lowering.quant(output, 'the output');
	const limits = activationLimits(activation, output.type.name, scale, zeroPoint);
	const isM33 =
		lowering.options.target === 'm33' && input.type.name === 'INT8' && kind === 0 && !input.turned;
	if (isM33 && emitAverageM33(lowering, shared, limits)) return;
	// the average of a uint8 model is rounded up at halves: on turned bytes, below 0 too
	const turned = kind === 0 && input.turned ? {kind: 2} : {};
	lowering.emit('pool', {...shared, ...turned, type: input.type.element!, ...limits}, cost);
}

export function lowerMean(lowering: Lowering) {
	lowering.count(2);
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(input, 'the input', 'INT8', 'INT16', 'FLOAT32');
	lowering.types(output, 'the output', input.type.name);
	const reduced = axes(lowering, input);
	lowering.shape(output, 'the output', reducedShape(lowering, input, reduced));
	const count = input.shape.reduce((product, size, i) => (reduced.has(i) ? product * size : product), 1);
	const fields = {in: lowering.ref(input), out: lowering.ref(output), ...meanLoops(lowering, input, reduced)};
	const cost = 300 + elementCount(input.shape) * 4 + elementCount(output.shape) * 30;
	const common = {...fields, type: input.type.element!, count};
	if (input.type.name === 'FLOAT32') {
		lowering.emit('mean_q', {...common, in_zero: 0, out_zero: 0, multiplier: 0, exponent: 0}, cost);
		return;
	}
	const [inQ, outQ] = [lowering.quant(input, 'the input'), lowering.quant(output, 'the output')];
	const zeros = {in_zero: inQ.zeroPoint, out_zero: outQ.zeroPoint};
	lowering.emit('mean_q', {...common, ...zeros, ...meanMultiplier(inQ.scale / outQ.scale, count)}, cost);
}

/** What is left of the input's shape; keep_dims leaves a 1 for each reduced dimension. */
export function reducedShape(
	{operator}: Lowering,
	{shape}: ModelTensor,
	reduced: ReadonlySet<number>,
): number[] {
	const keep = operator.options?.bool(0) ?? false;
	return keep ? shape.map((size, i) => (reduced.has(i) ? 1 : size)) : shape.filter((_, i) => !reduced.has(i));
}

/** The rescale and the division by the count in one multiplier. */
function meanMultiplier(factor: number, count: number) {
	const {multiplier, exponent} = quantizeMultiplier(factor);
	const shift = Math.min(Math.floor(Math.log2(count)), 32, 31 + exponent);
	return {
		multiplier: Number((BigInt(multiplier) << BigInt(shift)) / BigInt(count)),
		exponent: exponent - shift,
	};
}

export function axes(lowering: Lowering, input: ModelTensor): Set<number> {
	const rank = input.shape.length;
	const list = lowering.integers(lowering.input(1), 'the axis');
	for (const axis of list)
		if (axis < -rank || axis >= rank) lowering.refuse(`axis ${axis} does not fit rank ${rank}`);
	return new Set(list.map(axis => (axis + rank) % rank));
}

export function meanLoops(lowering: Lowering, input: ModelTensor, reduced: Set<number>) {
	const strides = input.shape.map((_, i) => elementCount(input.shape.slice(i + 1)));
	const part = (wanted: boolean) => {
		const kept = input.shape.map((_, i) => i).filter(i => reduced.has(i) === wanted);
		const loops = collapse(
			kept.map(i => input.shape[i]!),
			[kept.map(i => strides[i]!)],
			4,
		);
		if (loops === undefined) lowering.refuse('more than 4 separate groups of dimensions');
		return loops;
	};
	const [outer, inner] = [part(false), part(true)];
	const named = (prefix: string, values: readonly number[]) =>
		Object.fromEntries(values.map((value, i) => [`${prefix}${i}`, value]));
	return {
		...named('o', outer.sizes),
		...named('r', inner.sizes),
		...named('os', outer.strides[0]!),
		...named('rs', inner.strides[0]!),
	} as Record<'o0' | 'o1' | 'o2' | 'o3' | 'r0' | 'r1' | 'r2' | 'r3', number> &
		Record<'os0' | 'os1' | 'os2' | 'os3' | 'rs0' | 'rs1' | 'rs2' | 'rs3', number>;
}
