// Mutates numbers of a .tflite file one at a time: scales, zero points, shapes, types, indices, options, constants.

/** A place in the file that holds one number, and how it is stored. */
interface Place {
	readonly at: number;
	readonly kind: 'f32' | 'i64' | 'i32' | 'i8' | 'length';
	readonly what: string;
}

/** Reads tables without checks: the seeds are good files. */
export class Reader {
	readonly view: DataView;

	constructor(bytes: Uint8Array) {
		this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	field(table: number, number: number): number {
		const vtable = table - this.view.getInt32(table, true);
		if (4 + 2 * number + 2 > this.view.getUint16(vtable, true)) return 0;
		const offset = this.view.getUint16(vtable + 4 + 2 * number, true);
		return offset === 0 ? 0 : table + offset;
	}

	follow(at: number): number {
		return at + this.view.getUint32(at, true);
	}

	/** Where the elements of a vector lie; `start` is that of its length. */
	elements(table: number, number: number, bytes: number): {start: number; places: number[]} {
		const field = this.field(table, number);
		if (field === 0) return {start: 0, places: []};
		const start = this.follow(field);
		const length = this.view.getUint32(start, true);
		return {start, places: Array.from({length}, (_, i) => start + 4 + i * bytes)};
	}

	tables(table: number, number: number): number[] {
		return this.elements(table, number, 4).places.map(at => this.follow(at));
	}

	/** Scalar fields of a table whose schema is not known: their size is the room up to the next field. */
	scalars(table: number): {at: number; bytes: number}[] {
		const vtable = table - this.view.getInt32(table, true);
		const size = this.view.getUint16(vtable + 2, true);
		const offsets: number[] = [];
		for (let at = vtable + 4; at < vtable + this.view.getUint16(vtable, true); at += 2)
			if (this.view.getUint16(at, true) !== 0) offsets.push(this.view.getUint16(at, true));
		const sorted = offsets.toSorted((a, b) => a - b);
		return sorted.map((offset, i) => ({at: table + offset, bytes: (sorted[i + 1] ?? size) - offset}));
	}
}

/** Every number of the model that may be mutated. */
export function placesOf(bytes: Uint8Array): Place[] {
	const reader = new Reader(bytes);
	const model = reader.follow(0);
	const places: Place[] = [];
	const vector = (table: number, field: number, kind: Place['kind'], what: string) => {
		const {start, places: at} = reader.elements(table, field, kind === 'i64' ? 8 : 4);
		for (const each of at) places.push({at: each, kind, what});
		if (at.length > 0) places.push({at: start, kind: 'length', what: `${what} length`});
	};
	const scalar = (table: number, field: number, kind: Place['kind'], what: string) => {
		const at = reader.field(table, field);
		if (at !== 0) places.push({at, kind, what});
	};
	for (const code of reader.tables(model, 1)) {
		scalar(code, 2, 'i32', 'version');
		scalar(code, 3, 'i32', 'operator');
	}
	const buffers = reader.tables(model, 4);
	const [graph] = reader.tables(model, 2);
	vector(graph!, 1, 'i32', 'model input');
	vector(graph!, 2, 'i32', 'model output');
	for (const tensor of reader.tables(graph!, 0)) {
		vector(tensor, 0, 'i32', 'shape');
		scalar(tensor, 1, 'i8', 'type');
		scalar(tensor, 2, 'i32', 'buffer');
		scalar(tensor, 5, 'i8', 'variable');
		places.push(...constantsOf(reader, tensor, buffers));
		const field = reader.field(tensor, 4);
		if (field === 0) continue;
		const quantization = reader.follow(field);
		vector(quantization, 2, 'f32', 'scale');
		vector(quantization, 3, 'i64', 'zero point');
		scalar(quantization, 6, 'i32', 'dimension');
	}
	for (const operator of reader.tables(graph!, 3)) {
		scalar(operator, 0, 'i32', 'operator code');
		vector(operator, 1, 'i32', 'operator input');
		vector(operator, 2, 'i32', 'operator output');
		const field = reader.field(operator, 4);
		if (field === 0) continue;
		for (const {at, bytes: size} of reader.scalars(reader.follow(field)))
			if (size === 1 || size === 4) places.push({at, kind: size === 1 ? 'i8' : 'i32', what: 'option'});
	}
	return places;
}

/** Axes, paddings, permutations: the numbers of short INT32 constants. */
function constantsOf(reader: Reader, tensor: number, buffers: readonly number[]): Place[] {
	const [type, buffer] = [reader.field(tensor, 1), reader.field(tensor, 2)];
	if (type === 0 || buffer === 0 || reader.view.getInt8(type) !== int32) return [];
	const table = buffers[reader.view.getUint32(buffer, true)];
	if (table === undefined) return [];
	const {start} = reader.elements(table, 0, 1);
	if (start === 0) return [];
	const count = Math.floor(reader.view.getUint32(start, true) / 4);
	if (count > 12) return [];
	return Array.from({length: count}, (_, i) => ({at: start + 4 + 4 * i, kind: 'i32', what: 'constant'}));
}

const int32 = 2;

const pick = <T>(random: (limit: number) => number, list: readonly T[]): T => list[random(list.length)]!;

/** The file with one number changed, or two; says which. */
export function mutateField(
	seed: Uint8Array,
	random: (limit: number) => number,
): {bytes: Uint8Array; what: string} {
	const bytes = new Uint8Array(seed);
	const places = placesOf(seed);
	const changed = random(5) === 0 ? [pick(random, places), pick(random, places)] : [pick(random, places)];
	for (const place of changed) change(new DataView(bytes.buffer), place, random);
	return {bytes, what: changed.map(({what}) => what).join(' and ')};
}

function change(view: DataView, {at, kind}: Place, random: (limit: number) => number) {
	if (kind === 'f32') {
		const value = view.getFloat32(at, true);
		view.setFloat32(at, pick(random, [value * 2, value * 1.01, value / 2, value * 100, 0, -value, 1]), true);
	} else if (kind === 'i64') {
		const value = view.getBigInt64(at, true);
		view.setBigInt64(at, pick(random, [value + 1n, value - 1n, 0n, 127n, -128n, 1000n]), true);
	} else if (kind === 'i32') {
		const value = view.getInt32(at, true);
		view.setInt32(at, pick(random, [value + 1, value - 1, 0, 1, 2, -1, value * 2, 9]), true);
	} else if (kind === 'i8') view.setInt8(at, pick(random, [0, 1, 2, 3, 4, 6, 7, 9, 17]));
	else view.setUint32(at, Math.max(0, view.getUint32(at, true) - 1), true);
}
