// Patterns and the functions of Math: what the engine takes from tables and from the C library.

// a property of Unicode in a literal is a table of the build; a text that becomes a pattern here has none of them
const word = ['(', 'b+', ')', 'c'].join('');
console.log(
	'patterns',
	'aÄbß1'.match(/\p{L}+/u)?.[0],
	'ÀÉ'.replace(/\P{Lu}/gu, '-'),
	new RegExp(word, 'iu').exec('abBc')?.[1],
);
try {
	new RegExp(`\\p{${'L'}}`, 'u');
} catch (error) {
	console.log('pattern', (error as Error).name, (error as Error).message);
}
const functions = [
	'acos',
	'acosh',
	'asin',
	'asinh',
	'atan',
	'atanh',
	'cbrt',
	'cos',
	'cosh',
	'exp',
	'expm1',
] as const;
const others = ['log', 'log10', 'log1p', 'log2', 'sin', 'sinh', 'sqrt', 'tan', 'tanh', 'fround'] as const;
const values = [...functions, ...others].map(name =>
	Math[name](name === 'acosh' ? 1.75 : 0.625).toPrecision(14),
);
console.log('math', values.join(' '));
console.log(
	'edges',
	(2 ** 0.5).toPrecision(14),
	0 ** -1,
	Math.acos(2),
	Math.log(0),
	7.5 % -2,
	Math.hypot(3, 4),
	Math.atan2(-0, -1).toPrecision(14),
	Math.cos(1e22).toPrecision(12),
	Math.exp(1000),
);

export {};
