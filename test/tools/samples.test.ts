// Bad input by sample folders: each holds an app, the command and the words that a person must see. Nothing may be
// left behind. UPDATE_EXPECTED=1 writes the words again: read the difference before you commit it.
import {spawn} from 'node:child_process';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';

const root = fileURLToPath(new URL('../..', import.meta.url));
const samples = join(root, 'test/tools/samples');

interface Command {
	/** Words of the command line; the sample's folder comes after the first. */
	readonly args: readonly [string, ...string[]];
	readonly exitCode: number;
}

interface Ended {
	readonly exitCode: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

function catnap(args: readonly string[]): Promise<Ended> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [join(root, 'tools/catnap.mjs'), ...args], {
			cwd: root,
			stdio: ['ignore', 'pipe', 'pipe'],
			env: {...process.env, NO_COLOR: '1', CATNAP_DEBUG: ''},
		});
		const ended = {stdout: '', stderr: ''};
		child.stdout.setEncoding('utf8').on('data', text => {
			ended.stdout += text;
		});
		child.stderr.setEncoding('utf8').on('data', text => {
			ended.stderr += text;
		});
		child.on('error', reject);
		child.on('close', exitCode => resolve({exitCode, ...ended}));
	});
}

const filesOf = (folder: string): string[] => readdirSync(folder, {recursive: true}).map(String).sort();

for (const name of readdirSync(samples).sort()) {
	test.serial(`${name} gives one clear error and leaves nothing behind`, async t => {
		const folder = join(samples, name);
		const {args, exitCode}: Command = JSON.parse(readFileSync(join(folder, 'command.json'), 'utf8'));
		const expectedPath = join(folder, 'expected.txt');
		const before = filesOf(folder);
		const ended = await catnap([args[0], folder, ...args.slice(1)]);
		const words = ended.stderr.replaceAll(root, '<catnap>/');
		if (process.env.UPDATE_EXPECTED) writeFileSync(expectedPath, words);
		else t.deepEqual(filesOf(folder), before);
		t.is(words, readFileSync(expectedPath, 'utf8'));
		t.is(ended.stdout, '');
		t.is(ended.exitCode, exitCode);
		t.is(words.match(/^error [A-Z_]+: /gm)?.length, 1);
	});
}

const wrongUsage: Readonly<Record<string, [args: string[], says: RegExp]>> = {
	'no command': [[], /Usage: catnap/],
	'an unknown command': [['jog'], /unknown command 'jog'/],
	'an unknown option': [['run', 'x', '--fast'], /unknown option '--fast'/],
	'no file': [['model', 'inspect'], /missing required argument 'file'/],
	'a duration without unit': [['run', 'x', '--for', '5'], /--for.*'5' is invalid.*missing unit in `5`/],
	'an unknown target': [['run', 'x', '--target', 'z80'], /'z80' is invalid.*host, qemu-an505/],
	'an unknown board': [['build', 'x', '--board', 'toaster'], /'toaster' is invalid.*nrf5340dk/],
	'a seed that is no number': [['run', 'x', '--seed', 'abc'], /'abc' is invalid.*whole number/],
};

for (const [what, [args, says]] of Object.entries(wrongUsage)) {
	test.serial(`${what} is wrong usage: exit code 2 and a hint`, async t => {
		const {exitCode, stdout, stderr} = await catnap(args);
		t.regex(stderr.replaceAll('\n', ' '), says);
		t.is(stdout, '');
		t.is(exitCode, 2);
	});
}

test.serial('a folder that is not there is no usage error', async t => {
	const {exitCode, stderr} = await catnap(['run', 'no/such/folder']);
	t.regex(stderr, /^error NO_APP: there is no app folder\n {2}at .*no\/such\/folder\n/);
	t.is(exitCode, 1);
});

test.serial('help goes to stdout and succeeds', async t => {
	const {exitCode, stdout, stderr} = await catnap(['run', '--help']);
	t.regex(stdout, /Usage: catnap run .*\[app\]/);
	t.is(stderr, '');
	t.is(exitCode, 0);
});
