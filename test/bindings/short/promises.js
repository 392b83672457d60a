// Everything that waits, with each allocation refused: it settles, with its value or with NO_MEMORY.
import * as c from 'catnap:console';
import {fail, refused} from 'catnap:probe';

const later = async x => {
	await null;
	return x;
};
const fails = async x => {
	await null;
	throw new RangeError(x);
};
const method = 'then';
const thenable = x => ({
	[method](resolve) {
		resolve(x);
	},
});
async function* numbers() {
	yield 1;
	yield later(2);
	yield 3;
}
const sum = async iterable => {
	let all = 0;
	for await (const each of iterable) all += each;
	return all;
};
const ways = {
	all: () => Promise.all([later(1), 2, thenable(3)]),
	allRejects: () => Promise.all([later(1), fails('no')]),
	allSettled: () => Promise.allSettled([later(1), fails('no'), thenable(3)]),
	any: () => Promise.any([fails('one'), later(2)]),
	anyRejects: () => Promise.any([fails('one'), fails('two')]),
	race: () => Promise.race([later(1), fails('no')]),
	resolves: () => Promise.resolve(thenable(1)),
	chain: () =>
		later(1)
			.then(x => x + 1)
			.finally(() => later(0))
			.catch(() => 0),
	generator: () => sum(numbers()),
	queue: () => {
		const each = numbers();
		return Promise.all([each.next(), each.next(), each.return(7), each.next()]);
	},
	array: () => sum([later(1), thenable(2), 3]),
	left: async () => {
		for await (const each of numbers()) if (each === 2) break;
	},
	withResolvers: () => {
		const {promise, resolve} = Promise.withResolvers();
		resolve(later(1));
		return promise;
	},
};
// an AggregateError holds the NO_MEMORY error
const expected = {allRejects: 'RangeError', any: 'AggregateError', anyRejects: 'AggregateError'};
let failures = 0;
for (const [name, run] of Object.entries(ways)) {
	for (let nth = 1; ; nth++) {
		const before = refused();
		let caught, promise;
		fail(nth);
		try {
			promise = run();
			await promise;
		} catch (error) {
			caught = error;
		}
		fail(0);
		// an await that finds no memory throws: what it would have waited for must settle all the same
		try {
			await promise;
		} catch {}
		if (caught !== undefined && caught.code !== 'NO_MEMORY' && caught.name !== expected[name])
			c.write('log', `WRONG ${name}: ${caught}`);
		if (refused() === before) break;
		failures++;
	}
	c.write('log', name);
}
c.write('log', `done ${failures}`);
