// Retained records: a typed view on checksummed memory that survives reset and off, and its migration.

import * as native from 'catnap:power';

/** Their order makes the codes of SPEC.md, from 1 on. */
const types = ['uint8', 'int8', 'bool', 'uint16', 'int16', 'uint32', 'int32', 'float32', 'float64'] as const;
/** Of each type: its bytes, and the end of the names of its getter and setter in DataView. */
const sizes = [1, 1, 1, 2, 2, 4, 4, 4, 8];
const views = ['Uint8', 'Int8', 'Uint8', 'Uint16', 'Int16', 'Uint32', 'Int32', 'Float32', 'Float64'];

export type FieldType = (typeof types)[number];
/** Field names and types, in the order in which they are stored. */
export type Fields = Readonly<Record<string, FieldType>>;
/** An assignment is stored as a typed array stores it: 256 in a uint8 is 0, 1.5 is 1, NaN in an integer is 0. */
export type Retained<F extends Fields> = {-readonly [K in keyof F]: F[K] extends 'bool' ? boolean : number};

/** What was stored by another version of the app. */
export type Stored = Readonly<Record<string, number | boolean | undefined>>;

export interface RetainOptions<F extends Fields> {
	/**
	 * Count it up when a field keeps its name but means something else: then nothing is carried over by itself.
	 * @default 0
	 */
	readonly version?: number;
	/**
	 * Called once, when what is stored has another version or other fields: the values of the new record; fields that it
	 * leaves out start from zero. Without it, a field keeps its value if its new type holds it exactly, and a warning
	 * names the others.
	 */
	readonly migrate?: (old: Stored, version: number) => Partial<Retained<F>>;
}

type Values = Record<string, number | boolean>;

export function retain<const F extends Fields>(
	name: string,
	fields: F,
	options?: RetainOptions<F>,
): Retained<F> {
	const version = options?.version ?? 0;
	const shape = shapeOf(fields);
	const bytes = new Uint8Array(Object.values(fields).reduce((sum, type) => sum + sizeOf(type), 0));
	const load = () => native.retainRead(name, version, shape, bytes);
	const found = load();
	const store = () => native.retainWrite(name, version, shape, bytes);
	if (found === 'other') {
		const values = recordOf(fields, bytes);
		const old = stored(name);
		if (options?.migrate) {
			Object.assign(values, options.migrate(old.values, old.version));
		} else {
			const kept = old.version === version ? old.values : {};
			const lost = carryOver(values, kept).join(', ') || 'no field';
			console.warn(`retained record '${name}': it was stored with other fields; from zero: ${lost}`);
		}
		store(); // so that this happens once
	} else if (found === 'corrupt') {
		console.warn(`retained record '${name}' starts from zero: its checksum is wrong`);
	}
	return recordOf(fields, bytes, store, load) as Retained<F>;
}

function sizeOf(type: FieldType): number {
	return sizes[types.indexOf(type)]!;
}

/**
 * An object whose properties are the bytes; `changed` is called after each assignment, `refresh` before each access:
 * another view of the record may have changed it.
 */
function recordOf(fields: Fields, bytes: Uint8Array, changed?: () => void, refresh?: () => void): Values {
	const view = new DataView(bytes.buffer);
	const record: Values = {};
	let offset = 0;
	for (const field of Object.keys(fields)) {
		const at = offset;
		const type = fields[field]!;
		const kind = views[types.indexOf(type)]! as 'Uint16';
		offset += sizeOf(type);
		Object.defineProperty(record, field, {
			enumerable: true,
			get: () => {
				refresh?.();
				const value = view[`get${kind}`](at, true); // little endian on every board
				return type === 'bool' ? value !== 0 : value;
			},
			set: (value: number | boolean) => {
				refresh?.();
				view[`set${kind}`](at, Number(value), true);
				changed?.();
			},
		});
	}
	return record;
}

/** What is stored, by the fields that are stored with it; none in records of firmware that did not store them. */
function stored(name: string): {readonly version: number; readonly values: Values} {
	const {version, dataBytes, fieldBytes} = native.retainInfo(name);
	const bytes = new Uint8Array(dataBytes + fieldBytes);
	native.retainCopy(name, bytes);
	const fields: Record<string, FieldType> = {};
	for (let at = dataBytes; at < bytes.length; ) {
		const type = types[(bytes[at++] as number) - 1];
		let field = '';
		while (at < bytes.length && (bytes[at] as number) > types.length)
			field += String.fromCharCode(bytes[at++] as number);
		if (type === undefined) return {version, values: {}}; // of a firmware to come
		fields[field] = type;
	}
	return {version, values: recordOf(fields, bytes)};
}

/** Fields of the same name keep their values; returns the names of those that could not. */
function carryOver(values: Values, old: Partial<Values>): string[] {
	return Object.keys(values).filter(field => {
		const value = old[field];
		if (value === undefined) return true;
		values[field] = value;
		if (Object.is(values[field], value)) return false;
		values[field] = 0; // narrower than the value
		return true;
	});
}

/** SPEC.md, "Retained block": for each field its type's code, then its name. */
function shapeOf(fields: Fields): Uint8Array {
	const shape: number[] = [];
	for (const field of Object.keys(fields)) {
		shape.push(types.indexOf(fields[field]!) + 1);
		for (let at = 0; at < field.length; at++) {
			const code = field.charCodeAt(at);
			if (code > 126)
				throw new TypeError(`fields of a retained record have names in ASCII; got '${field[at]}'`);
			shape.push(code);
		}
	}
	return Uint8Array.from(shape);
}
