// The catalogue of errors: sorted, complete, without dead entries; and the message that is made from an entry.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {errorTable} from '../../lib/error-table.mjs';
import {CatnapError} from '../../lib/errors.ts';
import {catnapRoot} from '../../tools/build/app.ts';
import {tsFiles} from '../../tools/dev/check/files.ts';

interface Entry {
	readonly exit: number;
	readonly what: string | Readonly<Record<string, string>>;
	readonly todo?: string;
}

const entries = Object.entries<Entry>(errorTable);

/** Where errors are thrown, beside the table. */
const sources = tsFiles()
	.filter(path => /^(lib|sim|boards|tools|examples)\//.test(path) && path !== 'lib/error-table.mjs')
	.map(path => ({path, text: readFileSync(join(catnapRoot, path), 'utf8')}));

function sentencesOf({what}: Entry): readonly string[] {
	return typeof what === 'string' ? [what] : Object.values(what);
}

test('the codes are sorted, and so are the sentences of a code', t => {
	const codes = entries.map(([code]) => code);
	t.deepEqual(codes, [...codes].sort());
	for (const [, {what}] of entries) {
		const names = typeof what === 'string' ? [] : Object.keys(what);
		t.deepEqual(names, [...names].sort());
	}
});

test('every code has one exit code, 1 or 2, and words without a full stop', t => {
	for (const [code, entry] of entries) {
		t.true(entry.exit === 1 || entry.exit === 2, code);
		for (const text of [...sentencesOf(entry), entry.todo ?? 'none'])
			t.regex(text, /^[^A-Z\s].*[^.\s]$|^TensorFlow/, code);
	}
});

test('every code and every sentence of a code is thrown somewhere', t => {
	for (const [code, {what}] of entries) {
		const throwers = sources.filter(({text}) => text.includes(`'${code}'`));
		t.true(throwers.length > 0, `nothing throws ${code}`);
		for (const name of typeof what === 'string' ? [] : Object.keys(what))
			t.true(
				throwers.some(({text}) => text.includes(`'${name}'`)),
				`nothing throws ${code}, ${name}`,
			);
	}
});

test('what plain JavaScript throws is in the table too, where no compiler looks', t => {
	const plain = sources.filter(({path}) => path.endsWith('.mjs'));
	const thrown = plain.flatMap(({text}) =>
		[...text.matchAll(/new CatnapError\('(\w+)'/g)].map(([, code]) => code),
	);
	t.true(thrown.length >= 8, `${thrown.length} throwers`);
	t.deepEqual(
		thrown.filter(code => !(code! in errorTable)),
		[],
	);
});

test('no message is written by hand', t => {
	const byHand = sources.filter(({text}) => /['"`]error (?!CODE:)[A-Z_]+:/.test(text)).map(({path}) => path);
	t.deepEqual(byHand, []);
});

test('an error is its sentence with the gaps filled, and its facts a line each', t => {
	const error = new CatnapError('BAD_FIGURE', {
		which: 'unit',
		id: 'cpu_{typ}',
		where: 'own.json',
		expected: 'uA',
		received: 'mA\u001b[2J',
	});
	t.deepEqual(error.message.split('\n'), [
		'error BAD_FIGURE: cpu_{typ} has another unit',
		'  at own.json',
		'  expected: uA',
		'  received: mA\\u001b[2J',
		'  correct the figure; docs/energy.md says what may be in it',
	]);
	t.is(error.exitCode, 1);
	t.is(error.facts.what, 'cpu_{typ} has another unit');
	t.is(error.at('line 7').message, error.message.replace('own.json', 'line 7'));
});

test('what the thrower says to do wins over the table', t => {
	const {message} = new CatnapError('NO_BOARD', {received: 'x', todo: 'name another'});
	t.true(message.endsWith('\n  name another'));
});
