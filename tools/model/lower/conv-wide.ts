// CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED with int16 activations and int8 weights.
import {activationLimits, quantizeMultiplier} from '../fixed-point.ts';
import type {Blob} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {type ConvParts, type DenseParts, denseMultiplier} from './parts.ts';
import {biasValues, filterScales} from './weights.ts';

export function lowerConvWide(lowering: Lowering, parts: ConvParts) {
	const {window} = parts;
	const macs = window.batch * window.oh * window.ow * window.oc * window.kh * window.kw * window.ic;
	lowering.emit('conv_s16', fields(lowering, parts, 0), 400 + macs * 5, macs);
}

export function lowerDepthwiseWide(lowering: Lowering, parts: ConvParts) {
	const {window} = parts;
	const macs = window.batch * window.oh * window.ow * window.oc * window.kh * window.kw;
	lowering.emit('dw_s16', fields(lowering, parts, 3), 400 + macs * 7, macs);
}

/** Also in models whose filters of uint8 were turned to int8: no reference has those kernels. */
export function signedFilter(lowering: Lowering, filter: ModelTensor) {
	if (filter.turned) lowering.refuse('the filter is UINT8, supported with INT16: INT8', 'type');
}

/** int16 activations are symmetric. */
export function symmetric(lowering: Lowering, tensor: ModelTensor, what: string): number {
	const {scale, zeroPoint} = lowering.quant(tensor, what);
	if (zeroPoint !== 0) lowering.refuse(`${what} is INT16 with zero point ${zeroPoint}, expected 0`);
	return scale;
}

function fields(
	lowering: Lowering,
	{input, filter, bias, output, window, activation}: ConvParts,
	axis: number,
) {
	const [inScale, outScale] = [
		symmetric(lowering, input, 'the input'),
		symmetric(lowering, output, 'the output'),
	];
	signedFilter(lowering, filter);
	const scales = filterScales(lowering, filter, axis, window.oc);
	return {
		in: lowering.ref(input),
		out: lowering.ref(output),
		weights: {bytes: filter.data!, align: 4},
		table: wideTable(
			biasValues(lowering, bias, window.oc),
			scales.map(scale => (inScale * scale) / outScale),
		),
		...window,
		narrow: bias?.type.name === 'INT32' ? 1 : 0,
		...activationLimits(activation, 'INT16', outScale, 0),
	};
}

/** {i64 bias, i32 multiplier, i32 exponent} per channel. */
export function wideTable(bias: readonly bigint[], factors: readonly number[]): Blob {
	const bytes = new Uint8Array(bias.length * 16);
	const view = new DataView(bytes.buffer);
	bias.forEach((value, c) => {
		const {multiplier, exponent} = quantizeMultiplier(factors[c]!);
		view.setBigInt64(c * 16, value, true);
		view.setInt32(c * 16 + 8, multiplier, true);
		view.setInt32(c * 16 + 12, exponent, true);
	});
	return {bytes, align: 4};
}

export function lowerFullyConnectedWide(lowering: Lowering, parts: DenseParts) {
	const {input, filter, bias, output, rows, depth, units, activation} = parts;
	const [inScale, outScale] = [
		symmetric(lowering, input, 'the input'),
		symmetric(lowering, output, 'the output'),
	];
	signedFilter(lowering, filter);
	const filterQ = lowering.quant(filter, 'the filter');
	if (filterQ.zeroPoint !== 0) lowering.refuse('the filter has a zero point other than 0');
	const bytes = new Uint8Array(units * 8);
	const view = new DataView(bytes.buffer);
	biasValues(lowering, bias, units).forEach((value, c) => {
		view.setBigInt64(c * 8, value, true);
	});
	lowering.emit(
		'fc_s16',
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			weights: {bytes: filter.data!, align: 4},
			bias: {bytes, align: 4},
			rows,
			depth,
			units,
			narrow: bias?.type.name === 'INT64' ? 0 : 1,
			...denseMultiplier(inScale, filterQ.scale, outScale),
			...activationLimits(activation, 'INT16', outScale, 0),
		},
		250 + rows * units * (depth * 5 + 20),
		rows * units * depth,
	);
}
