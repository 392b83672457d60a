// The commands when all is well: what build leaves, what run prints, how test counts.
import {execFile} from 'node:child_process';
import {cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import test from 'ava';
import {Command} from 'commander';
import {writeAtomically} from '../../lib/files.ts';
import {readImage} from '../../tools/build/image.ts';
import {registerCommands} from '../../tools/commands.ts';
import {appOf, removeApps} from '../apps-of.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'catnap-commands-'));
const app = join(folder, 'blink');
cpSync(join(root, 'test/tools/apps/blink'), app, {recursive: true});
test.after.always(removeApps);
test.after.always(() => rmSync(folder, {recursive: true, force: true}));

function catnap(...args: string[]): Promise<{stdout: string; stderr: string}> {
	return run(process.execPath, [join(root, 'tools/catnap.mjs'), ...args], {
		env: {...process.env, NO_COLOR: '1'},
	});
}

test.serial('build writes an image and its map, whole, and says what is in them', async t => {
	const {stdout} = await catnap('build', app);
	t.deepEqual(readdirSync(join(app, 'build')).sort(), ['NOTICE', 'app.catnap', 'app.js.map', 'board.d.ts']);
	t.regex(readFileSync(join(app, 'build/NOTICE'), 'utf8'), /^blink holds no work of others\.\n/);
	const image = readImage(readFileSync(join(app, 'build/app.catnap')));
	t.is(image.name, 'blink');
	t.deepEqual(
		image.sections.map(({type}) => type),
		['bytecode'],
	);
	t.regex(stdout, /app\.catnap: blink for host/);
	t.regex(stdout, /\d+ {2}bytes of flash, \d % of 512 KB/);
	t.deepEqual(JSON.parse(readFileSync(join(app, 'build/app.js.map'), 'utf8')).version, 3);
});

test.serial('a word loads its command alone, and any other word all of them', async t => {
	const namesAt = async (word?: string): Promise<string[]> => {
		const program = new Command();
		await registerCommands(program, word);
		return program.commands.map(command => command.name());
	};
	const all = await namesAt();
	t.true(all.length > 10);
	for (const name of all) t.deepEqual(await namesAt(name), [name]);
	for (const other of ['rnu', '--version', '../run']) t.deepEqual(await namesAt(other), all);
});

test.serial('two builds give the same image', async t => {
	const first = readFileSync(join(app, 'build/app.catnap'));
	await catnap('build', app, '--json');
	t.deepEqual(readFileSync(join(app, 'build/app.catnap')), first);
});

test.serial('run prints one JSON document on stdout', async t => {
	const {stdout} = await catnap('run', app, '--for', '5s', '--json');
	const result = JSON.parse(stdout);
	t.is(result.target, 'host');
	t.is(result.virtualMs, 5000);
	t.deepEqual(result.console, ['blink 1', 'blink 2', 'blink 3', 'blink 4']);
	t.is(result.wakes.filter((wake: {cause: string}) => wake.cause === 'timer').length, 4);
	t.is(result.inferences, 0);
	t.true(Math.abs(result.awakeMs + result.sleep.idleMs + result.sleep.offMs - 5000) < 1e-6);
	t.true(result.awakeFraction > 0 && result.awakeFraction < 0.1);
	t.true(result.energy.averageUa > 0 && result.energy.ledger.length > 0);
});

test.serial('run shows a person the timeline, the strip and the sums, without colours in a pipe', async t => {
	const {stdout} = await catnap('run', app, '--for', '5s');
	t.regex(stdout, /^blink on host, 5 s of virtual time, sensors: lying still\n\n {5}0\.000 s {2}power on\n/);
	t.regex(stdout, /1\.0\d\d s {2}blink 1\n/);
	t.regex(stdout, /\nawake {2}[▁-█·]+ {2}highest/);
	t.regex(stdout, /\nwakes {8}5: 4 timer, 1 power-on\n/);
	t.regex(stdout, /a CR2032 \(225 mAh\) would last about \d+ \w+\n/);
	t.false(stdout.includes('\u001b'));
});

test.serial('an app whose top level throws fails the run, with the place in TypeScript', async t => {
	const error = await t.throwsAsync(catnap('run', join(root, 'test/apps/uncaught'), '--for', '1s'));
	const {code, stdout, stderr} = error as unknown as {code: number; stdout: string; stderr: string};
	t.is(code, 1);
	t.regex(stdout, /Uncaught TypeError.*\n.*at <anonymous> \(src\/main\.ts:8:\d+\)/);
	t.regex(stderr, /^error RUN_FAILED: uncaught ended with an uncaught error$/m);
});

test.serial('an app with errors that nobody caught runs to its end, and the run fails', async t => {
	const failing = appOf({
		'src/main.ts': `setTimeout(() => { throw new Error('in a timer'); }, 10);
void Promise.reject(new Error('lost'));
setTimeout(() => console.log('goes on'), 20);
`,
	});
	const error = await t.throwsAsync(catnap('run', failing, '--for', '1s'));
	const {code, stdout, stderr} = error as unknown as {code: number; stdout: string; stderr: string};
	t.is(code, 1);
	t.regex(stdout, /goes on/);
	t.regex(stdout, /^uncaught {5}2 errors$/m);
	t.regex(stderr, /^error RUN_FAILED: \S+ ran to its end with 2 errors that nobody caught$/m);
});

test.serial('an endless loop at the top level is ended by the watchdog, which says what to do', async t => {
	const error = await t.throwsAsync(catnap('run', appOf({'src/main.ts': 'for (;;) {}\nexport {};\n'})));
	const {code, stdout, stderr} = error as unknown as {code: number; stdout: string; stderr: string};
	t.is(code, 1);
	t.regex(
		stdout,
		/Uncaught InternalError: the script watchdog: it ran for 5 s without a pause; await sleep\(\)/,
	);
	t.regex(stderr, /^error RUN_FAILED: \S+ ended with an uncaught error$/m);
});

test.serial('a trace of one line has no length: the run takes a minute', async t => {
	const trace = join(folder, 'still.csv');
	writeFileSync(trace, 't_ms,x,y,z\n0,0,0,1000\n');
	const {stdout} = await catnap('run', app, '--trace', trace, '--json');
	t.is(JSON.parse(stdout).virtualMs, 60_000);
});

const miscalled: Readonly<Record<string, readonly [words: readonly string[], message: RegExp]>> = {
	'a command that there is not': [
		['rnu'],
		/^error BAD_COMMAND: unknown command 'rnu'\n {2}\(Did you mean run\?\) catnap --help/,
	],
	'a command of models that there is not': [
		['model', 'x'],
		/: unknown command 'x'\n {2}catnap model --help shows what there is\n$/,
	],
	'an option that there is not': [
		['run', app, '--x'],
		/: unknown option '--x'\n {2}catnap run --help shows what there is\n$/,
	],
	'an option of models without its value': [
		['model', 'quantize', 'a', '--data'],
		/argument missing\n {2}catnap model quantize --help/,
	],
	'no folder': [['new'], /: missing required argument 'folder'\n/],
	'a word without letters': [['build', app, '--out', ''], /: an argument is empty\n {2}catnap build --help/],
	'a folder of models that there is not': [
		['bench', '--models', 'nosuch'],
		/expected the folder of models\.\n/,
	],
	'a picture of all boards': [['board', '--svg', 'a.svg'], /: --svg draws one board: name it\n/],
	'a port of a simulated board': [
		['record', '--sensor', 'analog', '--simulate', '--port', '/dev/x'],
		/cannot be used with option '--simulate'\n/,
	],
};

for (const [what, [words, message]] of Object.entries(miscalled))
	test.serial(`${what} is one error with its code and exit code 2`, async t => {
		const error = await t.throwsAsync(catnap(...words));
		const {code, stdout, stderr} = error as unknown as {code: number; stdout: string; stderr: string};
		t.is(code, 2);
		t.is(stdout, '');
		t.regex(stderr, message);
		t.regex(stderr, /^error BAD_COMMAND: /);
	});

test.serial('output that cannot be written is one error, and nothing is left where it should be', async t => {
	const file = join(folder, 'file');
	writeFileSync(file, 'mine');
	const before = readdirSync(folder);
	for (const place of [folder, join(folder, 'nowhere/a.svg'), join(file, 'a.svg')]) {
		const error = await t.throwsAsync(writeAtomically(place, 'picture'), {code: 'CANNOT_WRITE'});
		t.true(error?.message.includes(`at ${place}\n`));
	}
	const error = await t.throwsAsync(catnap('build', app, '--out', file));
	t.like(error, {code: 1});
	t.regex(
		(error as unknown as {stderr: string}).stderr,
		/^error CANNOT_WRITE: [\s\S]*received: a file that is no folder/,
	);
	t.deepEqual(readdirSync(folder), before);
	t.is(readFileSync(file, 'utf8'), 'mine');
});

test.serial('test prints no colours where NO_COLOR forbids them', async t => {
	const {stdout} = await run(
		process.execPath,
		[join(root, 'tools/catnap.mjs'), 'test', app, '--match', 'it blinks*'],
		{
			env: {...process.env, NO_COLOR: '1', FORCE_COLOR: '1'},
		},
	);
	t.regex(stdout, /1 test passed/);
	t.false(stdout.includes('\u001b'), stdout);
});

test.serial('test runs the tests of an app outside the repository, and its exit code tells', async t => {
	const {stdout} = await catnap('test', app, '--tap', '--match', 'it blinks*');
	t.regex(stdout, /^ok 1 - it blinks each second$/m);
	// an app needs no package.json, which would say that its tests are modules
	rmSync(join(app, 'package.json'), {force: true});
	const error = await t.throwsAsync(catnap('test', app, '--tap', '--match', 'it sings*'));
	const failed = error as unknown as {code: number; stdout: string};
	t.is(failed.code, 1);
	t.regex(failed.stdout, /^not ok 1 - it sings$/m);
});
