// The language an app may use: each line of output is one feature.

class Counter {
	static #made = 0;
	#count = 0;
	readonly #step: number;

	constructor(step: number) {
		this.#step = step;
		Counter.#made++;
	}

	get count(): number {
		return this.#count;
	}

	add(): this {
		this.#count += this.#step;
		return this;
	}

	static get made(): number {
		return Counter.#made;
	}
}

class Doubled extends Counter {
	override get count(): number {
		return super.count * 2;
	}
}

console.log('private fields', new Counter(3).add().add().count, Counter.made);
console.log('inheritance', new Doubled(5).add().count, new Doubled(1) instanceof Counter);

const adders = [1, 2, 3].map(by => (to: number) => to + by);
console.log(
	'closures',
	adders.map(add => add(10)),
);

const byName = new Map([
	['b', 2],
	['a', 1],
]);
byName.set('c', 3).delete('b');
console.log('map', byName, [...byName.keys()].join());
console.log('set', new Set([1, 1, 2]));

const {x, ...rest} = {x: 1, y: 2, z: 3};
const [first, , third = 9] = [7, 8];
console.log('destructuring', x, rest, first, third);

function* countTo(end: number) {
	for (let i = 1; i <= end; i++) yield i;
}
console.log('generators', [...countTo(4)]);

const maybe: {deep?: {value: number}} = {};
console.log('optional', maybe.deep?.value ?? 'none');
console.log('bigint', 2n ** 70n);
console.log('typed arrays', Float32Array.of(0.5, 1.25), new Uint8Array([1, 2, 300]));
console.log(
	'template',
	((parts: TemplateStringsArray, ...values: number[]) => parts.raw.join('|') + values)`a${1}b${2}c`,
);
console.log('regular expression', '2026-11-22'.replace(/(\d+)-(\d+)-(\d+)/, '$3.$2.$1'));
console.log(
	'sort',
	[3, 1, 2].sort((a, b) => b - a),
	[1, 2, 3].at(-1),
	Object.entries({k: 1}),
);
console.log('numbers', 0.1 + 0.2, (1234.5678).toFixed(2), 1 / 3, 1e21, -0, Number.NaN, 2 ** 53);

async function* ticks(count: number) {
	for (let i = 0; i < count; i++) {
		await new Promise<void>(resolve => setTimeout(resolve, 10));
		yield i;
	}
}
const seen: number[] = [];
for await (const tick of ticks(3)) seen.push(tick);
console.log('for await', seen);

async function fails(): Promise<never> {
	await null;
	throw new RangeError('too far');
}
try {
	await fails();
} catch (error) {
	console.log('async exception', (error as Error).name, (error as Error).message);
} finally {
	console.log('finally');
}

const order: string[] = [];
setTimeout(() => order.push('timer'), 0);
queueMicrotask(() => order.push('microtask'));
Promise.resolve().then(() => order.push('promise'));
order.push('sync');
await new Promise(resolve => setTimeout(resolve, 1));
console.log('order', order.join());
console.log(
	'all',
	await Promise.all([1, Promise.resolve(2), new Promise(resolve => setTimeout(() => resolve(3), 5))]),
);
console.log(
	'race',
	await Promise.race([new Promise(resolve => setTimeout(() => resolve('slow'), 9)), 'fast']),
);

{
	using first = {name: 'first', [Symbol.dispose]: () => console.log('first is closed')};
	await using second = {name: 'second', [Symbol.asyncDispose]: async () => console.log('second is closed')};
	console.log('using', first.name, second.name);
}
