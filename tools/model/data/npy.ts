// Reads NumPy's .npy files: arrays of numbers with their shape. Source: numpy.lib.format, versions 1 to 3.
import {CatnapError} from '../../../lib/errors.ts';

export interface NumberArray {
	readonly shape: readonly number[];
	readonly values: Float64Array;
}

type Get = (view: DataView, at: number, little: boolean) => number;

/** By the kind and bytes of `descr`. */
const getters: Readonly<Record<string, Get>> = {
	f4: (view, at, little) => view.getFloat32(at, little),
	f8: (view, at, little) => view.getFloat64(at, little),
	i1: (view, at) => view.getInt8(at),
	i2: (view, at, little) => view.getInt16(at, little),
	i4: (view, at, little) => view.getInt32(at, little),
	i8: (view, at, little) => Number(view.getBigInt64(at, little)),
	u1: (view, at) => view.getUint8(at),
	u2: (view, at, little) => view.getUint16(at, little),
	u4: (view, at, little) => view.getUint32(at, little),
};

/** @throws {CatnapError} BAD_DATA; `where` is only for the message */
export function parseNpy(bytes: Uint8Array, where: string): NumberArray {
	const {header, dataAt} = headerOf(bytes, where);
	const descr = /'descr'\s*:\s*'([<>|=])(\w\d)'/.exec(header);
	const get = getters[descr?.[2] ?? ''];
	if (descr === null || get === undefined)
		throw bad(where, `numbers (${Object.keys(getters).join(', ')})`, header.trim());
	if (!/'fortran_order'\s*:\s*False/.test(header))
		throw bad(where, 'C order: numpy.ascontiguousarray(a)', 'fortran_order');
	const dimensions = /'shape'\s*:\s*\(([\d,\s]*)\)/.exec(header)?.[1];
	if (dimensions === undefined) throw bad(where, 'a shape of numbers', header.trim());
	const shape = (dimensions.match(/\d+/g) ?? []).map(Number);
	const width = Number(descr[2]![1]);
	const count = shape.reduce((product, size) => product * size, 1);
	if (bytes.length - dataAt !== count * width)
		throw bad(
			where,
			`${count * width} bytes of data for shape (${shape.join(', ')})`,
			`${bytes.length - dataAt}`,
		);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const little = descr[1] !== '>';
	return {shape, values: Float64Array.from({length: count}, (_, i) => get(view, dataAt + i * width, little))};
}

function headerOf(bytes: Uint8Array, where: string): {header: string; dataAt: number} {
	const magic = Buffer.from(bytes.subarray(0, 6)).toString('latin1');
	if (magic !== '\x93NUMPY')
		throw bad(where, 'a file that begins with \\x93NUMPY', `${bytes.length} other bytes`);
	const wide = bytes[6]! > 1;
	const start = wide ? 12 : 10;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const length = bytes.length < start ? 0 : wide ? view.getUint32(8, true) : view.getUint16(8, true);
	const dataAt = start + length;
	if (length === 0 || dataAt > bytes.length)
		throw bad(where, 'a whole header', `${bytes.length} bytes in the file`);
	return {header: Buffer.from(bytes.subarray(start, dataAt)).toString('latin1'), dataAt};
}

function bad(where: string, expected: string, received: string): CatnapError {
	return new CatnapError('BAD_DATA', {which: 'npy', where, expected, received});
}
