// Lengths of typed arrays, checked before they cross into C, so that the message can say what was expected.

/** @throws {NativeError} RANGE, with what, expected and received. */
export function checkLength(
	where: string,
	name: string,
	array: {readonly length: number},
	expected: number,
): void {
	if (array.length !== expected) throw wrong(`${where}: ${name}`, `${expected} elements`, `${array.length}`);
}

/** The size of a transform as it is, if it is one. */
export function checkSize<Size extends number>(where: string, size: Size): Size {
	const fits = size >= 32 && size <= 1024 && (size & (size - 1)) === 0;
	if (!fits) throw wrong(`${where}: size`, '32, 64, 128, 256, 512 or 1024', String(size));
	return size;
}

/** A NativeError, as native code would have thrown it. */
export function wrong(what: string, expected: string, received: string): Error {
	const error = new Error(`${what} must be ${expected}; got ${received}`);
	return Object.assign(error, {code: 'RANGE', expected, received});
}
