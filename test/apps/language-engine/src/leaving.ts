// for await is left: return() is called once, waited for, and its error is caught.

class Source implements AsyncIterableIterator<number> {
	#next = 0;
	readonly #name: string;
	readonly #end: () => unknown;

	constructor(name: string, end: () => unknown) {
		this.#name = name;
		this.#end = end;
	}

	[Symbol.asyncIterator]() {
		return this;
	}

	async next() {
		return {value: this.#next++, done: this.#next > 3} as IteratorResult<number>;
	}

	async return() {
		console.log(this.#name, 'return');
		await undefined;
		const result = await this.#end();
		console.log(this.#name, 'closed');
		return result as IteratorResult<number>;
	}
}

const closes = () => ({value: undefined, done: true});
const fails = () => {
	throw new Error('return failed');
};

async function attempt(name: string, work: () => Promise<unknown>) {
	try {
		console.log(name, 'gave', await work());
	} catch (error) {
		console.log(name, 'threw', (error as Error).message);
	}
}

async function byReturn(name: string, end: () => unknown) {
	for await (const item of new Source(name, end)) if (item === 1) return item;
	return -1;
}

async function byBreak(name: string, end: () => unknown) {
	for await (const item of new Source(name, end)) if (item === 1) break;
	return 'behind';
}

async function byThrow(name: string, end: () => unknown) {
	for await (const item of new Source(name, end)) if (item === 1) throw new Error('body failed');
}

async function byContinue(name: string, end: () => unknown) {
	let turns = 0;
	outer: for (const _ of [1, 2]) {
		for await (const item of new Source(name, end)) {
			turns++;
			if (item === 1) continue outer;
		}
	}
	return turns;
}

async function byPattern(name: string, end: () => unknown) {
	for await (const {
		x = (() => {
			throw new Error('pattern failed');
		})(),
	} of new Source(name, end) as AsyncIterable<{x?: number}>)
		console.log(x);
}

async function byEnd(name: string, end: () => unknown) {
	let sum = 0;
	for await (const item of new Source(name, end)) sum += item;
	return sum;
}

async function* generator() {
	for await (const item of new Source('generator', closes)) yield item;
}

async function byFinally() {
	try {
		for await (const item of new Source('finally', closes)) if (item === 1) return item;
	} finally {
		console.log('finally block');
	}
	return -1;
}

for (const [ending, end] of [
	['closes', closes],
	['fails', fails],
	['gives 1', () => 1],
] as const) {
	for (const [leaving, way] of Object.entries({byReturn, byBreak, byThrow, byContinue, byPattern, byEnd}))
		await attempt(`${leaving} ${ending}`, () => way(leaving, end));
}
await attempt('finally', byFinally);
await attempt('nested', async () => {
	for await (const a of new Source('outer', closes))
		for await (const b of new Source('inner', closes)) if (a + b === 2) return [a, b];
	return [];
});
await attempt('generator', async () => {
	for await (const item of generator()) if (item === 1) return item;
	return -1;
});
await attempt('no return', async () => {
	const bare = {[Symbol.asyncIterator]: () => ({next: async () => ({value: 7, done: false})})};
	for await (const item of bare) return item;
	return -1;
});
await attempt('next fails', async () => {
	const source = new Source('next', closes);
	source.next = async () => {
		throw new Error('next failed');
	};
	for await (const item of source) console.log(item);
});
await attempt('sync items', async () => {
	const seen: number[] = [];
	for await (const item of [Promise.resolve(1), 2]) seen.push(item);
	return seen;
});

// a for-of over plain items in an async generator does not wait when it is left
async function* plain() {
	for (const item of [1, 2]) {
		yield item;
		return 'done';
	}
}
const steps = plain();
console.log(JSON.stringify([await steps.next(), await steps.next(), await steps.next()]));

// await and yield* inside
async function* inner() {
	try {
		yield 1;
		yield 2;
	} finally {
		await undefined;
		console.log('inner closed');
	}
}
async function* delegate() {
	yield* inner();
}
for await (const item of delegate()) {
	console.log('delegated', item);
	break;
}

// left by return() while it delegates: what rejects is thrown into the inner generator
async function* delegates() {
	try {
		yield* inner();
	} catch (error) {
		console.log('delegate caught', error);
	}
}
for (const value of [Promise.reject('no'), Promise.resolve(5), 7] as const) {
	const each = delegates();
	await each.next();
	console.log('left', JSON.stringify(await each.return(value as never)), JSON.stringify(await each.next()));
}
