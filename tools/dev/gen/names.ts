// Names and C spellings that all generated files share.
import type {Element, NumberType, Service} from '../../../bindings/schema.ts';

export function snake(name: string): string {
	return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}

export function pascal(name: string): string {
	return name.replace(/^[a-z]/, letter => letter.toUpperCase());
}

export function banner(source: string): string {
	return `Generated from ${source} by tools/gen. Edit that file, then run: npm run gen`;
}

export function sourceOf(service: Service): string {
	return `bindings/api/${service.name}.ts`;
}

export interface ElementFacts {
	readonly c: string;
	readonly array: string;
	readonly engine: string;
}

export const elements: Readonly<Record<Element, ElementFacts>> = {
	int8: {c: 'int8_t', array: 'Int8Array', engine: 'JS_TYPED_ARRAY_INT8'},
	uint8: {c: 'uint8_t', array: 'Uint8Array', engine: 'JS_TYPED_ARRAY_UINT8'},
	int16: {c: 'int16_t', array: 'Int16Array', engine: 'JS_TYPED_ARRAY_INT16'},
	uint16: {c: 'uint16_t', array: 'Uint16Array', engine: 'JS_TYPED_ARRAY_UINT16'},
	int32: {c: 'int32_t', array: 'Int32Array', engine: 'JS_TYPED_ARRAY_INT32'},
	uint32: {c: 'uint32_t', array: 'Uint32Array', engine: 'JS_TYPED_ARRAY_UINT32'},
	float32: {c: 'float', array: 'Float32Array', engine: 'JS_TYPED_ARRAY_FLOAT32'},
	float64: {c: 'double', array: 'Float64Array', engine: 'JS_TYPED_ARRAY_FLOAT64'},
};

export const numberTypes: Readonly<Record<NumberType['type'], string>> = {
	u32: 'uint32_t',
	i32: 'int32_t',
	f64: 'double',
	us: 'uint64_t',
};

/** A number as a C literal of the type. */
export function literal(type: NumberType['type'], value: number): string {
	if (type === 'us') return `${value}u`;
	if (type === 'u32') return `${value}u`;
	if (type === 'f64') return Number.isInteger(value) ? `${value}.0` : String(value);
	// the smallest int has no literal of its own
	return value === -0x8000_0000 ? 'INT32_MIN' : String(value);
}

/** `'debug', 'info' or 'warn'`, as a message and the documentation show a union. */
export function listed(texts: readonly string[]): string {
	const quoted = texts.map(text => `'${text}'`);
	return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}
