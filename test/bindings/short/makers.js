// Whatever a program makes, with each allocation refused in turn: NO_MEMORY, or the right value; afterwards all is right.
import * as c from 'catnap:console';
import {fail, refused} from 'catnap:probe';

const makers = {
	text: () => 'ab'.repeat(99).slice(1, 9).padStart(20, '-').trim().toUpperCase(),
	template: () => `${refused() * 0} and ${'x'.repeat(20)}${String.raw`a${1}\b`}`,
	number: () => `${1.5 * 3} ${parseFloat('2.5') + Number('3')} ${(255).toString(16)} ${(0.1).toFixed(3)}`,
	bigint: () => `${2n ** 200n + BigInt('7')}`,
	symbol: () => Symbol('x').description + Symbol.for('y').toString(),
	array: () => [1, [2, 3], ...'ab'].concat([4], Array.of(5)).join(),
	arrayFrom: () => Array.from({length: 3}, (_, i) => i * i).join(),
	arrayMethods: () =>
		[3, 1, 2]
			.map(x => x * 1.5)
			.filter(x => x > 1)
			.toSorted((a, b) => a - b)
			.join(),
	sort: () => [3, 1, 2].sort().reverse().join(),
	split: () => 'a,b,c'.split(',').join('+'),
	object: () => JSON.stringify({a: 1, ['b' + 1]: {c: 3}, ...{d: 4}, ...'ab'}),
	entries: () => Object.entries({a: 1, b: 2}).join(),
	assign: () => Object.keys(Object.assign({}, {a: 1}, {b: 2})).join(),
	accessor: () => Object.defineProperty({}, 'x', {get: () => 7}).x,
	descriptor: () => JSON.stringify(Object.getOwnPropertyDescriptor({x: 1}, 'x')),
	reflect: () => Reflect.ownKeys({a: 1, b: 2}).join() + Reflect.has({a: 1}, 'a') + Reflect.get({a: 5}, 'a'),
	math: () => Math.max(...[1, 2, 3]) + Math.hypot(3, 4) + Math.trunc(1.5),
	group: () => Object.keys(Object.groupBy([1, 2, 3], x => (x % 2 ? 'odd' : 'even'))).join(),
	map: () => {
		const map = new Map([['a', 1]]);
		map.set('b', 2).delete('a');
		return [...map.entries()].join();
	},
	set: () => [...new Set([1, 2]).add(3)].join(),
	weak: () => {
		const key = {};
		return new WeakMap([[key, 1]]).get(key) + new WeakSet([key]).has(key) + new WeakRef(key).deref();
	},
	bytes: () => new Uint8Array([1, 2]).join() + new Uint8Array(100).length + Float64Array.of(1.5).at(0),
	view: () => new DataView(new ArrayBuffer(8)).getInt16(0) + new Uint8Array(4).subarray(1).length,
	pattern: () => /a(?<x>b)+c/.exec('abbc').groups.x + 'a-b'.replace(/-/g, '+') + 'a1b2'.match(/\d/g).join(),
	newPattern: () => new RegExp('a(b)+' + 'c', 'g').source + [...'a1b2'.matchAll(/[a-z]/g)].length,
	date: () => new Date(Date.UTC(2020, 1, 29)).toISOString() + new Date(0).getUTCDay(),
	parse: () => JSON.parse('{"a":[1,2,{"b":null}],"c":"d"}').a.length,
	write: () => JSON.stringify({a: [1, {b: 'x'}], c: true}, null, 1),
	closures: () => {
		let a = 0;
		const add = n => () => (a += n);
		add(2)();
		return add(3)();
	},
	named: () => {
		function first(a, b) {
			return [a, b];
		}
		return first.name + first.length + (() => 0).name + first.bind(null, 1).name;
	},
	old: () => {
		function Old() {
			this.x = 1;
		}
		Old.prototype.get = function () {
			return this.x;
		};
		return new Old().get();
	},
	args: () =>
		(function (...rest) {
			// biome-ignore lint/complexity/noArguments: the object is what is tested
			return rest.length + [...arguments].join();
		})(1, 2, 3),
	classes: () => {
		class A {
			#x = 1;
			static y = 2;
			constructor(z) {
				this.z = z;
			}
			get x() {
				return this.#x;
			}
			static #s() {
				return A.y;
			}
			static s() {
				return A.#s();
			}
		}
		class B extends A {
			get x() {
				return super.x + 1;
			}
		}
		return [new B(5).x, new B(5).z, B.s(), B.name, B.length, A.length].join();
	},
	generator: () => {
		function* numbers(n) {
			yield n;
			yield* [2, 3];
		}
		return [...numbers(1)].join();
	},
	destructured: () => {
		const [a, ...b] = [1, 2, 3];
		const {d, ...rest} = {d: 1, e: 2};
		return [a, b, d, Object.keys(rest)].join();
	},
	loops: () => {
		let all = '';
		for (const x of [1, 2]) all += x;
		for (const key in {a: 1, b: 2}) all += key;
		for (const key in 'ab') all += key;
		for (const key in new Proxy(Object.create({c: 1}), {})) all += key;
		for (const [key, value] of new Map([[1, 2]])) all += key + value;
		return all;
	},
	proxy: () => new Proxy({}, {get: (_target, key) => `got ${String(key)}`}).x,
	error: () => {
		const error = new RangeError('x', {cause: 1});
		return error.name + error.message + error.cause + (error instanceof RangeError);
	},
	many: () => new AggregateError([new Error('a')], 'b').errors.length,
	thrown: () => {
		try {
			null.x;
		} catch (error) {
			if (error.code === 'NO_MEMORY') throw error;
			return error.name;
		}
	},
	frozen: () => Object.isFrozen(Object.freeze([1, 2])),
	copied: () => JSON.stringify(Object.fromEntries([['a', [1, 2].with(0, 3)]])),
};
const spoiled = value => {
	try {
		return `${value}`;
	} catch {
		return '(spoiled)';
	}
};
let failures = 0;
for (const name of Object.keys(makers)) {
	const made = [];
	for (let nth = 1; ; nth++) {
		const before = refused();
		let value, caught;
		fail(nth);
		try {
			value = makers[name]();
		} catch (error) {
			caught = error;
		}
		fail(0);
		if (caught === undefined) made.push(value);
		else if (caught?.code !== 'NO_MEMORY') c.write('log', `WRONG ${name} ${nth}: ${spoiled(caught)}`);
		if (refused() === before) break;
		failures++;
	}
	const right = makers[name]();
	for (const value of made)
		if (value !== right) c.write('log', `WRONG ${name}: ${spoiled(value)} is not ${spoiled(right)}`);
}
c.write('log', `done ${failures}`);
