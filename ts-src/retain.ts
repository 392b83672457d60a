// Retained records: a typed view on checksummed memory that survives reset and off, and its migration.

import * as native from 'catnap:power';

// One getter and setter of DataView a type; little endian on every board. Their order makes the codes of SPEC.md.
const types = {
	uint8: [1, 'getUint8', 'setUint8'],
	int8: [1, 'getInt8', 'setInt8'],
	bool: [1, 'getUint8', 'setUint8'],
	uint16: [2, 'getUint16', 'setUint16'],
	int16: [2, 'getInt16', 'setInt16'],
	uint32: [4, 'getUint32', 'setUint32'],
	int32: [4, 'getInt32', 'setInt32'],
	float32: [4, 'getFloat32', 'setFloat32'],
	float64: [8, 'getFloat64', 'setFloat64'],
} as const;

export type FieldType = keyof typeof types;
/** Field names and types, in the order in which they are stored. */
export type Fields = Readonly<Record<string, FieldType>>;
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
	{version = 0, migrate}: RetainOptions<F> = {},
): Retained<F> {
	const shape = shapeOf(fields);
	const bytes = new Uint8Array(sizeOf(fields));
	const found = native.retainRead(name, version, shape, bytes);
	const store = () => native.retainWrite(name, version, shape, bytes);
	if (found === 'other') {
		const values = recordOf(fields, bytes);
		if (migrate) {
			const old = stored(name);
			Object.assign(values, migrate(old.values, old.version));
		} else {
			const lost = carryOver(values, stored(name), version).join(', ') || 'no field';
			console.warn(`retained record '${name}': it was stored with other fields; from zero: ${lost}`);
		}
		store(); // so that this happens once
	} else if (found === 'corrupt') {
		console.warn(`retained record '${name}' starts from zero: its checksum is wrong`);
	}
	return recordOf(fields, bytes, store) as Retained<F>;
}

/** An object whose properties are the bytes; `changed` is called after each assignment. */
function recordOf(fields: Fields, bytes: Uint8Array, changed = () => {}): Values {
	const view = new DataView(bytes.buffer);
	const record: Values = {};
	let offset = 0;
	for (const [field, type] of Object.entries(fields)) {
		const at = offset;
		const [size, get, set] = types[type];
		Object.defineProperty(record, field, {
			enumerable: true,
			get: () => (type === 'bool' ? view.getUint8(at) !== 0 : view[get](at, true)),
			set: (value: number | boolean) => {
				view[set](at, Number(value), true);
				changed();
			},
		});
		offset += size;
	}
	return record;
}

/** What is stored, by the fields that are stored with it; none in records of firmware that did not store them. */
function stored(name: string): {readonly version: number; readonly values: Values} {
	const {version, dataBytes, fieldBytes} = native.retainInfo(name);
	const bytes = new Uint8Array(dataBytes + fieldBytes);
	native.retainCopy(name, bytes);
	const codes = Object.keys(types) as FieldType[];
	const fields: Record<string, FieldType> = {};
	for (let at = dataBytes; at < bytes.length; ) {
		const type = codes[(bytes[at++] as number) - 1];
		let field = '';
		while (at < bytes.length && (bytes[at] as number) > codes.length)
			field += String.fromCharCode(bytes[at++] as number);
		if (type === undefined) return {version, values: {}}; // of a firmware to come
		fields[field] = type;
	}
	return {version, values: recordOf(fields, bytes)};
}

/** Fields of the same name keep their values; returns the names of those that could not. */
function carryOver(values: Values, old: ReturnType<typeof stored>, version: number): string[] {
	return Object.keys(values).filter(field => {
		const value = old.version === version ? old.values[field] : undefined;
		if (value === undefined) return true;
		values[field] = value;
		if (Object.is(values[field], value)) return false;
		values[field] = 0; // narrower than the value
		return true;
	});
}

function sizeOf(fields: Fields): number {
	return Object.values(fields).reduce((sum, type) => sum + types[type][0], 0);
}

/** SPEC.md, "Retained block": for each field its type's code, then its name. */
function shapeOf(fields: Fields): Uint8Array {
	const codes = Object.keys(types);
	const text = Object.entries(fields)
		.map(([field, type]) => String.fromCharCode(codes.indexOf(type) + 1) + field)
		.join('');
	const shape = new Uint8Array(text.length);
	for (let at = 0; at < text.length; at++) {
		shape[at] = text.charCodeAt(at);
		if (text.charCodeAt(at) > 126)
			throw new TypeError(`fields of a retained record have names in ASCII; got '${text[at]}'`);
	}
	return shape;
}
