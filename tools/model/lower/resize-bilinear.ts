// RESIZE_BILINEAR: which two lines each output line lies between, and how far, is known here.
import {f32} from '../fixed-point.ts';
import {type Blob, elementCount} from '../graph.ts';
import type {Lowering} from './context.ts';

export function lowerResizeBilinear(lowering: Lowering) {
	lowering.count(2);
	const options = lowering.need();
	const [input, output] = [lowering.input(0), lowering.output()];
	lowering.types(input, 'the input', 'FLOAT32', 'INT8', 'INT16');
	lowering.types(output, 'the output', input.type.name);
	lowering.rank(input, 'the input', 4);
	const size = lowering.list(lowering.input(1), 'the size');
	const [batch, ih, iw, channels] = input.shape as [number, number, number, number];
	if (size.length !== 2 || [batch, ih, iw, ...size].some(n => n < 1 || n > 65535))
		lowering.refuse(`the size is [${size}] for the input [${input.shape}]`);
	const [oh, ow] = size as [number, number];
	lowering.shape(output, 'the output', [batch, oh, ow, channels]);
	const [align, half] = [options.bool(2), options.bool(3)];
	if (align && half) lowering.refuse('align_corners and half_pixel_centers exclude each other');
	const lines = input.type.name === 'FLOAT32' ? floatLines : integerLines;
	lowering.emit(
		'resize_bilinear',
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			rows: lines(ih, oh, align, half),
			columns: lines(iw, ow, align, half),
			batch,
			ih,
			iw,
			oh,
			ow,
			type: input.type.element!,
			channels,
		},
		200 + elementCount(output.shape) * 90,
	);
}

interface Between {
	readonly low: number;
	readonly high: number;
	readonly part: number;
}

function blobOf(lines: readonly Between[], whole: boolean): Blob {
	const bytes = new Uint8Array(lines.length * 8);
	const view = new DataView(bytes.buffer);
	lines.forEach(({low, high, part}, i) => {
		view.setUint16(i * 8, low, true);
		view.setUint16(i * 8 + 2, high, true);
		if (whole) view.setInt32(i * 8 + 4, part, true);
		else view.setFloat32(i * 8 + 4, part, true);
	});
	return {bytes, align: 4};
}

/** In float32 as the reference. */
function floatLines(from: number, to: number, align: boolean, half: boolean): Blob {
	const scale = align && to > 1 ? f32((from - 1) / (to - 1)) : f32(from / to);
	const lines = Array.from({length: to}, (_, at) => {
		const place = half ? f32(f32(f32(at + 0.5) * scale) - 0.5) : f32(at * scale);
		const low = Math.max(Math.floor(place), 0);
		return {
			low: Math.min(low, from - 1),
			high: Math.max(0, Math.min(Math.ceil(place), from - 1)),
			part: f32(place - low),
		};
	});
	return blobOf(lines, false);
}

/** In 1/1024 of a line. */
function integerLines(from: number, to: number, align: boolean, half: boolean): Blob {
	const [lines, steps] = align && to > 1 ? [from - 1, to - 1] : [from, to];
	const scale = Math.floor((1024 * lines + Math.floor(steps / 2)) / steps);
	const all = Array.from({length: to}, (_, at) => {
		const place = half ? at * scale + Math.floor(scale / 2) - 512 : at * scale;
		const low = Math.min(Math.max(Math.trunc(place / 1024), 0), from - 1);
		const high = Math.max(0, Math.min(Math.trunc((place + 1023) / 1024), from - 1));
		return {low, high, part: place - 1024 * low};
	});
	return blobOf(all, true);
}
