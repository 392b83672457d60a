// The check of the floors, on small houses that break one rule each.
import test from 'ava';
import {cCalls} from '../../tools/dev/check/c-calls.ts';
import {circles} from '../../tools/dev/check/circles.ts';
import {houseProblems, layerProblems} from '../../tools/dev/check/layers.ts';

const house = (files: Record<string, string>): string[] => houseProblems(new Map(Object.entries(files)));

test('the repository keeps to its floors', async t => {
	t.deepEqual(await layerProblems(), []);
});

test('an import of a floor above is reported with its line', t => {
	const [problem, ...rest] = house({
		'lib/files.ts': "// Files.\nimport {x} from '../tools/model/plan.ts';\n",
	});
	t.deepEqual(rest, []);
	t.regex(problem!, /^lib\/files\.ts:2 imports tools\/model\/plan\.ts; lib may not import tools\/model/);
});

test('a type import and an import() count as imports', t => {
	t.is(house({'sim/world/clock.ts': "import type {A} from '../host/run.ts';"}).length, 1);
	t.is(house({'boards/facts/schema.ts': "const a = await import('../../sim/run.ts');"}).length, 1);
});

test('what runs on the chip imports nothing that runs on the PC', t => {
	t.is(house({'ts-src/power.ts': "import '../lib/errors.ts';"}).length, 1);
	t.is(house({'ts-src/power.ts': "import './time.ts';"}).length, 0);
});

test('files of one room that import each other in a circle are named', t => {
	const circle = house({
		'lib/a.ts': "import './b.ts';",
		'lib/b.ts': "import './c.ts';",
		'lib/c.ts': "import './a.ts';",
		'lib/d.ts': "import './a.ts';",
	});
	t.deepEqual(circle, ['3 files import each other in a circle: lib/a.ts, lib/b.ts, lib/c.ts']);
});

test('two circles are two problems', t => {
	const graph = new Map([
		['a', new Set(['b'])],
		['b', new Set(['a', 'c'])],
		['c', new Set(['d'])],
		['d', new Set(['c'])],
	]);
	t.deepEqual(circles(graph), [
		['a', 'b'],
		['c', 'd'],
	]);
});

test('C files that call each other in a circle are found, static functions and comments are not calls', t => {
	const calls = cCalls(
		new Map([
			['x/a.c', 'int a_get(void) {\n    return b_get();\n}\n'],
			['x/b.c', '// a_get\nint b_get(void) {\n    return helper();\n}\nstatic int helper(void) {\n}\n'],
			['x/c.c', 'static int helper(void) {\n}\nint c_get(void) {\n    return a_get();\n}\n'],
		]),
	);
	t.deepEqual([...(calls.get('x/a.c') ?? [])], ['x/b.c']);
	t.deepEqual([...(calls.get('x/b.c') ?? [])], []);
	t.deepEqual([...(calls.get('x/c.c') ?? [])], ['x/a.c']);
});

test('an attribute is not a call, nor is a tag that is called as a function is', t => {
	const calls = cCalls(
		new Map([
			['x/a.c', '__attribute__((export_name("a"))) void a_go(void) {\n}\nint clock(enum clock clock) {\n}\n'],
			['x/b.c', '#define EXPORT(name) __attribute__((export_name(name)))\nvoid b_go(enum clock c) {\n}\n'],
			['y/a.c', 'void c_go(void) {\n    a_go();\n}\n'],
		]),
	);
	t.deepEqual([...(calls.get('x/b.c') ?? [])], []);
	t.deepEqual([...(calls.get('y/a.c') ?? [])], ['x/a.c']);
});

test('a chip family includes no header of a board but its generated facts', t => {
	const include = (path: string, name: string): number => house({[path]: `#include "${name}"\n`}).length;
	t.is(include('boards/chips/nrf5340/start.c', 'facts.h'), 0);
	t.is(include('boards/chips/nrf5340/start.c', 'outer_flash.h'), 1);
	t.is(include('native/src/power.c', 'nrfx_clock.h'), 1);
});
