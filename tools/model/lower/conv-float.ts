// CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED in float32.
import {activationLimitsFloat} from '../fixed-point.ts';
import type {Lowering} from './context.ts';
import type {ConvParts, DenseParts} from './parts.ts';
import {floatBias} from './weights.ts';

export function lowerConvFloat(lowering: Lowering, parts: ConvParts) {
	const {window} = parts;
	const macs = window.batch * window.oh * window.ow * window.oc * window.kh * window.kw * window.ic;
	lowering.emit('conv_f32', fields(lowering, parts), 400 + macs * 4, macs);
}

export function lowerDepthwiseFloat(lowering: Lowering, parts: ConvParts) {
	const {window} = parts;
	const macs = window.batch * window.oh * window.ow * window.oc * window.kh * window.kw;
	lowering.emit('dw_f32', fields(lowering, parts), 400 + macs * 6, macs);
}

function fields(lowering: Lowering, {input, filter, bias, output, window, activation}: ConvParts) {
	return {
		in: lowering.ref(input),
		out: lowering.ref(output),
		weights: {bytes: filter.data!, align: 4},
		bias: floatBias(lowering, bias, window.oc),
		...window,
		...activationLimitsFloat(activation),
	};
}

export function lowerFullyConnectedFloat(lowering: Lowering, parts: DenseParts) {
	const {input, filter, bias, output, rows, depth, units, activation} = parts;
	const macs = rows * depth * units;
	lowering.emit(
		'fc_f32',
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			weights: {bytes: filter.data!, align: 4},
			bias: floatBias(lowering, bias, units),
			rows,
			depth,
			units,
			...activationLimitsFloat(activation),
		},
		250 + macs * 4 + rows * units * 12,
		macs,
	);
}
