// Directives of the console (`%s %d %i %f %j %o %O %c %%`), in apps whose text has one. They do what Node's do.
import {inspect} from './inspect.ts';
import {textOf, useText} from './text.ts';

const plain = textOf;

function number(value: unknown, parse: (value: unknown) => number): string {
	return inspect(typeof value === 'symbol' ? Number.NaN : parse(value));
}

function whole(value: unknown, parse: (value: unknown) => number): string {
	return typeof value === 'bigint' ? `${value}n` : number(value, parse);
}

/** What the app's own toString says; that of the language says less than `inspect`. */
function text(value: unknown): string {
	if (typeof value !== 'object' || value === null) return inspect(value);
	const {toString: own} = value;
	const isBuiltIn =
		typeof own !== 'function' ||
		'getTimezoneOffset' in value ||
		[Object, Array, Error].some(one => one.prototype.toString === own);
	return isBuiltIn ? inspect(value) : String(value);
}

function json(value: unknown): string {
	try {
		return JSON.stringify(value) ?? 'undefined';
	} catch (error) {
		if ((error as Error).message === 'circular reference') return '[Circular]';
		throw error;
	}
}

function quoted(value: unknown): string {
	return typeof value === 'string' ? JSON.stringify(value) : inspect(value);
}

const directives: Readonly<Record<string, (value: unknown) => string>> = {
	s: text,
	d: value => whole(value, Number),
	i: value => whole(value, v => Number.parseInt(v as string, 10)),
	f: value => number(value, v => Number.parseFloat(v as string)),
	j: json,
	o: quoted,
	O: quoted,
	c: () => '',
};

useText(values => {
	const [first, ...rest] = values;
	if (typeof first !== 'string' || rest.length === 0) return plain(values);
	let next = 0;
	const line = first.replace(/%([sdifjoOc%])/g, (directive, name: string) => {
		if (name === '%') return '%';
		return next < rest.length ? directives[name]!(rest[next++]) : directive;
	});
	return plain([line, ...rest.slice(next)]);
});
