// How often the loops of kernels run, from the fields of a step: what costs.ts weighs.

/** The numeric fields of a step; a reference is 1, an absent one 0, and `<name>_at` its byte in a word. */
export type Numbers = Readonly<Record<string, number>>;

/** Taps of a window that fall inside the image, summed over all outputs of one side. */
function inside(
	out: number,
	stride: number,
	taps: number,
	dilation: number,
	pad: number,
	size: number,
): number {
	let sum = 0;
	for (let o = 0; o < out; o++)
		for (let k = 0; k < taps; k++) {
			const at = o * stride - pad + k * dilation;
			if (at >= 0 && at < size) sum++;
		}
	return sum;
}

/** Outputs, rows of taps and taps that fall inside the image. */
export function windowLoops(f: Numbers) {
	const rows = inside(f.oh!, f.sh!, f.kh!, f.dh!, f.pad_top!, f.ih!);
	const columns = inside(f.ow!, f.sw!, f.kw!, f.dw!, f.pad_left!, f.iw!);
	const pixels = f.batch! * f.oh! * f.ow!;
	return {pixels, rows: f.batch! * rows * f.ow!, taps: f.batch! * rows * columns};
}

/** Taps that bring an input to an output of TRANSPOSE_CONV, summed over all outputs of one side. */
function reaching(out: number, stride: number, taps: number, pad: number, size: number): number {
	let sum = 0;
	for (let o = 0; o < out; o++)
		for (let k = 0; k < taps; k++) {
			const place = o + pad - k;
			if (place >= 0 && place % stride === 0 && place / stride < size) sum++;
		}
	return sum;
}

/** Pixels, rows of taps that reach them, columns tried in those, and taps that reach. */
export function upscaledLoops(f: Numbers) {
	const rows = f.batch! * f.ow! * reaching(f.oh!, f.sh!, f.kh!, f.pad_top!, f.ih!);
	const columns = reaching(f.ow!, f.sw!, f.kw!, f.pad_left!, f.iw!);
	return {pixels: f.batch! * f.oh! * f.ow!, rows, tried: rows * f.kw!, taps: (rows * columns) / f.ow!};
}

/** `calls` of the C library's memmove, which takes blocks of 16 and words where both ends are aligned. */
export function moved(calls: number, bytes: number, aligned: number): number[] {
	const fast = bytes < 16 ? 0 : aligned;
	return [
		calls - fast,
		fast,
		(calls - fast) * bytes,
		fast * (bytes % 4),
		fast * Math.floor(bytes / 16),
		fast * Math.floor((bytes % 16) / 4),
	];
}

/** Of the elements that a copy moves those of which both ends lie at words. */
export function alignedOf(f: Numbers): number {
	// how many lie at which byte of a word: [in][out]
	let at = [0, 0, 0, 0].map(() => [0, 0, 0, 0]);
	at[f.in_at ?? 0]![f.out_at ?? 0] = 1;
	for (const i of [0, 1, 2, 3, 4]) {
		const next = [0, 0, 0, 0].map(() => [0, 0, 0, 0]);
		const [a, b] = [f[`a${i}`]!, f[`b${i}`]!];
		const [rounds, rest] = [Math.floor(f[`d${i}`]! / 4), f[`d${i}`]! % 4];
		for (const [x, row] of at.entries())
			for (const [y, count] of row.entries())
				for (const n of [0, 1, 2, 3])
					next[(x + n * a) & 3]![(y + n * b) & 3]! += count * (rounds + (n < rest ? 1 : 0));
		at = next;
	}
	return at[0]![0]!;
}

/** cn_copy_bytes: blocks of 32, words, bytes. */
function copied(bytes: number, isAligned: boolean): number[] {
	const blocks = isAligned && bytes >= 32 ? Math.floor(bytes / 32) : 0;
	const rest = bytes - 32 * blocks;
	return [blocks, Math.floor(rest / 4), rest % 4];
}

