// `catnap deploy`: the console is open before the app is on the chip, and a port or a probe that fails costs nothing.
import {spawn} from 'node:child_process';
import {cpSync, existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {catnapRoot} from '../../lib/root.mjs';
import {fakeProbe as fakeProbeIn} from './fake-probe.ts';
import {ptyMaker} from './pty.ts';

const makePty = await ptyMaker();
const serialport = await import('serialport').catch(() => undefined);
const withPort = makePty && serialport ? test : test.skip;
const work = mkdtempSync(join(tmpdir(), 'catnap-deploy-'));
test.after.always(() => rmSync(work, {recursive: true, force: true}));

interface Said {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** A program that finds a fake probe in PATH; `heard` gets what it has said so far, and how to end it. */
function catnap(
	args: readonly string[],
	probe: string,
	heard: (said: string, interrupt: () => void) => void = () => {},
): Promise<Said> {
	const env = {...process.env, PATH: `${probe}:${dirname(process.execPath)}`};
	const child = spawn(process.execPath, [join(catnapRoot, 'tools/catnap.mjs'), ...args], {cwd: work, env});
	let [stdout, stderr] = ['', ''];
	const look = (): void => heard(stdout + stderr, () => child.kill('SIGINT'));
	child.stdout.on('data', bytes => {
		stdout += String(bytes);
		look();
	});
	child.stderr.on('data', bytes => {
		stderr += String(bytes);
		look();
	});
	return new Promise(resolve => child.on('close', code => resolve({code, stdout, stderr})));
}

const fakeProbe = (name: string): string => fakeProbeIn(join(work, `probe-${name}`));

/** An app of its own, which the deploy builds. */
function appOf(name: string): string {
	const app = join(work, name);
	cpSync(join(catnapRoot, 'examples/hello/src'), join(app, 'src'), {recursive: true});
	return app;
}

const board = ['--board', 'nrf5340dk'];

withPort('an app is built, written, and its console followed until Ctrl-C', async t => {
	t.timeout(600_000);
	const [app, probe, pty] = [appOf('whole'), fakeProbe('whole'), makePty!()];
	// the firmware first: an app alone runs on no chip
	const flashed = await catnap(['flash', app, ...board], probe);
	t.is(flashed.code, 0, flashed.stderr);
	let isAnswered = false;
	const {code, stdout, stderr} = await catnap(
		['deploy', app, ...board, '--port', pty.path],
		probe,
		(said, interrupt) => {
			if (/hello 1/.test(said)) interrupt();
			else if (/nrf5340dk by pyocd/.test(said) && !isAnswered) {
				isAnswered = true;
				pty.write('hello 1\n');
			}
		},
	);
	pty.close();
	t.is(code, 0, stderr);
	t.regex(stdout, /whole: on nrf5340dk by pyocd, [\d.]+ s\nhello 1\n$/);
	t.regex(stderr, /^monitor: .* at 115200 baud/m);
	t.true(existsSync(join(app, 'build/app.js.map')));
});

withPort('a chip without firmware is one error, and the console is let go', async t => {
	const [app, probe, pty] = [appOf('bare'), fakeProbe('bare'), makePty!()];
	const {code, stderr} = await catnap(['deploy', app, ...board, '--port', pty.path], probe);
	pty.close();
	t.is(code, 1);
	t.regex(stderr, /error NO_FIRMWARE: the chip holds no firmware of Catnap/);
});

test('without a port nothing is written', async t => {
	const [app, probe] = [appOf('unplugged'), fakeProbe('unplugged')];
	const {code, stderr} = await catnap(['deploy', app, ...board, '--port', join(work, 'none')], probe);
	t.is(code, 1);
	t.regex(stderr, /^error NO_(PORT|SERIALPORT): /m);
	t.false(existsSync(join(probe, 'chip.json')));
	t.false(existsSync(join(app, 'build')));
});

test('a port that is none says so', async t => {
	const [app, probe] = [appOf('odd'), fakeProbe('odd')];
	writeFileSync(join(work, 'file'), '');
	const {code, stderr} = await catnap(['deploy', app, ...board, '--port', join(work, 'file')], probe);
	t.is(code, 1);
	t.regex(stderr, /^error (NOT_A_PORT|NO_SERIALPORT): /m);
});

test('the app comes first: a mistake in it needs no board, and no board needs no port', async t => {
	const probe = fakeProbe('mistake');
	const none = await catnap(['deploy', 'nowhere', ...board], probe);
	t.is(none.code, 1);
	t.regex(none.stderr, /^error NO_APP: /);
	const unnamed = await catnap(['deploy', appOf('unnamed')], probe);
	t.is(unnamed.code, 2);
	t.regex(unnamed.stderr, /--board/);
});

test('without a port or a probe a deploy says what else can be done, and offers nothing it does not take', async t => {
	const probe = fakeProbe('unseen');
	const noPort = await catnap(['deploy', appOf('mute'), ...board, '--port', join(work, 'none')], probe);
	if (serialport)
		t.regex(
			noPort.stderr,
			/error NO_PORT: [\s\S]* which port it is: .*; to write the app without .*: --no-follow/,
		);
	const noTool = await catnap(['deploy', appOf('bare-hands'), ...board, '--no-follow'], work);
	t.regex(noTool.stderr, /error NO_FLASH_TOOL: /);
	t.notRegex(noTool.stderr, /--drive/);
});

test('an app command without a folder takes the one it is called in', async t => {
	const of = {build: [], flash: board, power: [], run: [], test: []};
	for (const [command, options] of Object.entries(of)) {
		const {code, stderr} = await catnap([command, ...options], work);
		t.is(code, 1, command);
		t.true(
			stderr.startsWith(`error NO_MAIN: the app has no main file\n  at ${join(work, 'src/main.ts')}\n`),
			stderr,
		);
	}
});
