// `catnap/tools`: the functions behind `catnap model`, by the name that a program imports.
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import * as tools from 'catnap/tools';
import {catnapRoot} from '../../lib/root.mjs';

const file = join(catnapRoot, 'examples/fan-monitor/src/fan.tflite');
const catnap = join(catnapRoot, 'tools/catnap.mjs');

test('a function gives the data that its command prints', t => {
	const printed = execFileSync(process.execPath, [catnap, 'model', 'inspect', file, '--json']).toString();
	t.deepEqual(JSON.parse(JSON.stringify(tools.runInspect({file}).data)), JSON.parse(printed));
});

test('each command of `catnap model` has its function, and docs/models.md names it', t => {
	const help = execFileSync(process.execPath, [catnap, 'model', '--help']).toString();
	const commands = [...help.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name]) => name!);
	t.true(commands.length >= 7, help);
	const page = readFileSync(join(catnapRoot, 'docs/models.md'), 'utf8');
	const pages = page + readFileSync(join(catnapRoot, 'docs/features.md'), 'utf8');
	for (const name of commands.filter(each => each !== 'help' && each !== 'bench')) {
		const run = `run${name[0]!.toUpperCase()}${name.slice(1)}`;
		t.true(run in tools, run);
		t.true(pages.includes(run), `${run} in docs/models.md or docs/features.md`);
	}
});
