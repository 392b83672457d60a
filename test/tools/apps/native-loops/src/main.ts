// Loops inside the engine that would run for ever are ended by the script watchdog, and the app goes on.

import {sleep} from 'catnap';

const endless = {length: 2 ** 53 - 1} as unknown as number[];
const spread = {...endless, [Symbol.isConcatSpreadable]: true} as unknown as number[];
const holes = () => new Array<number>(2 ** 32 - 1);
const on = Array.prototype as unknown as Record<string, (this: unknown, ...args: unknown[]) => unknown>;

const loops: Record<string, () => unknown> = {
	indexOf: () => on['indexOf']!.call(endless, 1),
	lastIndexOf: () => on['lastIndexOf']!.call(endless, 1),
	includes: () => on['includes']!.call(endless, 1),
	join: () => holes().join(''),
	joinLike: () => on['join']!.call(endless, ''),
	toLocaleString: () => on['toLocaleString']!.call({length: 2 ** 53 - 1, join: 1}),
	sort: () => holes().sort(),
	concat: () => ([] as number[]).concat(spread),
	fill: () =>
		on['fill']!.call(Object.create({set 0(_: number) {}}, {length: {value: 2 ** 53 - 1}}), 1, 2 ** 40),
	copyWithin: () => on['copyWithin']!.call(endless, 0, 1),
	reverse: () => on['reverse']!.call(endless),
	every: () => on['every']!.call(endless, () => true),
	some: () => on['some']!.call(endless, () => true),
	forEach: () => on['forEach']!.call(endless, () => {}),
	filter: () => on['filter']!.call(endless, () => true),
	find: () => on['find']!.call(endless, () => false),
	findLast: () => on['findLast']!.call(endless, () => false),
	reduce: () => on['reduce']!.call(endless, () => 0),
	reduceRight: () => on['reduceRight']!.call(endless, () => 0),
	flat: () => on['flat']!.call(endless),
	flatMap: () => on['flatMap']!.call(endless, () => 0),
	splice: () => on['splice']!.call(endless, 0, 1),
	shift: () => on['shift']!.call(endless),
	unshift: () => on['unshift']!.call({length: 2 ** 53 - 2}, 1),
	from: () => (Array.from as (this: unknown, items: object) => unknown).call(Object, {length: 2 ** 53 - 1}),
	raw: () => String.raw({raw: endless as unknown as string[]}),
};

for (const [name, loop] of Object.entries(loops)) {
	setTimeout(() => {
		console.log(name);
		loop();
		console.log(name, 'came back');
	}, 1);
	await sleep('10ms');
}
console.log('the app goes on');
