// Parts of the language that an image asks for by name: patterns made at run time, dates, weak references,
// proxies; and generators in full.

import {sleep} from 'catnap';

/** Made at run time, from a text that no tool can turn into a literal. */
function pattern(text: string, flags = ''): RegExp {
	return new RegExp(text, flags);
}

const words = ['fan', 'pump', 'a+b'];
const escaped = words.map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
const any = pattern(`\\b(?:${escaped.join('|')})`, 'gi');
console.log('pattern of texts', any.source, any.flags);
console.log('match', 'The Fan, a PUMP and A+B'.match(any));
console.log(
	'match all',
	[...'x1 y22'.matchAll(pattern('(?<name>[a-z])(?<digits>\\d+)', 'g'))].map(
		found => `${found.groups?.name}=${found.groups?.digits}`,
	),
);
console.log('search', 'abc'.search('c'), 'aaa'.replaceAll(pattern('a', 'g'), 'b'), 'a-b_c'.split(/[-_]/));
console.log('sticky, unicode', pattern('^.$', 'u').test('😀'), pattern('b', 'y').test('ab'));
console.log('look around', '5 mg 6 kg'.match(/\d+(?= kg)/)?.[0], '$7 8'.match(/(?<!\$)\b\d/)?.[0]);
console.log(
	'characters',
	[...'a😀é'],
	Uint8Array.from('123', Number),
	Array.from('xyz', (c, i) => c + i),
);
try {
	pattern('(');
} catch (error) {
	console.log('bad pattern', (error as Error).name, (error as Error).message);
}

const day = new Date(Date.UTC(2026, 1, 28, 23, 59, 59, 999));
console.log('date', day.toISOString(), day.getUTCDay(), JSON.stringify({day}));
day.setUTCMilliseconds(1000);
console.log(
	'carried',
	day.toISOString(),
	new Date('2024-02-29T12:00:00+02:00').getTime(),
	new Date(Number.NaN).getTime(),
);
const before = Date.now();
await sleep('1500ms');
const slept = Date.now() - before;
console.log('clock', slept >= 1500 && slept < 1600);

let target: {name: string} | undefined = {name: 'held'};
const weak = new WeakRef(target);
console.log('weak', weak.deref()?.name);
const tags = new WeakMap<object, string>([[target, 'tag']]);
const seen = new WeakSet<object>([target]);
console.log('weak map', tags.get(target), seen.has(target));
// when it calls back is the collector's affair
const registry = new FinalizationRegistry<string>(() => {});
registry.register(target, 'held', seen);
console.log('registry', registry.unregister(seen), registry.unregister(seen));
target = undefined;
await sleep('1ms');
console.log('released', weak.deref() === undefined);

function* inner(): Generator<number, string, string> {
	try {
		const said = yield 1;
		yield said.length;
		return 'end';
	} finally {
		console.log('closed');
	}
}
function* outer(): Generator<number, void, string> {
	console.log('inner gave', yield* inner());
}
const steps = outer();
console.log('generator', steps.next(), steps.next('four'), steps.next(''), steps.next());
const early = outer();
early.next();
console.log('return', early.return());
const thrown = outer();
thrown.next();
try {
	thrown.throw(new RangeError('in'));
} catch (error) {
	console.log('throw', (error as Error).message);
}
async function* later(): AsyncGenerator<number> {
	for (const step of [1, 2]) {
		await sleep('1ms');
		yield step;
		break;
	}
}
for await (const step of later()) console.log('async generator', step);
const fibonacci = {
	*[Symbol.iterator]() {
		for (let [a, b] = [0, 1]; ; [a, b] = [b, a + b]) yield a;
	},
};
const firsts: number[] = [];
for (const one of fibonacci) if (firsts.push(one) === 8) break;
console.log('iterable', firsts);

const log: string[] = [];
const watched = new Proxy<Record<string, number>>(
	{a: 1},
	{
		get: (object, key) => {
			log.push(String(key));
			return object[String(key)] ?? -1;
		},
	},
);
console.log('proxy', watched.a, watched.b, log);
