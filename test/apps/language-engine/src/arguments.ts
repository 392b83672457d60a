// A closure in the list of arguments and the body have the same variable, unless the body declares its own.

console.log(
	'plain',
	((a, get = () => a) => {
		a = 9;
		return get();
	})(1),
	((
		a,
		set = (value: number) => {
			a = value;
		},
	) => {
		set(7);
		return a;
	})(1),
);

console.log(
	'patterns',
	(({a}, get = () => a) => {
		a = 9;
		return get();
	})({a: 1}),
	(([a = 3], get = () => a, up = () => a++) => {
		up();
		a++;
		return [a, get()].join();
	})([]),
);

function shadowed(a: number, get = () => a) {
	// biome-ignore lint/suspicious/noRedeclare: a var of its own, with the argument's value, is what is tested
	var a: number;
	const given = a;
	a = 2;
	return [given, a, get()].join();
}
console.log('shadowed', shadowed(1));

function throughClosures(
	a: number,
	get = () => a,
	set = (value: number) => {
		a = value;
	},
) {
	const own = () => a;
	set(2);
	const seen = [a, get(), own()];
	for (const value of [3, 4]) a = value;
	{
		const a = 5;
		seen.push(a);
	}
	return [...seen, a, get(), own()].join();
}
console.log('closures', throughClosures(1));

async function waits(a: number, get = () => a) {
	await null;
	a++;
	return [a, get()].join();
}
function* yields({a} = {a: 1}, get = () => a) {
	for (;;) {
		a++;
		yield get();
	}
}
const steps = yields();
steps.next();
console.log('suspended', steps.next().value);
void waits(1).then(text => console.log('waited', text));

class Lamp {
	level;
	constructor(level: number, get = () => level) {
		level *= 2;
		this.level = get();
	}
	set dimmed([by, get = () => by]: [number, (() => number)?]) {
		by++;
		this.level = get();
	}
}
const lamp = new Lamp(4);
const before = lamp.level;
lamp.dimmed = [1];
console.log('methods', before, lamp.level);

const kept = [1, 2].map((value, _index, _all, get = () => value) => {
	value *= 10;
	return get;
});
console.log('each call its own', kept.map(get => get()).join());
