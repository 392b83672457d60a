// Emits strided copies with as few loops and as long runs as the views allow.
import {isBlob, type Ref} from '../graph.ts';
import type {Lowering} from './context.ts';
import {collapse} from './loops.ts';

export interface View {
	readonly ref: Ref;
	/** Bytes from the start of `ref` to the first element. */
	readonly start: number;
	/** Bytes, one for each dimension. */
	readonly strides: readonly number[];
}

const limit16 = 65535;

/** Move `sizes` elements of `elementBytes` from one view to the other. */
export function emitCopy(
	lowering: Lowering,
	from: View,
	to: View,
	sizes: readonly number[],
	elementBytes: number,
) {
	if (sizes.includes(0)) return;
	const loops = collapse(sizes, [from.strides, to.strides], 6);
	if (loops === undefined) lowering.refuse('it moves data in more than 6 separate dimensions');
	const [d, a, b] = [loops.sizes, loops.strides[0]!, loops.strides[1]!];
	const run = d[5]! * elementBytes;
	const dense = d[5] === 1 || (a[5] === elementBytes && b[5] === elementBytes);
	const asRun = dense && run <= limit16;
	if (!asRun && d[0] !== 1) lowering.refuse('it moves data in more than 5 separate dimensions');
	const five = (list: readonly number[]) => (asRun ? list.slice(0, 5) : list.slice(1));
	const size = asRun ? run : elementBytes;
	const rounds = five(d).reduce((product, n) => product * n, 1);
	const named = (prefix: string, list: readonly number[]) =>
		Object.fromEntries(five(list).map((value, i) => [`${prefix}${i}`, value]));
	lowering.emit(
		'copy',
		{
			in: advanced(from),
			out: advanced(to),
			size,
			...(named('d', d) as Record<'d0' | 'd1' | 'd2' | 'd3' | 'd4', number>),
			...(named('a', a) as Record<'a0' | 'a1' | 'a2' | 'a3' | 'a4', number>),
			...(named('b', b) as Record<'b0' | 'b1' | 'b2' | 'b3' | 'b4', number>),
		},
		80 + rounds * (10 + size * 0.6),
	);
}

function advanced({ref, start}: View): Ref {
	if (start === 0 || ref === null) return ref;
	// a constant keeps its whole content: strides may be negative
	if (isBlob(ref)) return {...ref, start};
	return {value: ref.value, offset: ref.offset + start};
}

/** `bytes` from one place to another; runs of 65532, then the rest. */
export function copyBytes(lowering: Lowering, from: Ref, to: Ref, bytes: number) {
	const run = Math.min(bytes, 65532);
	const runs = Math.floor(bytes / run);
	const move = (at: number, sizes: readonly number[], strides: readonly number[]) =>
		emitCopy(lowering, {ref: from, start: at, strides}, {ref: to, start: at, strides}, sizes, 1);
	move(0, [runs, run], [run, 1]);
	if (runs * run < bytes) move(runs * run, [bytes - runs * run], [1]);
}
