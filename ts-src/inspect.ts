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
	if (Object.is(value, -0)) return '-0';
	if (typeof value === 'function') return `[function ${value.name || 'anonymous'}]`;
	if (typeof value !== 'object' || value === null) return String(value);
	if (value instanceof Error) {
		const head = `${value.name}: ${value.message}`;
		return value.stack ? `${head}\n${value.stack.trimEnd()}` : head;
	}
	if (parents.includes(value)) return '[circular]';
	const inside = [...parents, value];
	const text = (item: unknown) => describe(item, depth + 1, inside);
	if (Array.isArray(value)) return depth >= maxDepth ? '[array]' : `[${listed(value, text)}]`;
	// named by their tags: the names of classes here would give every app with a console those classes, and their RAM
	const kind = Object.prototype.toString.call(value);
	if (kind === '[object RegExp]') return String(value);
	if (kind === '[object Date]') return String((value as Date).toJSON() ?? 'Invalid Date');
	const name = value.constructor?.name;
	if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
		const array = value as unknown as ArrayLike<number>;
		return `${name}(${array.length}) [${listed(array, text)}]`;
	}
	const {size} = value as {size?: number};
	const tag =
		size !== undefined &&
		Symbol.iterator in value &&
		(value as Partial<Map<unknown, unknown>>)[Symbol.toStringTag];
	if (tag === 'Map') {
		const pairs = [...(value as Map<unknown, unknown>)];
		return `Map(${size}) {${listed(pairs, ([key, item]) => `${text(key)} => ${text(item)}`)}}`;
	}
	if (tag === 'Set') return `Set(${size}) [${listed([...(value as unknown as Set<unknown>)], text)}]`;
	const prefix = name === undefined || name === 'Object' ? '' : `${name} `;
	if (depth >= maxDepth) return `${prefix}{...}`;
	const shown = (key: string) => {
		let item: unknown;
		try {
			item = (value as Record<string, unknown>)[key];
		} catch (error) {
			// a getter of the app's must not make its own console throw
			if ((error as {code?: string} | null)?.code === 'NO_MEMORY') throw error;
			return `${key}: [throws]`;
		}
		return `${key}: ${text(item)}`;
	};
	return `${prefix}{${listed(Object.keys(value), shown)}}`;
}

function listed<Item>(items: ArrayLike<Item>, text: (item: Item) => string): string {
	const shown: string[] = [];
	for (let i = 0; i < items.length && i < maxItems; i++) shown.push(text(items[i] as Item));
	if (items.length > maxItems) shown.push(`... ${items.length - maxItems} more`);
	return shown.join(', ');
}
