// Sliding windows: output size, padding and stride of CONV_2D, DEPTHWISE_CONV_2D and the pools.
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';

export interface WindowOptions {
	readonly padding: number;
	readonly strideW: number;
	readonly strideH: number;
	readonly dilationW: number;
	readonly dilationH: number;
	readonly kh: number;
	readonly kw: number;
}

export interface WindowFields {
	batch: number;
	ih: number;
	iw: number;
	ic: number;
	oh: number;
	ow: number;
	oc: number;
	kh: number;
	kw: number;
	sh: number;
	sw: number;
	dh: number;
	dw: number;
	pad_top: number;
	pad_left: number;
	multiplier: number;
}

const limit16 = 65535;

/** Check the window against input and output and give the fields of a step. */
export function windowFields(
	lowering: Lowering,
	input: ModelTensor,
	output: ModelTensor,
	options: WindowOptions,
): WindowFields {
	lowering.rank(input, 'the input', 4);
	lowering.rank(output, 'the output', 4);
	const [batch, ih, iw, ic] = input.shape as [number, number, number, number];
	for (const key of ['strideW', 'strideH', 'dilationW', 'dilationH', 'kh', 'kw'] as const) {
		const value = options[key];
		if (value < 1 || value > limit16) lowering.refuse(`${names[key]} is ${value}, expected 1 to ${limit16}`);
	}
	if (options.padding !== 0 && options.padding !== 1)
		lowering.refuse(`padding is ${options.padding}, expected 0 (SAME) or 1 (VALID)`);
	const rows = side(ih, options.kh, options.strideH, options.dilationH, options.padding === 0);
	const columns = side(iw, options.kw, options.strideW, options.dilationW, options.padding === 0);
	if (rows.out < 1 || columns.out < 1)
		lowering.refuse(`the window is larger than the input [${input.shape}]`);
	const oc = output.shape[3]!;
	lowering.shape(output, 'the output', [batch, rows.out, columns.out, oc]);
	for (const size of [...input.shape, ...output.shape])
		if (size > limit16) lowering.refuse(`a dimension of ${size} is larger than ${limit16}`);
	return {
		batch,
		ih,
		iw,
		ic,
		oh: rows.out,
		ow: columns.out,
		oc,
		kh: options.kh,
		kw: options.kw,
		sh: options.strideH,
		sw: options.strideW,
		dh: options.dilationH,
		dw: options.dilationW,
		pad_top: rows.before,
		pad_left: columns.before,
		multiplier: 1,
	};
}

const names = {
	strideW: 'stride_w',
	strideH: 'stride_h',
	dilationW: 'dilation_w',
	dilationH: 'dilation_h',
	kh: 'the window height',
	kw: 'the window width',
};

function side(size: number, taps: number, stride: number, dilation: number, same: boolean) {
	const reach = (taps - 1) * dilation + 1;
	const out = same ? Math.ceil(size / stride) : Math.ceil((size - reach + 1) / stride);
	const before = same ? Math.max(0, (out - 1) * stride + reach - size) >> 1 : 0;
	return {out, before};
}
