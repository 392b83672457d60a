// Loops over several strided views at once: dimensions that can be walked as one are merged.

export interface Loops {
	/** Outermost first, padded in front with 1 to the wanted depth. */
	readonly sizes: readonly number[];
	/** One list for each view. */
	readonly strides: readonly (readonly number[])[];
}

const limit16 = 65535;

/** Merge dimensions so that at most `depth` remain and none exceeds 16 bits; undefined if that is impossible. */
export function collapse(
	sizes: readonly number[],
	views: readonly (readonly number[])[],
	depth: number,
): Loops | undefined {
	let loops: Loop[] = sizes
		.map((size, i) => ({size, strides: views.map(view => view[i]!)}))
		.filter(loop => loop.size !== 1);
	for (let i = loops.length - 1; i > 0; i--) {
		const [outer, inner] = [loops[i - 1]!, loops[i]!];
		const joined = outer.strides.every((stride, v) => stride === inner.strides[v]! * inner.size);
		if (joined && outer.size * inner.size <= limit16)
			loops.splice(i - 1, 2, {size: outer.size * inner.size, strides: inner.strides});
	}
	loops = loops.flatMap(splitLarge);
	if (loops.length > depth || loops.some(loop => loop.size > limit16)) return undefined;
	while (loops.length < depth) loops.unshift({size: 1, strides: views.map(() => 0)});
	return {
		sizes: loops.map(loop => loop.size),
		strides: views.map((_, v) => loops.map(loop => loop.strides[v]!)),
	};
}

interface Loop {
	readonly size: number;
	readonly strides: readonly number[];
}

/** A loop of more than 65535 rounds becomes two, if a divisor allows it. */
function splitLarge(loop: Loop): Loop[] {
	if (loop.size <= limit16) return [loop];
	for (let inner = limit16; inner > 1; inner--) {
		if (loop.size % inner !== 0) continue;
		return [
			...splitLarge({size: loop.size / inner, strides: loop.strides.map(stride => stride * inner)}),
			{size: inner, strides: loop.strides},
		];
	}
	return [loop];
}

/** Strides of a dense tensor, elements. */
export function denseStrides(shape: readonly number[]): number[] {
	const strides: number[] = [];
	let stride = 1;
	for (let i = shape.length - 1; i >= 0; i--) {
		strides.unshift(stride);
		stride *= shape[i]!;
	}
	return strides;
}
