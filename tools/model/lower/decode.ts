// TFLM_DECODE: compressed constants become plain ones here. Source of the three formats: decode_state_*.h of TFLM.
import {elementCount} from '../graph.ts';
import type {ModelTensor} from '../model-file.ts';
import type {Lowering} from './context.ts';

/** What each decoder is given: the codes, what stands behind the 16 bytes of metadata, and those. */
interface Encoded {
	readonly lowering: Lowering;
	readonly codes: Uint8Array;
	readonly metadata: Uint8Array;
	readonly table: DataView;
	readonly output: ModelTensor;
	readonly count: number;
}

const metadataBytes = 16;
const decoders: Readonly<Record<number, (encoded: Encoded) => Uint8Array>> = {
	0: lookUp,
	1: huffman,
	2: unprune,
};

export function lowerDecode(lowering: Lowering) {
	const {inputs, outputs} = lowering.operator;
	lowering.count(outputs.length * 2, Math.max(1, outputs.length));
	for (const slot of outputs.keys()) {
		const codes = lowering.constant(lowering.input(2 * slot), `input ${2 * slot}`);
		const data = lowering.constant(lowering.input(2 * slot + 1), `input ${2 * slot + 1}`);
		if (data.length < metadataBytes)
			lowering.refuse(`input ${2 * slot + 1} of ${inputs.length} has ${data.length} bytes, expected 16`);
		const decode = decoders[data[0]!];
		if (decode === undefined) lowering.refuse(`decode type ${data[0]}, supported: 0, 1, 2`);
		if (data[1] !== 1 || data[4] !== 1) lowering.refuse(`version ${data[1]} and ${data[4]}, supported: 1`);
		const output = lowering.output(slot);
		lowering.types(output, `output ${slot}`, 'INT8', 'INT16', 'INT32', 'INT64', 'FLOAT32', 'BOOL');
		const rest = data.slice(metadataBytes);
		const table = new DataView(rest.buffer);
		const count = elementCount(output.shape);
		lowering.define(output, decode({lowering, codes, metadata: data, table, output, count}));
	}
}

/** `bits` bits from bit `at` on, the first one the highest. */
function bitsAt({lowering, codes}: Encoded, at: number, bits: number): number {
	if (at + bits > codes.length * 8) lowering.refuse(`the codes end after ${codes.length} bytes`);
	let value = 0;
	for (let bit = at; bit < at + bits; bit++) value = value * 2 + ((codes[bit >> 3]! >> (7 - (bit & 7))) & 1);
	return value;
}

/** Entry `index` of the table, into element `to` of the result. */
function copyEntry({lowering, table, output}: Encoded, index: number, result: Uint8Array, to: number) {
	const {bytes} = output.type;
	if ((index + 1) * bytes > table.byteLength) lowering.refuse(`value ${index} lies behind the table`);
	for (let i = 0; i < bytes; i++) result[to * bytes + i] = table.getUint8(index * bytes + i);
}

/** Which channel an element belongs to: the first dimension's, or the last one's. */
function channelOf({lowering, output, count}: Encoded): (element: number) => number {
	const {scales, dimension} = output.quantization;
	const channels = Math.max(1, scales.length);
	if (channels > 1 && dimension === output.shape.length - 1) return element => element % channels;
	if (dimension !== 0) lowering.refuse(`quantized_dimension ${dimension} of [${output.shape}]`);
	return element => Math.floor(element / (count / channels));
}

/** A table of values for each channel, and the number of each value in it. */
function lookUp(encoded: Encoded): Uint8Array {
	const {lowering, metadata, output, count} = encoded;
	const [width, stride] = [metadata[5]! & 7, metadata[6]!];
	if (width === 0) lowering.refuse('numbers of 0 bits');
	const channel = channelOf(encoded);
	const result = new Uint8Array(count * output.type.bytes);
	for (let i = 0; i < count; i++)
		copyEntry(encoded, channel(i) * stride + bitsAt(encoded, i * width, width), result, i);
	return result;
}

/** A bit for each element: the next value, or the zero point. */
function unprune(encoded: Encoded): Uint8Array {
	const {lowering, output, count} = encoded;
	const zeros = output.quantization.zeroPoints;
	if (output.type.name !== 'INT8' && zeros.some(zero => zero !== 0n))
		lowering.refuse(`${output.type.name} with a zero point other than 0`, 'quantisation');
	const channel = channelOf(encoded);
	const result = new Uint8Array(count * output.type.bytes);
	let next = 0;
	for (let i = 0; i < count; i++) {
		if (bitsAt(encoded, i, 1) === 1) copyEntry(encoded, next++, result, i);
		else if (output.type.name === 'INT8') result[i] = Number(zeros[zeros.length > 1 ? channel(i) : 0] ?? 0n);
	}
	return result;
}

/** Fields of a table's entries: a value or where the next table is, how many bits count, and whether it is a value. */
const entries = {
	16: {read: (table: DataView, at: number) => table.getUint16(at, true), valueBits: 11},
	32: {read: (table: DataView, at: number) => table.getUint32(at, true), valueBits: 27},
};

function huffman(encoded: Encoded): Uint8Array {
	const {lowering, metadata, table, output, count} = encoded;
	const wide = (metadata[5]! & 1) !== 0;
	lowering.types(output, 'the output', 'INT8', ...(wide ? ['INT16'] : []));
	const {read, valueBits} = entries[wide ? 32 : 16];
	const entryBytes = wide ? 4 : 2;
	const result = new DataView(new ArrayBuffer(count * output.type.bytes));
	let at = 0;
	for (let i = 0; i < count; i++) {
		let [used, offset, jump] = [(metadata[5]! >> 4) + 1, 0, 0];
		for (;;) {
			offset += jump + bitsAt(encoded, at, used);
			at += used;
			if ((offset + 1) * entryBytes > table.byteLength)
				lowering.refuse(`entry ${offset} lies behind the table`);
			const entry = read(table, offset * entryBytes);
			const bits = Math.floor(entry / 2 ** valueBits) & 15;
			jump = entry % 2 ** valueBits;
			if (Math.floor(entry / 2 ** (valueBits + 4)) === 1) {
				at -= Math.max(0, used - bits);
				if (output.type.bytes === 1) result.setInt8(i, jump);
				else result.setInt16(i * 2, jump, true);
				break;
			}
			used = bits + 1;
		}
	}
	return new Uint8Array(result.buffer);
}
