// Reads the options of custom operators: a FlexBuffers map of names to numbers, every offset checked.
import {FormatError} from './flatbuffer.ts';

const mapType = 9;
/** Inline integers and booleans. */
const inlineTypes = new Set([1, 2, 26]);
/** Integers behind an offset. */
const indirectTypes = new Set([6, 7]);
const floatType = 3;
const indirectFloatType = 8;

class Bytes {
	readonly #view: DataView;

	constructor(bytes: Uint8Array) {
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	get length() {
		return this.#view.byteLength;
	}

	/** Unsigned integer of 1, 2 or 4 bytes. */
	unsigned(at: number, width: number): number {
		if (at < 0 || at + width > this.length || !(width === 1 || width === 2 || width === 4))
			throw new FormatError(`custom options: ${width} bytes at ${at} of ${this.length}`);
		if (width === 1) return this.#view.getUint8(at);
		return width === 2 ? this.#view.getUint16(at, true) : this.#view.getUint32(at, true);
	}

	signed(at: number, width: number): number {
		const bits = 32 - 8 * width;
		return (this.unsigned(at, width) << bits) >> bits;
	}

	/** Of 4 or 8 bytes. */
	float(at: number, width: number): number {
		if (at < 0 || at + width > this.length || !(width === 4 || width === 8))
			throw new FormatError(`custom options: a number of ${width} bytes at ${at} of ${this.length}`);
		return width === 4 ? this.#view.getFloat32(at, true) : this.#view.getFloat64(at, true);
	}

	/** Where the offset at `at` leads: backwards. */
	follow(at: number, width: number): number {
		return at - this.unsigned(at, width);
	}

	text(at: number): string {
		let end = at;
		while (this.unsigned(end, 1) !== 0) end++;
		return new TextDecoder().decode(new Uint8Array(this.#view.buffer, this.#view.byteOffset + at, end - at));
	}
}

/** The integers of a map; other values are left out. */
export function flexIntegers(buffer: Uint8Array): Map<string, number> {
	const all = [...flexNumbers(buffer)];
	return new Map(all.filter(([, value]) => Number.isInteger(value)));
}

/** The numbers and booleans of a map; other values are left out. */
export function flexNumbers(buffer: Uint8Array): Map<string, number> {
	const bytes = new Bytes(buffer);
	const rootWidth = bytes.unsigned(bytes.length - 1, 1);
	const packed = bytes.unsigned(bytes.length - 2, 1);
	if (packed >> 2 !== mapType) throw new FormatError('custom options are no map');
	const width = 1 << (packed & 3);
	const map = bytes.follow(bytes.length - 2 - rootWidth, rootWidth);
	const size = bytes.unsigned(map - width, width);
	const keys = bytes.follow(map - 3 * width, width);
	const keyWidth = bytes.unsigned(map - 2 * width, width);
	const values = new Map<string, number>();
	if (size > bytes.length) throw new FormatError(`custom options: a map of ${size} entries`);
	for (let i = 0; i < size; i++) {
		const key = bytes.text(bytes.follow(keys + i * keyWidth, keyWidth));
		const value = number(bytes, map + i * width, width, bytes.unsigned(map + size * width + i, 1));
		if (value !== undefined) values.set(key, value);
	}
	return values;
}

function number(bytes: Bytes, at: number, width: number, packed: number): number | undefined {
	const type = packed >> 2;
	if (type === floatType) return bytes.float(at, width);
	if (inlineTypes.has(type)) return type === 1 ? bytes.signed(at, width) : bytes.unsigned(at, width);
	const wide = 1 << (packed & 3);
	if (type === indirectFloatType) return bytes.float(bytes.follow(at, width), wide);
	if (!indirectTypes.has(type)) return undefined;
	const target = bytes.follow(at, width);
	return type === 6 ? bytes.signed(target, wide) : bytes.unsigned(target, wide);
}
