// The compiler of modules: the same bytes each time, and errors with their place.
import test from 'ava';
import {CatnapError} from '../../lib/errors.ts';
import {compileModule} from '../../tools/build/compile.ts';

const source = `import {write} from 'catnap:console';
class Counter { #n = 0; next() { return ++this.#n; } }
for await (const text of [Promise.resolve('a')]) write('log', text + new Counter().next());
`;

test('the same module gives the same bytes', async t => {
	const [first, second] = [await compileModule(source, 'app.js'), await compileModule(source, 'app.js')];
	t.deepEqual(first, second);
	t.true(first.length > 100);
	t.is(first[0], 4, 'version of the bytecode');
});

test('a syntax error says file, line and column', async t => {
	const error = await t.throwsAsync<CatnapError>(compileModule('let a = 1;\nlet b = ;\n', 'app.js'), {
		instanceOf: CatnapError,
	});
	t.is(error.code, 'SYNTAX');
	t.is(error.facts.where, 'app.js:2:9');
});

test('code that is nested too deeply is an error, not a crash', async t => {
	const error = await t.throwsAsync<CatnapError>(compileModule('('.repeat(100_000), 'app.js'), {
		instanceOf: CatnapError,
	});
	t.is(error.code, 'SYNTAX');
});
