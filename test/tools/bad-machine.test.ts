// What a machine lacks: a new Node, the network, npm, the permission to use a port, colours. Each is one clear error.
import {spawnSync} from 'node:child_process';
import {chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {createPainter} from '../../lib/output.ts';
import {cannotOpen, groupOf} from '../../lib/serial-ports.ts';
import {catnapRoot} from '../../tools/build/app.ts';

const work = mkdtempSync(join(tmpdir(), 'catnap-bad-machine-'));
test.after.always(() => rmSync(work, {recursive: true, force: true}));

const program = join(catnapRoot, 'tools/catnap.mjs');

function write(name: string, text: string): string {
	const path = join(work, name);
	writeFileSync(path, text);
	return path;
}

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}, node: readonly string[] = []) {
	return spawnSync(process.execPath, [...node, program, ...args], {
		cwd: work,
		encoding: 'utf8',
		env: {...process.env, ...env},
	});
}

test('an old Node is refused with the version that it needs', t => {
	const old = write(
		'old.mjs',
		"Object.defineProperty(process, 'versions', {value: {...process.versions, node: '18.20.4'}});",
	);
	const {status, stderr, stdout} = run(['boards'], {}, ['--import', `file://${old}`]);
	t.is(status, 1);
	t.regex(
		stderr,
		/^error NODE_VERSION: .*\n {2}expected: 20\.19 or newer\n {2}received: 18\.20\.4 .*\n {2}install/,
	);
	t.is(stderr.trim().split('\n').length, 4);
	t.is(stdout, '');
});

test('without network a project stands whole, and the error says what to do when there is one', t => {
	const npm = write('npm-cli.js', "console.error('npm error code ENOTFOUND'); process.exitCode = 1;");
	const {status, stderr, stdout} = run(['new', 'offline'], {npm_execpath: npm});
	t.is(status, 1);
	t.regex(
		stderr,
		/ENOTFOUND\nerror NEW_UNFINISHED: .*\n {2}at offline\n {2}received: npm install ended with 1\n.*network/,
	);
	t.false(stdout.includes('Next:'));
	t.true(existsSync(join(work, 'offline/src/main.ts')));
});

test('without npm the error says so', t => {
	mkdirSync(join(work, 'no-programs'));
	const {status, stderr} = run(['new', 'no-npm'], {npm_execpath: '', PATH: join(work, 'no-programs')});
	t.is(status, 1);
	t.regex(stderr, /error NEW_UNFINISHED: [\s\S]*received: spawn npm ENOENT/);
});

test("a port's own group is named, and the usual one where the port has none of the table", t => {
	const port = write('ttyACM0', '');
	const own = process.getgid!();
	// root may give it to any
	const gid = own === 0 ? 7 : own;
	chownSync(port, process.getuid!(), gid);
	const named = write('group', `root:x:0:\nmakers:x:${gid}:\n`);
	t.is(groupOf(port, named), 'makers');
	t.is(groupOf(join(work, 'none'), named), 'dialout');
	t.is(groupOf(port, write('empty', '')), 'dialout');
	const {code, message} = cannotOpen(port, new Error('Error: Permission denied, cannot open'));
	t.is(code, 'NO_PERMISSION');
	t.regex(message, new RegExp(`usermod -a -G ${groupOf(port)} \\$USER`));
});

test('colours are for a terminal whose owner wants them', t => {
	const isColoured = (isTTY: boolean, env: NodeJS.ProcessEnv) =>
		createPainter({isTTY}, env)('red', 'x') !== 'x';
	t.true(isColoured(true, {TERM: 'xterm'}));
	t.false(isColoured(false, {TERM: 'xterm'}));
	t.false(isColoured(true, {TERM: 'xterm', NO_COLOR: '1'}));
	t.false(isColoured(true, {TERM: 'dumb'}));
});
