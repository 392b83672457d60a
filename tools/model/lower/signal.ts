// TFLM's custom Signal operators, as its audio front ends use them.
import {type Blob, elementCount, uint16Blob} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';
import {settings} from './signal-options.ts';
import {lowerDelay, lowerFramer, lowerOverlapAdd, lowerStacker, lowerTransform} from './signal-stream.ts';

/** Input `slot` of a type and, if given, a number of elements. */
function input(lowering: Lowering, slot: number, type: string, elements?: number): ModelTensor {
	return checked(lowering, lowering.input(slot), `input ${slot}`, type, elements);
}

function output(lowering: Lowering, slot: number, type: string, elements: number): ModelTensor {
	return checked(lowering, lowering.output(slot), `output ${slot}`, type, elements);
}

function checked(lowering: Lowering, tensor: ModelTensor, what: string, type: string, elements?: number) {
	lowering.types(tensor, what, type);
	const count = elementCount(tensor.shape);
	if (elements !== undefined && count !== elements)
		lowering.refuse(`${what} has ${count} elements, expected ${elements}`);
	return tensor;
}

function constant(lowering: Lowering, slot: number, elements?: number): Blob {
	const tensor = input(lowering, slot, 'INT16', elements);
	return {bytes: lowering.constant(tensor, `input ${slot}`), align: 4};
}

const size = (tensor: ModelTensor) => elementCount(tensor.shape);

function lowerWindow(lowering: Lowering) {
	lowering.count(2);
	const shift = settings(lowering)('shift');
	const samples = input(lowering, 0, 'INT16');
	const window = constant(lowering, 1);
	const count = window.bytes.length / 2;
	if (size(samples) % count !== 0) lowering.refuse(`${size(samples)} samples are no multiple of ${count}`);
	const out = output(lowering, 0, 'INT16', size(samples));
	const ends = {in: lowering.ref(samples), out: lowering.ref(out)};
	const fields = {...ends, window, rows: size(samples) / count, count, shift};
	lowering.emit('signal_window', fields, 60 + size(samples) * 8);
}

function lowerAutoScale(lowering: Lowering) {
	lowering.count(1, 2);
	const samples = input(lowering, 0, 'INT16');
	const count = size(samples);
	const [out, bits] = [output(lowering, 0, 'INT16', count), output(lowering, 1, 'INT32', 1)];
	const refs = {in: lowering.ref(samples), out: lowering.ref(out), bits: lowering.ref(bits)};
	lowering.emit('signal_scale', {...refs, count}, 80 + count * 10);
}

const points = 512;
/** TensorType of int16 in the option T. */
const int16 = 7;

function lowerRfft(lowering: Lowering) {
	lowering.count(1);
	const option = settings(lowering);
	const samples = lowering.input(0);
	const count = size(samples);
	// one row of the front end's length has a kernel of its own
	if (option('T') !== int16 || option('fft_length') !== points || count !== samples.shape.at(-1))
		return lowerTransform(lowering, false);
	lowering.types(samples, 'input 0', 'INT16');
	if (count > points) lowering.refuse(`${count} samples for ${points} points`);
	const out = output(lowering, 0, 'INT16', points + 2);
	const ends = {in: lowering.ref(samples), out: lowering.ref(out)};
	lowering.emit('signal_rfft', {...ends, scratch: lowering.scratch(points * 4), count}, 60_000);
}

function lowerEnergy(lowering: Lowering) {
	lowering.count(1);
	const option = settings(lowering);
	const spectrum = input(lowering, 0, 'INT16');
	const count = size(spectrum) / 2;
	const out = output(lowering, 0, 'UINT32', count);
	const [first, end] = [option('start_index'), option('end_index')];
	if (first > end || end > count) lowering.refuse(`bins ${first} to ${end} of ${count}`);
	const ends = {in: lowering.ref(spectrum), out: lowering.ref(out)};
	lowering.emit('signal_energy', {...ends, count, first, end}, 60 + count * 10);
}

function lowerFilterBank(lowering: Lowering) {
	lowering.count(6);
	const channels = settings(lowering)('num_channels');
	const energy = input(lowering, 0, 'UINT32');
	const weights = constant(lowering, 1);
	const count = weights.bytes.length / 2;
	const [starts, weightStarts, widths] = [3, 4, 5].map(slot => constant(lowering, slot, channels + 1)) as [
		Blob,
		Blob,
		Blob,
	];
	const out = output(lowering, 0, 'UINT64', channels);
	const view = (blob: Blob) => new DataView(blob.bytes.buffer, blob.bytes.byteOffset, blob.bytes.byteLength);
	for (let c = 0; c <= channels; c++) {
		const [start, weight, width] = [starts, weightStarts, widths].map(blob =>
			view(blob).getInt16(c * 2, true),
		);
		if (start! < 0 || weight! < 0 || width! < 0 || start! + width! > size(energy) || weight! + width! > count)
			lowering.refuse(`channel ${c} reaches beyond the bins or the weights`);
	}
	lowering.emit(
		'signal_filter_bank',
		{
			in: lowering.ref(energy),
			out: lowering.ref(out),
			weights,
			unweights: constant(lowering, 2, count),
			starts,
			weight_starts: weightStarts,
			widths,
			bins: size(energy),
			channels,
			weights_count: count,
		},
		100 + count * 16,
	);
}

