// What later standards have and the engine has been given: Promise.try, Error.isError, and texts that ask only objects how to match.

const given: unknown[] = [];
await Promise.try((...args: unknown[]) => given.push(...args), 1, 2);
console.log('try', given.join(), await Promise.try(async () => 'waited'));
for (const fails of [
	() => {
		throw new RangeError('thrown');
	},
	async () => {
		throw new RangeError('rejected');
	},
])
	console.log(
		await Promise.try(fails).then(
			() => 'kept',
			(error: Error) => error.message,
		),
	);

class Own extends Error {}
const disguised = Object.setPrototypeOf(new Own(), null);
const fake = Object.create(Error.prototype);
console.log(
	'errors',
	[new Own(), disguised, fake, {name: 'Error'}, 'Error', undefined].map(one => Error.isError(one)),
);

const asked: string[] = [];
const answer = () => 'asked';
for (const prototype of [String.prototype, Number.prototype, Boolean.prototype])
	for (const symbol of [Symbol.match, Symbol.replace, Symbol.search, Symbol.split])
		Object.defineProperty(prototype, symbol, {
			get: () => asked.push(String(symbol)) && answer,
			configurable: true,
		});
const text = '1true';
console.log(
	text.match('1')?.[0],
	text.search(true as never),
	text.replace(1 as never, 'one'),
	text.split(1 as never).length,
);
console.log('asked', asked.length, text.replace({[Symbol.replace]: answer} as never, ''));
for (const prototype of [String.prototype, Number.prototype, Boolean.prototype])
	for (const symbol of [Symbol.match, Symbol.replace, Symbol.search, Symbol.split])
		Reflect.deleteProperty(prototype, symbol);
