// Writes `.tflite` files (FlatBuffers, schema version 3) for the models that are trained in this repository.

export type TfliteDtype = 'INT8' | 'INT32' | 'FLOAT32';

export interface TfliteTensor {
	readonly name: string;
	readonly dtype: TfliteDtype;
	readonly shape: readonly number[];
	/** Constant content; without it the tensor is computed. */
	readonly data?: ArrayLike<number>;
	readonly scale?: number;
	readonly zeroPoint?: number;
}

export interface TfliteOp {
	readonly op: 'FULLY_CONNECTED' | 'SOFTMAX';
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
	readonly relu?: boolean;
}

export interface TfliteModel {
	readonly description: string;
	readonly tensors: readonly TfliteTensor[];
	readonly ops: readonly TfliteOp[];
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
}

// Numbers of the schema: builtin code, operator version for int8, tag of the options' union, its fields.
const OPS = {
	FULLY_CONNECTED: {
		code: 9,
		version: 4,
		tag: 8,
		options: (op: TfliteOp): Field[] => [['i8', op.relu ? 1 : 0]],
	},
	SOFTMAX: {code: 25, version: 2, tag: 9, options: (): Field[] => [['f32', 1]]},
} as const;
const DTYPES = {FLOAT32: {code: 0, bytes: 4}, INT32: {code: 2, bytes: 4}, INT8: {code: 9, bytes: 1}} as const;

type Field =
	| undefined
	| readonly ['i8' | 'u8' | 'i32' | 'u32' | 'f32', number]
	| readonly ['string', string]
	| readonly ['bytes', Uint8Array]
	| readonly ['i32s' | 'f32s' | 'i64s', readonly number[]]
	| readonly ['table', readonly Field[]]
	| readonly ['tables', readonly (readonly Field[])[]];

/** The bytes of the file. */
export function writeTflite(model: TfliteModel): Uint8Array {
	const buffers: Field[][] = [[]];
	const tensors = model.tensors.map(tensor => {
		const buffer = tensor.data === undefined ? 0 : buffers.push([['bytes', rawBytes(tensor)]]) - 1;
		return tensorTable(tensor, buffer);
	});
	const kinds = [...new Set(model.ops.map(op => op.op))];
	const codes = kinds.map((kind): Field[] => [
		['i8', OPS[kind].code],
		undefined,
		['i32', OPS[kind].version],
		['i32', OPS[kind].code],
	]);
	const ops = model.ops.map((op): Field[] => [
		['u32', kinds.indexOf(op.op)],
		['i32s', op.inputs],
		['i32s', op.outputs],
		['u8', OPS[op.op].tag],
		['table', OPS[op.op].options(op)],
	]);
	const graph: Field[] = [
		['tables', tensors],
		['i32s', model.inputs],
		['i32s', model.outputs],
		['tables', ops],
		['string', 'main'],
	];
	const writer = new FlatWriter();
	return writer.finish([
		['u32', 3],
		['tables', codes],
		['tables', [graph]],
		['string', model.description],
		['tables', buffers],
	]);
}

function tensorTable(tensor: TfliteTensor, buffer: number): Field[] {
	const quantisation: Field =
		tensor.scale === undefined
			? undefined
			: ['table', [undefined, undefined, ['f32s', [tensor.scale]], ['i64s', [tensor.zeroPoint ?? 0]]]];
	return [
		['i32s', tensor.shape],
		['i8', DTYPES[tensor.dtype].code],
		['u32', buffer],
		['string', tensor.name],
		quantisation,
	];
}

function rawBytes({dtype, data}: TfliteTensor): Uint8Array {
	const width = DTYPES[dtype].bytes;
	const view = new DataView(new ArrayBuffer(data!.length * width));
	for (let i = 0; i < data!.length; i++) {
		if (dtype === 'INT8') view.setInt8(i, data![i]!);
		else if (dtype === 'INT32') view.setInt32(4 * i, data![i]!, true);
		else view.setFloat32(4 * i, data![i]!, true);
	}
	return new Uint8Array(view.buffer);
}

const SCALARS = {i8: 1, u8: 1, i32: 4, u32: 4, f32: 4} as const;

const isScalar = (type: string): type is keyof typeof SCALARS => type in SCALARS;

// Tables are written parent first: FlatBuffers wants offsets that point forward.
class FlatWriter {
	#view = new DataView(new ArrayBuffer(1 << 16));
	#end = 8; // root offset and file identifier

	finish(root: readonly Field[]): Uint8Array {
		const at = this.#table(root);
		this.#view.setUint32(0, at, true);
		for (const [i, letter] of [...'TFL3'].entries()) this.#view.setUint8(4 + i, letter.charCodeAt(0));
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
		else this.#view.setUint32(at, this.#child(field) - at, true);
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
			this.#view.setUint32(slot, this.#table(fields) - slot, true);
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
