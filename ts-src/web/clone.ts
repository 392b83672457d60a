// `structuredClone` of what a chip has: plain objects, arrays, Map, Set, Date, RegExp, errors, buffers and views.

function refused(what: string): Error {
	const error = new Error(`${what} cannot be cloned`);
	error.name = 'DataCloneError';
	return error;
}

function clone(value: unknown, seen: Map<object, unknown>): unknown {
	if (typeof value === 'function' || typeof value === 'symbol') throw refused(`a ${typeof value}`);
	if (typeof value !== 'object' || value === null) return value;
	if (seen.has(value)) return seen.get(value);
	const kept = <T>(copy: T): T => {
		seen.set(value, copy);
		return copy;
	};
	if (value instanceof ArrayBuffer) return kept(value.slice(0));
	if (ArrayBuffer.isView(value)) {
		const buffer = clone(value.buffer, seen) as ArrayBuffer;
		const length = value instanceof DataView ? value.byteLength : (value as Uint8Array).length;
		const make = value.constructor as new (buffer: ArrayBuffer, at: number, length: number) => object;
		return kept(new make(buffer, value.byteOffset, length));
	}
	if (value instanceof Date) return kept(new Date(value.getTime()));
	if (value instanceof RegExp) return kept(new RegExp(value.source, value.flags));
	if (value instanceof Boolean || value instanceof Number || value instanceof String)
		return kept(Object(value.valueOf()));
	if (value instanceof Map) {
		const copy = kept(new Map());
		for (const [key, one] of [...value]) copy.set(clone(key, seen), clone(one, seen));
		return copy;
	}
	if (value instanceof Set) {
		const copy = kept(new Set());
		for (const one of [...value]) copy.add(clone(one, seen));
		return copy;
	}
	if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet)
		throw refused(`a ${value.constructor.name}`);
	const copy = kept(
		value instanceof Error ? Object.create(Object.getPrototypeOf(value)) : Array.isArray(value) ? [] : {},
	) as Record<string, unknown>;
	if (value instanceof Error) {
		for (const name of ['name', 'message', 'stack', 'cause'] as const)
			if (name in value)
				Object.defineProperty(copy, name, {
					value: clone(value[name as 'name'], seen),
					writable: true,
					configurable: true,
				});
		return copy;
	}
	if (Array.isArray(value)) copy.length = value.length;
	for (const key of Object.keys(value)) copy[key] = clone((value as Record<string, unknown>)[key], seen);
	return copy;
}

Object.assign(globalThis, {structuredClone: (value: unknown) => clone(value, new Map())});
