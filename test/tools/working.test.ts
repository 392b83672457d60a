// Work that takes longer than a second: shown to a person at a terminal, and to nobody else.
import {spawn} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import test from 'ava';
import {showWork, wipe, working, workStep} from '../../lib/working.ts';
import {catnapRoot} from '../../tools/build/app.ts';
import {ptyMaker} from './pty.ts';

const makePty = await ptyMaker();
const withPty = makePty === undefined ? test.serial.skip : test.serial;

/** A terminal that keeps what stands on its last line. */
class Terminal {
	readonly isTTY = true;
	columns = 60;
	/** Every line that stood there. */
	readonly lines: string[] = [];
	#line = '';

	write(text: string): void {
		for (const part of text.split(/(?=\r)/)) {
			const over = part.replace('\r', '');
			this.#line = part.startsWith('\r') ? over + this.#line.slice(over.length) : this.#line + over;
		}
		this.lines.push(this.#line.trimEnd());
	}

	get line(): string {
		return this.#line.trimEnd();
	}
}

function terminal(env: NodeJS.ProcessEnv = {}): Terminal {
	const made = new Terminal();
	showWork(made, env);
	return made;
}

test.afterEach.always(() => showWork({write: () => {}}, {}));

test.serial('a bar grows, and is gone when the work has ended', t => {
	const screen = terminal();
	working('eggs', {total: 4, unit: 'boiled', isLong: true}, work => {
		t.is(screen.line, 'eggs  [....................]  0 of 4 boiled  0 s');
		const until = performance.now() + 120;
		while (performance.now() < until);
		work.at(2);
		t.is(screen.line, 'eggs  [##########..........]  2 of 4 boiled  0 s');
	});
	t.is(screen.line, '');
});

test.serial('work without a known end shows its count, or its seconds alone', t => {
	const screen = terminal();
	working('bread', {isLong: true}, () => t.is(screen.line, 'bread  0 s'));
	working('loaves', {isLong: true, unit: 'baked'}, () => t.is(screen.line, 'loaves  0 baked  0 s'));
});

test.serial('work that waits is shown after a second, while nobody counts', async t => {
	const screen = terminal();
	await working('dough', {}, async () => {
		await pause(600);
		t.is(screen.line, '');
		await pause(900);
		t.is(screen.line, 'dough  1 s');
	});
	t.is(screen.line, '');
});

test.serial('what is done inside goes before, and what fails leaves no bar', t => {
	const screen = terminal();
	working('outside', {isLong: true}, () => {
		t.throws(() =>
			working('inside', {isLong: true, total: 3}, () => {
				workStep();
				t.regex(screen.line, /^inside/);
				throw new Error('burnt');
			}),
		);
		t.is(screen.line, '');
	});
});

test.serial('other words stand on a line of their own, and a bar is never wider than the terminal', t => {
	const screen = terminal();
	screen.columns = 24;
	working('a very long name of some work', {total: 1, isLong: true}, () => {
		t.is(screen.line, 'a very long name of som');
		wipe();
		t.is(screen.line, '');
	});
});

test.serial('a file, a server and a dumb terminal see nothing', t => {
	for (const env of [{CI: 'true'}, {TERM: 'dumb'}]) {
		const screen = terminal(env);
		working('eggs', {isLong: true}, work => work.at(1));
		t.deepEqual(screen.lines, []);
	}
	const file = {write: () => t.fail()};
	showWork(file, {});
	working('eggs', {isLong: true}, work => work.at(1));
});

/** What `catnap run` of some hours of virtual time writes to a terminal as its stderr, and to stdout. */
async function runAt(env: NodeJS.ProcessEnv): Promise<{stderr: string; stdout: string}> {
	const pty = makePty!();
	const fd = openSync(pty.path, 'r+');
	const args = ['run', join(catnapRoot, 'examples/motion'), '--for', '120h'];
	const child = spawn(process.execPath, [join(catnapRoot, 'tools/catnap.mjs'), ...args], {
		env: {...process.env, CI: '', TERM: 'xterm', ...env},
		stdio: ['ignore', 'pipe', fd],
	});
	let [stdout, stderr] = ['', ''];
	child.stdout!.on('data', bytes => (stdout += String(bytes)));
	const reading = setInterval(() => (stderr += pty.written()), 50);
	await new Promise(resolve => child.on('close', resolve));
	clearInterval(reading);
	stderr += pty.written();
	closeSync(fd);
	pty.close();
	return {stderr, stdout};
}

withPty('a long run shows how far it is, without colours, and its product is untouched', async t => {
	const {stderr, stdout} = await runAt({NO_COLOR: '1'});
	t.regex(stderr, /\rrunning motion {2}\[#*\.*\] {2}\d+ % {2}\d+ s/);
	t.regex(stderr, /\r *\r$/);
	t.false(stderr.includes('\u001b'));
	t.regex(stdout, /^motion on host, 5 d of virtual time/);
});

withPty('on a server the same run says nothing', async t => {
	t.is((await runAt({CI: '1'})).stderr, '');
});
