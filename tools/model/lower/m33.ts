// CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED for Cortex-M33: true if the layer is one that its kernels do exactly.
import {activationLimits} from '../fixed-point.ts';
import {type Blob, int32Blob} from '../graph.ts';
import type {Lowering} from './context.ts';
import {
	type ChannelRange,
	channelOut,
	type FastRequant,
	fastRequant,
	fitsPacked,
	outputRange,
	packChannel,
	packedStart,
	rangeOf,
	setRanges,
	sumRange,
} from './m33-pack.ts';
import {type ConvParts, type DenseParts, denseMultiplier} from './parts.ts';
import {biasValues, int8s} from './weights.ts';
import type {WindowFields} from './window.ts';

/** A channel that is computed: its weights as words, what to do with its sum, its place in the pixel. */
interface LiveChannel {
	readonly start: number;
	readonly words: readonly number[];
	readonly requant: FastRequant;
	readonly position: number;
}

const block = 3;
const roundUp = (value: number, to: number) => Math.ceil(value / to) * to;
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

/** Output channel's weights with each row of the window padded to whole words. */
function paddedRows(weights: Int8Array, {kh, kw, ic}: WindowFields, channel: number): Int8Array {
	const [run, bytes] = [roundUp(kw * ic, 4), kw * ic];
	const padded = new Int8Array(kh * run);
	for (let ky = 0; ky < kh; ky++) {
		const from = (channel * kh + ky) * bytes;
		padded.set(weights.subarray(from, from + bytes), ky * run);
	}
	return padded;
}

function isPadded({pad_top, pad_left, oh, ow, sh, sw, kh, kw, dh, dw, ih, iw}: WindowFields): boolean {
	const beyond = (out: number, stride: number, taps: number, dilation: number, pad: number, size: number) =>
		(out - 1) * stride + (taps - 1) * dilation - pad >= size;
	return (
		pad_top > 0 || pad_left > 0 || beyond(oh, sh, kh, dh, pad_top, ih) || beyond(ow, sw, kw, dw, pad_left, iw)
	);
}

/** What a tap on this input channel can see: its activations and, at borders, the zero point. */
function tapRanges(parts: ConvParts, zero: number): ChannelRange[] {
	const padded = isPadded(parts.window);
	return Array.from({length: parts.window.ic}, (_, c) => {
		const {low, high} = rangeOf(parts.input, c);
		return padded ? {low: Math.min(low, zero), high: Math.max(high, zero)} : {low, high};
	});
}

/** Weights [oc][kh][kw][ic]. Channels that cannot vary are filled in; false if another one defies the proofs. */
export function emitConvM33(
	lowering: Lowering,
	parts: ConvParts,
	weights: Int8Array,
	scales: readonly number[],
): boolean {
	const {input, bias, output, window, activation} = parts;
	const [inQ, outQ] = [lowering.quant(input, 'the input'), lowering.quant(output, 'the output')];
	const limits = activationLimits(activation, 'INT8', outQ.scale, outQ.zeroPoint);
	const biases = biasValues(lowering, bias, window.oc);
	const taps = tapRanges(parts, inQ.zeroPoint);
	const depth = window.kh * window.kw * window.ic;
	if (depth > 65536 || window.dh !== 1 || window.dw !== 1) return false;
	const live: LiveChannel[] = [];
	const outputs: ChannelRange[] = [];
	for (let c = 0; c < window.oc; c++) {
		const own = weights.subarray(c * depth, (c + 1) * depth);
		const folded = Number(biases[c]!) - inQ.zeroPoint * sum(own);
		const sums = sumRange(folded, own, i => taps[i % window.ic]!);
		const out = channelOut(
			{input: inQ.scale, filter: scales[c]!, output: outQ.scale},
			outQ.zeroPoint,
			limits,
		);
		const range = outputRange(sums, out);
		if (range === undefined) return false;
		outputs.push(range);
		if (range.low === range.high) continue;
		const padded = paddedRows(weights, window, c);
		const requant = fastRequant(out, outQ.zeroPoint, sums);
		const words = packChannel(padded);
		if (requant === undefined || words === undefined || !fitsPacked(sums)) return false;
		live.push({start: packedStart(folded, padded), words, requant, position: c});
	}
	if (live.length === 0) return false;
	emitConv(lowering, parts, live, outputs, {in_zero: inQ.zeroPoint, ...limits});
	setRanges(output, outputs);
	return true;
}

function emitConv(
	lowering: Lowering,
	parts: ConvParts,
	live: readonly LiveChannel[],
	outputs: readonly ChannelRange[],
	constants: {in_zero: number; min: number; max: number},
) {
	const {input, output, window} = parts;
	const row = live[0]!.words.length * 4;
	const single = window.kh === 1 && window.kw === 1 && !isPadded(window) && window.ic % 4 === 0;
	// a block of pixels is packed before its outputs are written, and these end before the next block's inputs
	if (single && window.sh === 1 && window.sw === 1 && window.oc <= window.ic) lowering.inPlace(output, input);
	const pixels = window.batch * window.oh * window.ow;
	const pairs = Math.ceil(live.length / 2);
	lowering.emit(
		'conv_m33',
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			stream: pairStream(live),
			fill: live.length === window.oc ? null : bytesBlob(outputs.map(range => range.low)),
			scratch: lowering.scratch(roundUp(row * 6 + (single ? 0 : bandBytes(window)) + window.oc * block, 4)),
			...window,
			pairs,
			reserved: 0,
			...constants,
		},
		400 + Math.ceil(pixels / block) * (110 + row * (single ? 4 : 6) + pairs * (56 + row * 4.4)),
		pixels * window.oc * window.kh * window.kw * window.ic,
	);
}

