// Lengths of typed arrays, checked before they cross into C, so that the message can say what was expected.

import type {NativeErrorCode} from './gen/errors.ts';

/** @throws {NativeError} RANGE, with what, expected and received. */
export function checkLength(
	where: string,
	name: string,
	array: {readonly length: number},
	expected: number,
): void {
	if (array.length !== expected)
		throw wrong(`${where}: ${name}`, `${expected} elements`, String(array.length));
}

/** The size of a transform as it is, if it is one. */
export function checkSize<Size extends number>(where: string, size: Size): Size {
	const fits = size >= 32 && size <= 1024 && (size & (size - 1)) === 0;
	if (!fits) throw wrong(`${where}: size`, '32, 64, 128, 256, 512 or 1024', String(size));
	return size;
}

/** @throws {NativeError} INVAL when two arrays share memory. */
export function checkApart(where: string, signal: Float32Array, out: Float32Array): void {
	const apart =
		signal.buffer !== out.buffer ||
		signal.byteOffset + signal.byteLength <= out.byteOffset ||
		out.byteOffset + out.byteLength <= signal.byteOffset;
	if (!apart) throw wrong(`${where}: out`, 'an array apart from signal', 'one that overlaps it', 'INVAL');
}

/** A NativeError, as native code would have thrown it. */
export function wrong(
	what: string,
	expected: string,
	received: string,
	code: NativeErrorCode = 'RANGE',
): Error {
	const error = new Error(`${what} must be ${expected}; got ${received}`);
	return Object.assign(error, {code, expected, received});
}
