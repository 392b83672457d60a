// Numbers, JSON, template objects, BigInt.

console.log(2 ** -44, 2 ** 89, 2 ** -1074, 2 ** 1023, 2 ** -1022, 5e-324, 2 ** 53, 0.1, 1 / 3);
let hash = 0;
for (let e = -1074; e <= 1023; e++)
	for (const digit of `${2 ** e},`) hash = (Math.imul(hash, 31) + digit.charCodeAt(0)) | 0;
console.log('all powers of two', hash);

const texts = [
	...[
		'1.',
		'1.e5',
		'-01',
		'01',
		'[1.,2]',
		'-',
		'+1',
		'.5',
		'1e',
		'1e+',
		'0x10',
		'1_0',
		'--1',
		'Infinity',
		'-0',
		'0',
	],
	...['-0.5', '1E5', '1e-2', '12345678901234567890', '[0,-1,1.5e3]', '1 ', ' 1', '1 1'],
	...[
		'"\\x41"',
		'"\\v"',
		'"\\0"',
		'"\\u00e9"',
		'"\\u12"',
		'"a\\\nb"',
		'"\t"',
		'"\\/"',
		"'a'",
		'"',
		'"\\',
		'"\\"',
		'"é😀"',
	],
	...['"\\ud83d"', '[,]', '{"a":1,}', 'null', 'nul', ''],
];
for (const text of texts) {
	try {
		console.log(JSON.stringify(text), JSON.stringify(JSON.parse(text)));
	} catch (error) {
		console.log(JSON.stringify(text), (error as Error).name);
	}
}

const tag = (strings: TemplateStringsArray, ..._: unknown[]) => strings;
const template = tag`a${1}b\n`;
console.log(Object.isFrozen(template), Object.isFrozen(template.raw), template.raw[1]);
try {
	(template as unknown as string[]).length = 0;
} catch (error) {
	console.log((error as Error).name);
}
const again = () => tag`x${0}`;
console.log(
	new Set([again(), again()]).size === 1,
	JSON.stringify(Object.getOwnPropertyDescriptor(template, 'raw')?.enumerable),
);

const values = [
	0n,
	1n,
	-1n,
	2n,
	-2n,
	2n ** 31n,
	-(2n ** 31n),
	2n ** 32n - 1n,
	2n ** 63n,
	-(2n ** 63n),
	2n ** 64n,
	-(2n ** 64n) - 1n,
];
for (const bits of [0, 1, 2, 31, 32, 33, 63, 64, 65, 96, 128, 200])
	console.log(
		bits,
		values.map(value => `${BigInt.asUintN(bits, value)}/${BigInt.asIntN(bits, value)}`).join(' '),
	);
console.log(BigInt.asUintN(2 ** 53 - 1, 5n), BigInt.asIntN(2 ** 53 - 1, -5n));
try {
	BigInt.asUintN(2 ** 53 - 1, -1n);
} catch (error) {
	console.log((error as Error).name);
}

// a yield in the head of a loop
function* heads(): Generator<unknown, void, number[]> {
	for (const item of yield 1) console.log('of', item);
	for (const item in yield 2) console.log('in', item);
	for (const item of [...(yield 3), ...(yield 4)]) console.log('spread', item);
	for (const [item = yield 5] of [[]] as number[][][]) console.log('default', item);
}
const head = heads();
console.log(JSON.stringify([head.next().value, head.next([7, 8]).value, head.next([9]).value]));
console.log(JSON.stringify([head.next([1]).value, head.next([2]).value, head.next([3]).done]));
const early = heads();
early.next();
console.log(JSON.stringify([early.return().done, early.next([1]).done]));
