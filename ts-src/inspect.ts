// Text of any value for the console: short, on one line, never throws for cycles.

const maxDepth = 3;
const maxItems = 32;

/** The text that `console.log` prints for one argument: strings as they are, the rest as they would be written. */
export function inspect(value: unknown): string {
	return typeof value === 'string' ? value : describe(value, 0, []);
}

function describe(value: unknown, depth: number, parents: readonly unknown[]): string {
	if (typeof value === 'string') return JSON.stringify(value);
	if (typeof value === 'bigint') return `${value}n`;
	if (typeof value === 'function') return `[function ${value.name || 'anonymous'}]`;
	if (typeof value !== 'object' || value === null) return String(value);
	if (value instanceof Error) return describeError(value);
	if (parents.includes(value)) return '[circular]';
	const inside = [...parents, value];
	if (Array.isArray(value)) return depth >= maxDepth ? '[array]' : `[${items(value, depth, inside)}]`;
	if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
		const array = value as unknown as ArrayLike<number>;
		return `${value.constructor.name}(${array.length}) [${items(array, depth, inside)}]`;
	}
	const kind = collectionOf(value);
	if (kind?.map) return `Map(${kind.map.size}) {${entries([...kind.map], depth, inside, ' => ')}}`;
	if (kind?.set) return `Set(${kind.set.size}) [${items([...kind.set], depth, inside)}]`;
	const name = value.constructor?.name;
	const prefix = name === undefined || name === 'Object' ? '' : `${name} `;
	if (depth >= maxDepth) return `${prefix}{...}`;
	return `${prefix}{${entries(Object.entries(value), depth, inside, ': ')}}`;
}

/** By their tags: the names of their classes here would give every app with a console those classes, and their RAM. */
function collectionOf(value: object): {map?: Map<unknown, unknown>; set?: Set<unknown>} | undefined {
	if (!(Symbol.iterator in value && 'size' in value && Symbol.toStringTag in value)) return undefined;
	if (value[Symbol.toStringTag] === 'Map') return {map: value as unknown as Map<unknown, unknown>};
	return value[Symbol.toStringTag] === 'Set' ? {set: value as unknown as Set<unknown>} : undefined;
}

function describeError(error: Error): string {
	const head = `${error.name}: ${error.message}`;
	return error.stack === undefined || error.stack === '' ? head : `${head}\n${error.stack.trimEnd()}`;
}

function items(list: ArrayLike<unknown>, depth: number, parents: readonly unknown[]): string {
	const shown = Array.from({length: Math.min(list.length, maxItems)}, (_, i) =>
		describe(list[i], depth + 1, parents),
	);
	if (list.length > maxItems) shown.push(`... ${list.length - maxItems} more`);
	return shown.join(', ');
}

function entries(
	pairs: readonly (readonly [unknown, unknown])[],
	depth: number,
	parents: readonly unknown[],
	arrow: string,
): string {
	const shown = pairs.slice(0, maxItems).map(([key, value]) => {
		const left = typeof key === 'string' && arrow === ': ' ? key : describe(key, depth + 1, parents);
		return left + arrow + describe(value, depth + 1, parents);
	});
	if (pairs.length > maxItems) shown.push(`... ${pairs.length - maxItems} more`);
	return shown.join(', ');
}
