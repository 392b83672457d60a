// Retained records: a typed view on checksummed memory that survives reset and off.

import * as native from 'catnap:power';

const sizes = {
	uint8: 1,
	int8: 1,
	bool: 1,
	uint16: 2,
	int16: 2,
	uint32: 4,
	int32: 4,
	float32: 4,
	float64: 8,
} as const;

export type FieldType = keyof typeof sizes;
/** Field names and types, in the order in which they are stored. */
export type Fields = Readonly<Record<string, FieldType>>;
export type Retained<F extends Fields> = {-readonly [K in keyof F]: F[K] extends 'bool' ? boolean : number};

// One getter and setter of DataView a type; little endian on every board.
const access = {
	uint8: ['getUint8', 'setUint8'],
	int8: ['getInt8', 'setInt8'],
	bool: ['getUint8', 'setUint8'],
	uint16: ['getUint16', 'setUint16'],
	int16: ['getInt16', 'setInt16'],
	uint32: ['getUint32', 'setUint32'],
	int32: ['getInt32', 'setInt32'],
	float32: ['getFloat32', 'setFloat32'],
	float64: ['getFloat64', 'setFloat64'],
} as const;

export function retain<const F extends Fields>(name: string, fields: F): Retained<F> {
	const layout = layoutHash(fields);
	const bytes = new Uint8Array(Object.values(fields).reduce((sum, type) => sum + sizes[type], 0));
	const found = native.retainRead(name, layout, bytes);
	if (found === 'corrupt' || found === 'layout') {
		const why = found === 'corrupt' ? 'its checksum is wrong' : 'it was stored with other fields';
		console.warn(`retained record '${name}' starts from zero: ${why}`);
	}
	const view = new DataView(bytes.buffer);
	const record = {};
	let offset = 0;
	for (const [field, type] of Object.entries(fields)) {
		const at = offset;
		const [get, set] = access[type];
		Object.defineProperty(record, field, {
			enumerable: true,
			get: () => (type === 'bool' ? view.getUint8(at) !== 0 : view[get](at, true)),
			set: (value: number | boolean) => {
				view[set](at, Number(value), true);
				native.retainWrite(name, layout, bytes);
			},
		});
		offset += sizes[type];
	}
	return record as Retained<F>;
}

/** FNV-1a over the fields' names and types, in order: other fields, another layout. */
function layoutHash(fields: Fields): number {
	const text = Object.entries(fields)
		.map(([field, type]) => `${field}:${type};`)
		.join('');
	let hash = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) {
		hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	}
	return hash >>> 0;
}
