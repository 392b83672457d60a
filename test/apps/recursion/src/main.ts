// Ordinary recursion fits the stack of every target: 200 calls of a function, fewer where C lies between.

const sum = (n: number): number => (n === 0 ? 0 : 1 + sum(n - 1));

function locals(n: number, factor: number, text: string): number {
	const [twice, half, length] = [n * 2, n / 2, text.length];
	if (n === 0) return twice + half + length + factor;
	const rest = locals(n - 1, factor, text);
	return rest + twice - half * 4 + length - length;
}

class Link {
	readonly next: Link | undefined;
	constructor(n: number) {
		if (n > 0) this.next = new Link(n - 1);
	}
	get length(): number {
		return this.next === undefined ? 0 : 1 + this.next.length;
	}
	count(): number {
		return this.next === undefined ? 0 : 1 + this.next.count();
	}
}

const guarded = (n: number): number => {
	try {
		return n === 0 ? 0 : 1 + guarded(n - 1);
	} finally {
		order.last = n;
	}
};
const order = {last: 0};

const isEven = (n: number): boolean => n === 0 || isOdd(n - 1);
const isOdd = (n: number): boolean => n !== 0 && isEven(n - 1);

const rest = (...numbers: readonly number[]): number => (numbers[0] === 0 ? 0 : 1 + rest(numbers[0]! - 1));

const mapped = (n: number): number => (n === 0 ? 0 : 1 + [n - 1].map(mapped)[0]!);

function* down(n: number): Generator<number> {
	if (n > 0) yield n;
	if (n > 0) yield* down(n - 1);
}

async function awaited(n: number): Promise<number> {
	return n === 0 ? 0 : 1 + (await awaited(n - 1));
}

function nested(depth: number): unknown {
	return depth === 0 ? [] : [nested(depth - 1)];
}

console.log('functions', sum(200), locals(200, 3, 'four'), guarded(200), order.last, isEven(200), rest(200));
console.log('objects', new Link(200).length, new Link(200).count());
console.log('callbacks', mapped(80), 'generators', [...down(80)].length, 'promises', await awaited(100));
console.log(
	'text',
	JSON.stringify(nested(200)).length,
	JSON.parse(JSON.stringify(nested(100))) !== undefined,
);
try {
	sum(100_000);
} catch (error) {
	console.log(String(error));
}
