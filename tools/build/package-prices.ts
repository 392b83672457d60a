// What each npm package costs an app, in flash and RAM: its share of the bytecode.

/** What of a built app says it. */
export interface Priced {
	readonly packageShares: ReadonlyMap<string, number>;
	readonly sections: readonly {readonly type: string; readonly bytes: number}[];
	readonly pool: readonly {readonly what: string; readonly bytes: number}[];
}

interface Price {
	readonly name: string;
	readonly bytes: number;
	readonly ramBytes: number;
}

/** What each npm package takes of the bytecode, and of RAM when that is loaded. */
export function packagePrices({packageShares, sections, pool}: Priced): Price[] {
	const code = sections.filter(({type}) => type === 'bytecode' || type === 'module');
	const bytes = code.reduce((sum, section) => sum + section.bytes, 0);
	const loaded = pool.find(({what}) => what.endsWith('bytes of bytecode, loaded'))?.bytes ?? 0;
	return [...packageShares].map(([name, share]) => ({
		name,
		bytes: Math.round(bytes * share),
		ramBytes: Math.round(loaded * share),
	}));
}

/** `row` puts a number of bytes before a text. */
export function priceLines(built: Priced, row: (bytes: number, what: string) => string): string[] {
	const prices = packagePrices(built);
	if (prices.length === 0) return [];
	const rows = prices.map(({name, bytes, ramBytes}) => row(bytes, `  ${name}, and ${ramBytes} of RAM`));
	return ['npm packages, about, in bytes of flash:', ...rows];
}