function lowerSquareRoot(lowering: Lowering) {
	lowering.count(2);
	const energy = input(lowering, 0, 'UINT64');
	const bits = input(lowering, 1, 'INT32', 1);
	const out = output(lowering, 0, 'UINT32', size(energy));
	const refs = {in: lowering.ref(energy), out: lowering.ref(out), bits: lowering.ref(bits)};
	lowering.emit('signal_root', {...refs, count: size(energy)}, 60 + size(energy) * 300);
}

function lowerSpectralSubtraction(lowering: Lowering) {
	lowering.count(1, 2);
	const option = settings(lowering);
	const signal = input(lowering, 0, 'UINT32', option('num_channels'));
	const count = size(signal);
	const [out, noise] = [output(lowering, 0, 'UINT32', count), output(lowering, 1, 'UINT32', count)];
	const state = lowering.resource(`noise estimate of operator ${lowering.operator.index}`, noise);
	lowering.emit(
		'signal_subtract',
		{
			in: lowering.ref(signal),
			out: lowering.ref(out),
			noise: lowering.ref(noise),
			state: {value: state, offset: 0},
			count,
			smoothing: option('smoothing'),
			rest: option('one_minus_smoothing'),
			odd_smoothing: option('alternate_smoothing'),
			odd_rest: option('alternate_one_minus_smoothing'),
			least_signal: option('min_signal_remaining'),
			smoothing_bits: option('smoothing_bits'),
			spectral_bits: option('spectral_subtraction_bits'),
			clamping: option('clamping'),
		},
		60 + count * 40,
	);
}

const gains = 125;

function lowerPcan(lowering: Lowering) {
	lowering.count(3);
	const shift = settings(lowering)('snr_shift');
	const signal = input(lowering, 0, 'UINT32');
	const count = size(signal);
	const noise = input(lowering, 1, 'UINT32', count);
	const out = output(lowering, 0, 'UINT32', count);
	const refs = {in: lowering.ref(signal), out: lowering.ref(out), noise: lowering.ref(noise)};
	lowering.emit('signal_pcan', {...refs, gains: constant(lowering, 2, gains), count, shift}, 60 + count * 50);
}

/** log2(1 + i / 128) - i / 128 in Q0.16. */
const bends = uint16Blob(
	Array.from({length: 129}, (_, i) => Math.round((Math.log2(1 + i / 128) - i / 128) * 65536)),
);

function lowerLog(lowering: Lowering) {
	lowering.count(1);
	const option = settings(lowering);
	const signal = input(lowering, 0, 'UINT32');
	const count = size(signal);
	const out = output(lowering, 0, 'INT16', count);
	const ends = {in: lowering.ref(signal), out: lowering.ref(out)};
	const fields = {
		...ends,
		bends,
		count,
		scale: option('output_scale'),
		correction_bits: option('input_correction_bits'),
	};
	lowering.emit('signal_log', fields, 60 + count * 50);
}

const signal = (lower: (lowering: Lowering) => void) => ({version: 1, lower});

export const signalOperators = {
	'CUSTOM:SignalDelay': signal(lowerDelay),
	'CUSTOM:SignalEnergy': signal(lowerEnergy),
	'CUSTOM:SignalFftAutoScale': signal(lowerAutoScale),
	'CUSTOM:SignalFilterBank': signal(lowerFilterBank),
	'CUSTOM:SignalFilterBankLog': signal(lowerLog),
	'CUSTOM:SignalFilterBankSpectralSubtraction': signal(lowerSpectralSubtraction),
	'CUSTOM:SignalFilterBankSquareRoot': signal(lowerSquareRoot),
	'CUSTOM:SignalFramer': signal(lowerFramer),
	'CUSTOM:SignalIrfft': signal(lowering => lowerTransform(lowering, true)),
	'CUSTOM:SignalOverlapAdd': signal(lowerOverlapAdd),
	'CUSTOM:SignalPCAN': signal(lowerPcan),
	'CUSTOM:SignalRfft': signal(lowerRfft),
	'CUSTOM:SignalStacker': signal(lowerStacker),
	'CUSTOM:SignalWindow': signal(lowerWindow),
};