/** cn_fill_bytes: words, bytes. */
const filled = (bytes: number): number[] => [Math.floor(bytes / 4), bytes % 4];

export function sum(parts: readonly (readonly number[])[], width: number): number[] {
	return Array.from({length: width}, (_, i) => parts.reduce((total, part) => total + part[i]!, 0));
}

export const times = (count: number, part: readonly number[]): number[] => part.map(value => count * value);

/** 1x1 windows of whole words are read where they are; see is_direct in conv_m33.c. */
export const isDirect = (f: Numbers) =>
	f.kh === 1 && f.kw === 1 && f.pad_top === 0 && f.pad_left === 0 && f.ic! % 4 === 0;
export const isClamped = (f: Numbers) => f.min! > -128 || f.max! < 127;

/** Rows of outputs in which a block of three pixels begins: for each a band of image rows is filled. */
function bandsOf(f: Numbers): number[] {
	const begins = new Set<number>();
	for (let pixel = 0; pixel < f.oh! * f.ow!; pixel += 3) begins.add(Math.floor(pixel / f.ow!));
	return [...begins];
}

/** What fill_band of conv_m33.c does: bands, lines, and the parts of copied() and filled(). */
export function bandLoops(f: Numbers): number[] {
	const line = ((f.ow! - 1) * f.sw! + f.kw!) * f.ic!;
	const height = f.kh! + (f.ow === 1 ? 2 : 1) * f.sh!;
	const left = Math.min(f.pad_left! * f.ic!, line);
	const bytes = Math.min(f.iw! * f.ic!, line - left);
	const isAligned = [line, left, f.iw! * f.ic!].every(size => size % 4 === 0);
	const image = [1, 0, ...copied(bytes, isAligned), ...sum([filled(left), filled(line - left - bytes)], 2)];
	const border = [0, 1, 0, 0, 0, ...filled(line)];
	const lines = bandsOf(f).flatMap(y =>
		Array.from({length: height}, (_, row) => {
			const at = y * f.sh! - f.pad_top! + row;
			return at < 0 || at >= f.ih! ? border : image;
		}),
	);
	return times(f.batch!, [bandsOf(f).length, ...sum(lines, border.length)]);
}

/** What fetch_rows of dw_m33.c does, and the ring that is filled before each image. */
export function ringLoops(f: Numbers): number[] {
	const pitch = ((f.ow! - 1) * f.sw! + 3) * f.ic!;
	const line = f.iw! * f.ic!;
	const bytes = Math.min(line, pitch - f.pad_left! * f.ic!);
	let next = -f.pad_top!;
	const parts: number[][] = [[0, 0, 0, 0, 0, ...filled(3 * pitch)]];
	for (let y = 0; y < f.oh!; y++) {
		const top = y * f.sh! - f.pad_top!;
		for (next = Math.max(next, top); next <= top + 2; next++)
			// channels are whole words
			parts.push(
				next < 0 || next >= f.ih! ? [0, 1, 0, 0, 0, ...filled(pitch)] : [1, 0, ...copied(bytes, true), 0, 0],
			);
	}
	return times(f.batch!, sum(parts, 7));
}

/** The channels of conv_m33 that are not computed: three pixels of each block from a template, and the last block's. */
export function templateLoops(f: Numbers): number[] {
	const rest = (f.oh! * f.ow!) % 3;
	const isAligned = f.oc! % 4 === 0;
	const blocks = Math.ceil((f.oh! * f.ow!) / 3);
	const template = times(f.fill === 0 ? 0 : 3 * blocks, copied(f.oc!, isAligned));
	return times(f.batch!, sum([template, copied(rest * f.oc!, isAligned)], 3));
}

/** How often `p` divides `n`. */
export function powersOf(p: number, n: number): number {
	return n % p === 0 ? 1 + powersOf(p, n / p) : 0;
}
