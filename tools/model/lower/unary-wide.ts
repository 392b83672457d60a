// Activations and SOFTMAX on int16.
import {f32, frexp, quantizeMultiplier, roundAway} from '../fixed-point.ts';
import {elementCount, uint16Blob} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import type {SoftmaxShape} from './unary-float.ts';

export function lowerUnaryWide(lowering: Lowering, input: ModelTensor, output: ModelTensor) {
	const {name} = lowering.operator;
	if (name === 'HARD_SWISH') lowering.refuse('INT16 is not supported');
	const [inQ, outQ] = [lowering.quant(input, 'the input'), lowering.quant(output, 'the output')];
	if (inQ.zeroPoint !== 0 || outQ.zeroPoint !== 0) lowering.refuse('INT16 needs zero points of 0');
	const count = elementCount(input.shape);
	const factor = f32(inQ.scale / outQ.scale);
	const slope =
		name === 'LEAKY_RELU' ? f32(f32(inQ.scale * lowering.need().float32(0)) / outQ.scale) : factor;
	lowering.inPlace(output, input);
	const ends = {in: lowering.ref(input), out: lowering.ref(output), count};
	if (name === 'LOGISTIC' || name === 'TANH') {
		const kind = name === 'TANH' ? 1 : 0;
		lowering.emit(
			'sigmoid_s16',
			{...ends, sigmoid: sigmoids, kind, ...sigmoidInput(inQ.scale, kind)},
			60 + count * 24,
		);
		return;
	}
	const [above, below] = [quantizeMultiplier(factor), quantizeMultiplier(slope)];
	const six = name === 'RELU6' ? Math.min(32767, roundAway(f32(6 / f32(outQ.scale)))) : 32767;
	const fields = {...above, slope_multiplier: below.multiplier, slope_exponent: below.exponent};
	const limits = {min: name === 'LEAKY_RELU' ? -32768 : 0, max: six};
	lowering.emit('leaky_s16', {...ends, ...fields, ...limits}, 60 + count * 18);
}

const sigmoidAt = (x: number) => 65536 / (1 + Math.exp(-x / 24));

/** sigmoid(i / 24) in Q0.16, raised by half the error of linear interpolation up to the next entry; the last is 1. */
export const sigmoids = uint16Blob(
	Array.from({length: 256}, (_, i) => {
		const error = sigmoidAt(i + 0.5) - (sigmoidAt(i) + sigmoidAt(i + 1)) / 2;
		return i === 255 ? 65535 : Math.round(sigmoidAt(i) + error / 2);
	}),
);

/** Scale of the table's input: 3/4096, exactly if the scale is a power of two, else a 15-bit factor and a shift. */
function sigmoidInput(scale: number, kind: number): {multiplier: number; shift: number} {
	const [fraction, exponent] = frexp(scale);
	const power = exponent - 1;
	// Q3.12 input, or the finer one that tanh's table allows
	if (fraction === 0.5) {
		const shift = kind === 0 ? 15 - 3 + power : 15 - 3 + power;
		if (shift >= 0 && shift <= 1) return {multiplier: 3 * 2 ** shift, shift: 0};
	}
	let multiplier = scale * 4096 * 3;
	let shift = 0;
	while (multiplier <= 32767 / 2 && shift <= 30) {
		shift++;
		multiplier *= 2;
	}
	return {multiplier: Math.trunc(multiplier), shift};
}

export function lowerSoftmaxWide(
	lowering: Lowering,
	input: ModelTensor,
	output: ModelTensor,
	shape: SoftmaxShape,
) {
	lowering.types(output, 'the output', 'INT16');
	const {scale, zeroPoint} = lowering.quant(input, 'the input');
	if (zeroPoint !== 0)
		lowering.refuse(`the input is INT16 with zero point ${zeroPoint}, expected 0`, 'quantisation');
	const {rows, depth, beta} = shape;
	lowering.emit(
		'softmax_s16',
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			exps: interpolated(10 / 65535, 32767, Math.exp),
			inverses: interpolated(1 / 65535, -32768, x => 1 / (1 + x)),
			rows,
			depth,
			...quantizeMultiplier(f32(scale * f32(beta)) / (10 / 65535)),
		},
		150 + rows * (120 + depth * 70),
	);
}

/** 513 samples of a function over all int16 inputs; each is moved by half the error of linear interpolation at the middle. */
function interpolated(scale: number, zero: number, f: (x: number) => number) {
	const [low, high] = [scale * (-32768 - zero), scale * (32767 - zero)];
	const step = (high - low) / 512;
	const outScale = 2 / 65535;
	const inverse = 65536 / (outScale * 32767 - outScale * -32768);
	const cut = (x: number) => Math.max(-32768, Math.min(32767, roundAway(x)));
	const sample = (i: number) => {
		const x = low + i * step;
		const value = roundAway(f(x) * inverse);
		const middle = roundAway(f(x + step / 2) * inverse);
		const linear = roundAway((f(x + step) * inverse + value) / 2);
		return cut(value - roundAway((linear - middle) / 2));
	};
	const samples = Array.from({length: 512}, (_, i) => sample(i));
	return uint16Blob([...samples, cut(f(high) * inverse)].map(value => value & 0xffff));
}
