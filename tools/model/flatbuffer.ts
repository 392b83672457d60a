// Reads FlatBuffers tables: every offset is checked against the file, so that no input can lead outside it.

export class FormatError extends Error {
	override readonly name = 'FormatError';
}

/** A file, and how many vector elements may still be read: tables that share vectors could ask for billions. */
export interface FlatFile {
	readonly view: DataView;
	left: number;
}

export function openFlatFile(bytes: Uint8Array): FlatFile {
	return {
		view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
		left: 1000 + 4 * bytes.byteLength,
	};
}

/** One table; fields are addressed by their number in the schema, an absent field gives the default. */
export class Table {
	readonly #file: FlatFile;
	readonly #view: DataView;
	readonly #at: number;
	readonly #vtable: number;
	readonly #vtableBytes: number;
	readonly #tableBytes: number;

	constructor(file: FlatFile, at: number, what: string) {
		const view = file.view;
		check(view, at, 4, what);
		const vtable = at - view.getInt32(at, true);
		check(view, vtable, 4, `${what} (vtable)`);
		this.#file = file;
		this.#view = view;
		this.#at = at;
		this.#vtable = vtable;
		this.#vtableBytes = view.getUint16(vtable, true);
		this.#tableBytes = view.getUint16(vtable + 2, true);
		if (this.#vtableBytes < 4) throw new FormatError(`${what}: vtable of ${this.#vtableBytes} bytes`);
		check(view, vtable, this.#vtableBytes, `${what} (vtable)`);
		check(view, at, this.#tableBytes, what);
	}

	int8(field: number, absent = 0) {
		const at = this.#field(field, 1);
		return at === 0 ? absent : this.#view.getInt8(at);
	}

	uint8(field: number, absent = 0) {
		const at = this.#field(field, 1);
		return at === 0 ? absent : this.#view.getUint8(at);
	}

	bool(field: number, absent = false) {
		return this.uint8(field, Number(absent)) !== 0;
	}

	int32(field: number, absent = 0) {
		const at = this.#field(field, 4);
		return at === 0 ? absent : this.#view.getInt32(at, true);
	}

	uint32(field: number, absent = 0) {
		const at = this.#field(field, 4);
		return at === 0 ? absent : this.#view.getUint32(at, true);
	}

	uint64(field: number) {
		const at = this.#field(field, 8);
		return at === 0 ? 0n : this.#view.getBigUint64(at, true);
	}

	float32(field: number, absent = 0) {
		const at = this.#field(field, 4);
		return at === 0 ? absent : this.#view.getFloat32(at, true);
	}

	table(field: number, what: string): Table | undefined {
		const at = this.#field(field, 4);
		return at === 0 ? undefined : new Table(this.#file, this.#follow(at, what), what);
	}

	text(field: number, what: string): string | undefined {
		const bytes = this.bytes(field, what);
		return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
	}

	bytes(field: number, what: string): Uint8Array | undefined {
		const vector = this.#vector(field, 1, what);
		if (vector === undefined) return undefined;
		return new Uint8Array(this.#view.buffer, this.#view.byteOffset + vector.at, vector.length);
	}

	int32s(field: number, what: string): number[] | undefined {
		return this.#map(field, 4, what, at => this.#view.getInt32(at, true));
	}

	float32s(field: number, what: string): number[] | undefined {
		return this.#map(field, 4, what, at => this.#view.getFloat32(at, true));
	}

	int64s(field: number, what: string): bigint[] | undefined {
		return this.#map(field, 8, what, at => this.#view.getBigInt64(at, true));
	}

	tables(field: number, what: string): Table[] | undefined {
		return this.#map(field, 4, what, (at, index) => {
			const name = `${what}[${index}]`;
			return new Table(this.#file, this.#follow(at, name), name);
		});
	}

	#map<T>(field: number, size: number, what: string, get: (at: number, index: number) => T): T[] | undefined {
		const vector = this.#vector(field, size, what);
		if (vector === undefined) return undefined;
		return Array.from({length: vector.length}, (_, index) => get(vector.at + index * size, index));
	}

	#vector(field: number, size: number, what: string) {
		const slot = this.#field(field, 4);
		if (slot === 0) return undefined;
		const start = this.#follow(slot, what);
		check(this.#view, start, 4, what);
		if (start % 4 !== 0) throw new FormatError(`${what} at byte ${start} is not aligned to 4 bytes`);
		const length = this.#view.getUint32(start, true);
		check(this.#view, start + 4, length * size, `${what} of length ${length}`);
		this.#file.left -= size === 1 ? 1 : length;
		if (this.#file.left < 0) throw new FormatError(`${what}: the vectors of the file overlap too often`);
		return {at: start + 4, length};
	}

	#follow(at: number, what: string): number {
		const offset = this.#view.getUint32(at, true);
		if (offset === 0) throw new FormatError(`${what}: offset 0`);
		return at + offset;
	}

	/** Where the field's value lies, 0 if the table has none. */
	#field(field: number, size: number): number {
		const slot = 4 + 2 * field;
		if (slot + 2 > this.#vtableBytes) return 0;
		const offset = this.#view.getUint16(this.#vtable + slot, true);
		if (offset === 0) return 0;
		if (offset < 4 || offset + size > this.#tableBytes)
			throw new FormatError(
				`field ${field} at ${offset} lies outside its table of ${this.#tableBytes} bytes`,
			);
		check(this.#view, this.#at + offset, size, `field ${field}`);
		return this.#at + offset;
	}
}

function check(view: DataView, at: number, bytes: number, what: string) {
	if (at < 0 || at + bytes > view.byteLength)
		throw new FormatError(
			`${what} at byte ${at} (${bytes} bytes) lies outside the file of ${view.byteLength} bytes`,
		);
}