/** Image rows with borders under the output rows that a block of pixels touches (conv_m33.c). */
function bandBytes({kh, kw, sh, sw, ow, ic}: WindowFields): number {
	const spanned = ow === 1 ? block : 2;
	return (kh + (spanned - 1) * sh) * ((ow - 1) * sw + kw) * ic + 4;
}

function bytesBlob(values: readonly number[]): Blob {
	return {bytes: new Uint8Array(Int8Array.from(values).buffer), align: 4};
}

/** The stream of conv_block.h. An odd last channel is its own partner: the same byte is written twice. */
function pairStream(live: readonly LiveChannel[]): Blob {
	const words: number[] = [];
	for (let i = 0; i < live.length; i += 2) {
		const [a, b] = [live[i]!, live[i + 1] ?? live[i]!];
		words.push(a.start, b.start);
		a.words.forEach((word, k) => {
			words.push(word, b.words[k]!);
		});
		for (const {requant, position} of [a, b])
			words.push(requant.multiplier, requant.rounding, requant.shift, position);
	}
	return {...int32Blob(words), align: 16};
}

/** The order in which SXTB16 splits four neighbours. */
const split = [0, 2, 1, 3];

interface DepthChannel {
	readonly start: number;
	readonly taps: readonly number[];
	readonly requant: FastRequant;
	readonly output: ChannelRange;
}

/** One channel of a depthwise layer. One that cannot vary gets no weights: its rounding says it all. */
function depthChannel(
	sums: ChannelRange,
	start: number,
	taps: readonly number[],
	out: ReturnType<typeof channelOut>,
): DepthChannel | undefined {
	const output = outputRange(sums, out);
	if (output === undefined) return undefined;
	if (output.low === output.high) {
		const requant = {multiplier: 0, rounding: output.low * 2, shift: 1};
		return {start: 0, taps: taps.map(() => 0), requant, output};
	}
	const requant = fastRequant(out, out.zero, sums);
	return requant && {start, taps, requant, output};
}

function depthChannels(
	lowering: Lowering,
	parts: ConvParts,
	weights: Int8Array,
	scales: readonly number[],
): DepthChannel[] | undefined {
	const {input, bias, output, window, activation} = parts;
	const [inQ, outQ] = [lowering.quant(input, 'the input'), lowering.quant(output, 'the output')];
	const limits = activationLimits(activation, 'INT8', outQ.scale, outQ.zeroPoint);
	const biases = biasValues(lowering, bias, window.oc);
	const ranges = tapRanges(parts, inQ.zeroPoint);
	const channels: DepthChannel[] = [];
	for (let c = 0; c < window.oc; c++) {
		const taps = Array.from({length: 9}, (_, tap) => weights[tap * window.oc + c]!);
		const start = Number(biases[c]!) - inQ.zeroPoint * sum(taps);
		const out = channelOut(
			{input: inQ.scale, filter: scales[c]!, output: outQ.scale},
			outQ.zeroPoint,
			limits,
		);
		const channel = depthChannel(
			sumRange(start, taps, () => ranges[c]!),
			start,
			taps,
			out,
		);
		if (channel === undefined) return undefined;
		channels.push(channel);
	}
	return channels;
}

/** Weights [kh][kw][oc], no depth multiplier. */
export function emitDepthwiseM33(
	lowering: Lowering,
	parts: ConvParts,
	weights: Int8Array,
	scales: readonly number[],
): boolean {
	const {input, output, window, activation} = parts;
	const fits = window.multiplier === 1 && window.oc % 4 === 0 && window.kh === 3 && window.kw === 3;
	if (!fits || window.dh !== 1 || window.dw !== 1 || window.sw > 2) return false;
	const channels = depthChannels(lowering, parts, weights, scales);
	if (channels === undefined) return false;
	const [inQ, outQ] = [lowering.quant(input, 'the input'), lowering.quant(output, 'the output')];
	const quads = Array.from({length: window.oc / 4}, (_, q) => channels.slice(q * 4, q * 4 + 4));
	const {batch, oh, ow, oc} = window;
	// the ring holds every input row that a row of outputs overwrites
	if (batch === 1 && ow <= window.iw && window.pad_top <= 2) lowering.inPlace(output, input);
	lowering.emit(
		'dw_m33',
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			weights: int16Blob(quads.flatMap(tapWords)),
			table: int32Blob(quads.flatMap(quadTable)),
			scratch: lowering.scratch(3 * ((ow - 1) * window.sw + 3) * oc),
			...window,
			in_zero: inQ.zeroPoint,
			...activationLimits(activation, 'INT8', outQ.scale, outQ.zeroPoint),
		},
		400 + batch * oh * (150 + oc * (8 + ow * 23 + (ow % 2) * 4)),
		batch * oh * ow * oc * 9,
	);
	setRanges(
		output,
		channels.map(channel => channel.output),
	);
	return true;
}

