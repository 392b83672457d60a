// Directives of the console (`%s %d %i %f %j %o %O %c %%`), in apps whose text has one.
import {inspect} from './inspect.ts';
import {textOf, useText} from './text.ts';

const plain = textOf;

function number(value: unknown, parse: (value: unknown) => number): string {
	if (typeof value === 'symbol') return 'NaN';
	return typeof value === 'bigint'
		? `${value}n`
		: String(typeof value === 'object' ? Number.NaN : parse(value));
}

const directives: Readonly<Record<string, (value: unknown) => string>> = {
	s: value =>
		typeof value === 'bigint' ? `${value}n` : typeof value === 'symbol' ? String(value) : inspect(value),
	d: value => number(value, Number),
	i: value => (typeof value === 'bigint' ? `${value}n` : number(value, v => Number.parseInt(String(v), 10))),
	f: value => (typeof value === 'symbol' ? 'NaN' : String(Number.parseFloat(String(value)))),
	j: value => JSON.stringify(value) ?? 'undefined',
	o: inspect,
	O: inspect,
	c: () => '',
};

useText(values => {
	const [first, ...rest] = values;
	if (typeof first !== 'string' || rest.length === 0) return plain(values);
	let next = 0;
	const text = first.replace(/%([sdifjoOc%])/g, (whole, name: string) => {
		if (name === '%') return '%';
		return next < rest.length ? directives[name]!(rest[next++]) : whole;
	});
	return plain([text, ...rest.slice(next)]);
});
