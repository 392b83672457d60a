// SUM, REDUCE_MAX, REDUCE_MIN, REDUCE_PROD, REDUCE_ALL and REDUCE_ANY.
import {quantizeMultiplier} from '../fixed-point.ts';
import {elementCount} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {axes, meanLoops, reducedShape} from './pooling.ts';

/** `kind` of reduce and the types that an operator takes. */
const kinds: Record<string, readonly [kind: number, ...types: readonly string[]]> = {
	SUM: [0, 'FLOAT32', 'INT8', 'INT16', 'INT32'],
	REDUCE_MAX: [1, 'FLOAT32', 'INT8', 'INT16', 'INT32'],
	REDUCE_MIN: [2, 'FLOAT32', 'INT8', 'INT16', 'INT32'],
	REDUCE_PROD: [3, 'FLOAT32', 'INT32'],
	REDUCE_ALL: [4, 'BOOL'],
	REDUCE_ANY: [5, 'BOOL'],
};

export function lowerReduce(lowering: Lowering) {
	lowering.count(2);
	const [kind, ...types] = kinds[lowering.operator.name]!;
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(input, 'the input', ...types);
	lowering.types(output, 'the output', input.type.name);
	const reduced = axes(lowering, input);
	lowering.shape(output, 'the output', reducedShape(lowering, input, reduced));
	const count = input.shape.reduce((product, size, i) => (reduced.has(i) ? product * size : product), 1);
	const quantized = ['INT8', 'INT16'].includes(input.type.name);
	if (quantized && kind !== 0) lowering.sameQuantization(input, output, 'the input');
	lowering.emit(
		'reduce',
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			...meanLoops(lowering, input, reduced),
			type: input.type.element!,
			...(quantized && kind === 0 ? rescaledSum(lowering, input, output) : plain),
			count,
			kind,
		},
		300 + elementCount(input.shape) * 16 + elementCount(output.shape) * 40,
	);
}

const plain = {in_zero: 0, out_zero: 0, multiplier: 0, exponent: 0};

function rescaledSum(lowering: Lowering, input: ModelTensor, output: ModelTensor) {
	const [inQ, outQ] = [lowering.quant(input, 'the input'), lowering.quant(output, 'the output')];
	return {
		in_zero: inQ.zeroPoint,
		out_zero: outQ.zeroPoint,
		...quantizeMultiplier(inQ.scale / outQ.scale),
	};
}
