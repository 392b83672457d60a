// for-in over a proxy asks for the keys and the prototype first, and for each property once, in its turn.

const log: string[] = [];
const asked = new Proxy({} as ProxyHandler<Record<string, number>>, {
	get:
		(_, trap: keyof typeof Reflect) =>
		(...given: unknown[]) => {
			log.push(typeof given[1] === 'string' ? `${trap} ${given[1]}` : trap);
			return (Reflect[trap] as (...given: unknown[]) => unknown)(...given);
		},
});

const target = Object.create({}, {hidden: {value: 0, configurable: true}}) as Record<string, number>;
Object.assign(target, {a: 1, b: 2, c: 3});
for (const key in new Proxy(target, asked)) {
	log.push(`turn ${key}`);
	if (key === 'a') Object.defineProperty(target, 'c', {enumerable: false});
}
console.log(log.join(', '));

const inherits = Object.create(new Proxy({a: 1, b: 2}, {})) as Record<string, number>;
inherits.a = 3;
const seen: string[] = [];
for (const key in inherits) seen.push(key);
console.log(seen.join());

const refuses = new Proxy(
	{a: 1},
	{
		getOwnPropertyDescriptor() {
			throw new RangeError('refused');
		},
	},
);
try {
	for (const key in refuses) console.log(key);
} catch (error) {
	console.log((error as Error).message);
}

// a text spreads its letters, other values nothing
const {length, ...letters} = 'ab' as unknown as {length: number; [key: string]: unknown};
const spread = (value: unknown) => ({x: 1, ...(value as object)});
console.log(JSON.stringify(['hi', 5, Symbol.iterator, null].map(spread)), length, letters);