function tapWords(quad: readonly DepthChannel[]): number[] {
	return Array.from({length: 9}, (_, tap) => split.map(c => quad[c]!.taps[tap]! * 2)).flat();
}

function quadTable(quad: readonly DepthChannel[]): number[] {
	const ordered = split.map(c => quad[c]!);
	return [
		...ordered.map(({start}) => start * 2),
		...ordered.flatMap(({requant}) => [requant.multiplier, requant.rounding, requant.shift]),
	];
}

function int16Blob(values: readonly number[]): Blob {
	return {bytes: new Uint8Array(Int16Array.from(values).buffer), align: 16};
}

/** One multiplier for all units; weights without a zero point. */
export function emitDenseM33(lowering: Lowering, parts: DenseParts): boolean {
	const {input, filter, bias, output, rows, depth, units, activation} = parts;
	const [inQ, outQ] = [lowering.quant(input, 'the input'), lowering.quant(output, 'the output')];
	const filterQ = lowering.quant(filter, 'the filter');
	if (filterQ.zeroPoint !== 0 || depth > 65536 || units > 65536) return false;
	const factor = denseMultiplier(inQ.scale, filterQ.scale, outQ.scale);
	const biases = biasValues(lowering, bias, units);
	const weights = int8s(filter.data!);
	const padded = roundUp(depth, 4);
	const rowsOf = Array.from({length: units}, (_, c) => {
		const own = new Int8Array(padded);
		own.set(weights.subarray(c * depth, (c + 1) * depth));
		return {own, folded: Number(biases[c]!) - inQ.zeroPoint * sum(own)};
	});
	const any = () => ({low: -128, high: 127});
	const all = rowsOf.map(({own, folded}) => sumRange(folded, own, any));
	const widest = {
		low: all.map(range => range.low).reduce((a, b) => Math.min(a, b)),
		high: all.map(range => range.high).reduce((a, b) => Math.max(a, b)),
	};
	const requant = fastRequant(factor, outQ.zeroPoint, widest);
	const part = partOf(rowsOf, padded);
	if (requant === undefined || part === undefined) return false;
	const streams = partStreams(rowsOf, padded, part);
	if (streams === undefined) return false;
	const quads = Math.ceil(units / 4);
	const count = Math.ceil(padded / part);
	lowering.emit(
		'fc_m33',
		{
			in: lowering.ref(input),
			out: lowering.ref(output),
			stream: {...int32Blob(streams.flat()), align: 16},
			scratch: lowering.scratch(part * 2 + 8 + (count > 1 ? quads * 32 : 0)),
			rows,
			depth,
			units,
			part,
			...requant,
			...activationLimits(activation, 'INT8', outQ.scale, outQ.zeroPoint),
		},
		150 + rows * (60 + padded * 2 + quads * (count * 60 + padded * 3.7)),
		rows * units * depth,
	);
	return true;
}

/** A stream for each part of the row; undefined where a channel cannot be packed. */
function partStreams(
	rows: readonly {own: Int8Array; folded: number}[],
	padded: number,
	part: number,
): number[][] | undefined {
	const streams: number[][] = [];
	for (let at = 0; at < padded; at += part) {
		const channels = rows.map(({own, folded}) => {
			const slice = own.subarray(at, at + part);
			return {start: packedStart(at === 0 ? folded : 0, slice), words: packChannel(slice)};
		});
		if (channels.some(({words}) => words === undefined)) return undefined;
		streams.push(quadStream(channels as {start: number; words: number[]}[]));
	}
	return streams;
}

/** Parts are short where there are several: each is packed into scratch. */
const longestPart = 1024;

/** The whole row, or the longest part of it, of which 256 times the sum fits 32 bits. */
function partOf(rows: readonly {own: Int8Array; folded: number}[], padded: number): number | undefined {
	const any = () => ({low: -128, high: 127});
	for (let part = padded; ; part = roundUp(Math.min(part / 2, longestPart), 4)) {
		const fits = rows.every(({own, folded}) => {
			for (let at = 0; at < padded; at += part)
				if (!fitsPacked(sumRange(at === 0 ? folded : 0, own.subarray(at, at + part), any))) return false;
			return true;
		});
		if (fits) return part;
		if (part <= 64) return undefined;
	}
}

/** The stream of fc_m33.c; units that fill up the last four have no weights. */
function quadStream(channels: readonly {start: number; words: readonly number[]}[]): number[] {
	const words: number[] = [];
	const groups = channels[0]!.words.length;
	for (let i = 0; i < channels.length; i += 4) {
		const quad = [0, 1, 2, 3].map(u => channels[i + u]);
		words.push(...quad.map(unit => unit?.start ?? 0));
		for (let k = 0; k < groups; k++) words.push(...quad.map(unit => unit?.words[k] ?? 0));
	}
	return words;
}
