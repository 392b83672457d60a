// Writes FlatBuffers tables, parent first: offsets point forward. The schema is the caller's.

export type Field =
	| undefined
	| readonly ['i8' | 'u8' | 'i32' | 'u32' | 'f32', number]
	| readonly ['string', string]
	| readonly ['bytes', Uint8Array]
	| readonly ['i32s' | 'f32s' | 'i64s', readonly number[]]
	| readonly ['table', readonly Field[]]
	| readonly ['tables', readonly (readonly Field[])[]];

const SCALARS = {i8: 1, u8: 1, i32: 4, u32: 4, f32: 4} as const;

const isScalar = (type: string): type is keyof typeof SCALARS => type in SCALARS;

export class FlatWriter {
	#view = new DataView(new ArrayBuffer(1 << 16));
	#end = 8; // root offset and file identifier

	/** The bytes of a file with this root and identifier. */
	finish(root: readonly Field[], identifier: string): Uint8Array {
		const at = this.#table(root);
		this.#view.setUint32(0, at, true);
		for (const [i, letter] of [...identifier].entries()) this.#view.setUint8(4 + i, letter.charCodeAt(0));
		this.#align(4, 0);
		return new Uint8Array(this.#view.buffer.slice(0, this.#end));
	}

	// Take `bytes` at the end, zeroed.
	#take(bytes: number): number {
		const at = this.#end;
		this.#end += bytes;
		while (this.#end > this.#view.byteLength) {
			const larger = new Uint8Array(this.#view.byteLength * 2);
			larger.set(new Uint8Array(this.#view.buffer));
			this.#view = new DataView(larger.buffer);
		}
		return at;
	}

	#align(to: number, extra: number): void {
		this.#take((to - ((this.#end + extra) % to)) % to);
	}

	#scalar(type: keyof typeof SCALARS, at: number, value: number): void {
		if (type === 'f32') this.#view.setFloat32(at, value, true);
		else if (SCALARS[type] === 1) this.#view.setUint8(at, value & 0xff);
		else this.#view.setUint32(at, value >>> 0, true);
	}

	// A vtable (own size, table size, an offset a field), then the table: its distance to the vtable and the
	// fields, four-byte ones first.
	#table(fields: readonly Field[]): number {
		const offsets = fields.map(() => 0);
		let size = 4;
		for (const width of [4, 1]) {
			for (const [i, field] of fields.entries()) {
				if (field === undefined || (isScalar(field[0]) ? SCALARS[field[0]] : 4) !== width) continue;
				offsets[i] = size;
				size += width;
			}
		}
		const vtableBytes = 4 + 2 * fields.length;
		this.#align(4, vtableBytes);
		const vtable = this.#take(vtableBytes);
		this.#view.setUint16(vtable, vtableBytes, true);
		this.#view.setUint16(vtable + 2, size, true);
		for (const [i, offset] of offsets.entries()) this.#view.setUint16(vtable + 4 + 2 * i, offset, true);
		const table = this.#take(size);
		this.#view.setInt32(table, table - vtable, true);
		for (const [i, field] of fields.entries()) this.#field(field, table + offsets[i]!);
		return table;
	}

	#field(field: Field, at: number): void {
		if (field === undefined) return;
		if (isScalar(field[0])) this.#scalar(field[0], at, field[1] as number);
		else this.#offset(at, this.#child(field));
	}

	// A function of its own: `this.#view` must be read after the child is written, which may have moved it.
	#offset(at: number, child: number): void {
		this.#view.setUint32(at, child - at, true);
	}

	#child(field: NonNullable<Field>): number {
		switch (field[0]) {
			case 'table':
				return this.#table(field[1]);
			case 'tables':
				return this.#tables(field[1]);
			case 'string':
				return this.#bytes(new TextEncoder().encode(`${field[1]}\0`), field[1].length, 4);
			case 'bytes':
				return this.#bytes(field[1], field[1].length, 16);
			default:
				return this.#numbers(field[0] as 'i32s' | 'f32s' | 'i64s', field[1] as readonly number[]);
		}
	}

	#vector(length: number, bytes: number, align: number): number {
		this.#align(align, 4);
		const at = this.#take(4 + bytes);
		this.#view.setUint32(at, length, true);
		return at;
	}

	#tables(tables: readonly (readonly Field[])[]): number {
		const at = this.#vector(tables.length, 4 * tables.length, 4);
		for (const [i, fields] of tables.entries()) {
			const slot = at + 4 + 4 * i;
			this.#offset(slot, this.#table(fields));
		}
		return at;
	}

	#bytes(bytes: Uint8Array, length: number, align: number): number {
		const at = this.#vector(length, bytes.length, align);
		new Uint8Array(this.#view.buffer).set(bytes, at + 4);
		return at;
	}

	#numbers(type: 'i32s' | 'f32s' | 'i64s', values: readonly number[]): number {
		const width = type === 'i64s' ? 8 : 4;
		const at = this.#vector(values.length, width * values.length, width);
		for (const [i, value] of values.entries()) {
			const slot = at + 4 + width * i;
			if (type === 'i64s') this.#view.setBigInt64(slot, BigInt(value), true);
			else this.#scalar(type === 'f32s' ? 'f32' : 'i32', slot, value);
		}
		return at;
	}
}
