// Where the tools write: whole files or none, folders that go with their owner, and one error where nothing can be written.
import {type ChildProcess, execFileSync, spawn, spawnSync} from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {homedir, tmpdir, userInfo} from 'node:os';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import type {CatnapError} from '../../lib/errors.ts';
import {copyAtomically, makeFolder, refusalOf, writeAtomically, writeTogether} from '../../lib/files.ts';
import {numbering} from '../../lib/owner.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'catnap-places-'));
test.after.always(() => rmSync(folder, {recursive: true, force: true}));

const library = (name: string): string => JSON.stringify(join(root, 'lib', name));
const script = (text: string): string[] => ['--import=tsx', '--input-type=module', '-e', text];

function emptyFolder(): string {
	return mkdtempSync(join(folder, 'f-'));
}

interface Ended {
	readonly status: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

function node(args: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
	const options = {cwd: root, env: {...process.env, ...env}, encoding: 'utf8', timeout: 600_000} as const;
	return spawnSync(process.execPath, args, options);
}

// ---- files

test('two writes of one file at once, in one program, leave one of them whole', async t => {
	const place = emptyFolder();
	const path = join(place, 'file');
	const texts = Array.from({length: 20}, (_, index) => String(index).repeat(100_000));
	await Promise.all(texts.map(text => writeAtomically(path, text)));
	t.true(texts.includes(readFileSync(path, 'utf8')));
	t.deepEqual(readdirSync(place), ['file']);
});

test('what a killed program left beside a file goes with the next write, what a living one writes stays', async t => {
	const place = emptyFolder();
	const dead = Number(execFileSync(process.execPath, ['-p', 'process.pid']).toString());
	const here = numbering();
	const names = [
		`file.${here}.${dead}.0123abcd.tmp`,
		`file.${here}.${process.ppid}.0123abcd.tmp`,
		// of another container, whose processes cannot be seen
		`file.1${here}.${dead}.0123abcd.tmp`,
		`file.${here}.${dead}.txt`,
		`other.${here}.${dead}.0123abcd.tmp`,
	];
	for (const name of names) writeFileSync(join(place, name), '');
	await writeAtomically(join(place, 'file'), 'new');
	t.deepEqual(readdirSync(place).sort(), ['file', ...names.slice(1)].sort());
	await copyAtomically(join(place, 'file'), join(place, 'copy'));
	t.is(readFileSync(join(place, 'copy'), 'utf8'), 'new');
});

test('a disk that is full at any byte leaves the old file, nothing else, and one error', t => {
	const place = emptyFolder();
	const path = join(place, 'file');
	// the shell's limit of a file's size stands for the room on the disk, in blocks of 512 bytes
	const write = `
		const {writeAtomically, copyAtomically} = await import(${library('files.ts')});
		const say = error => console.log(error.message);
		await writeAtomically(${JSON.stringify(path)}, 'n'.repeat(4096)).catch(say);
		await copyAtomically(${JSON.stringify(join(root, 'package-lock.json'))}, ${JSON.stringify(path)}).catch(say);`;
	for (const blocks of [0, 1, 7]) {
		writeFileSync(path, 'old');
		const {stdout} = spawnSync(
			'sh',
			['-c', `ulimit -f ${blocks}; exec "$@"`, 'sh', process.execPath, ...script(write)],
			{
				cwd: root,
				encoding: 'utf8',
			},
		);
		t.is(stdout.match(/^error CANNOT_WRITE: /gm)?.length, 2, stdout);
		t.regex(stdout, /received: a file larger than the system allows/);
		t.is(readFileSync(path, 'utf8'), 'old');
		t.deepEqual(readdirSync(place), ['file']);
	}
});

test('a build on a full disk leaves nothing', t => {
	const app = emptyFolder();
	mkdirSync(join(app, 'src'));
	writeFileSync(join(app, 'src/main.ts'), `console.log('${'x'.repeat(3000)}');\n`);
	const build = [process.execPath, join(root, 'tools/catnap.mjs'), 'build', app];
	const {status, stderr} = spawnSync('sh', ['-c', 'ulimit -f 4; exec "$@"', 'sh', ...build], {
		encoding: 'utf8',
	});
	t.regex(stderr, /^error CANNOT_WRITE: the output cannot be written\n {2}at /);
	t.is(stderr.match(/^error /gm)?.length, 1);
	t.is(status, 1);
	t.deepEqual(existsSync(join(app, 'build')) ? readdirSync(join(app, 'build')) : [], []);
});

test('of files that belong together none changes when one cannot be written', async t => {
	const place = emptyFolder();
	writeFileSync(join(place, 'map'), 'old');
	const files = [
		[join(place, 'map'), 'new'],
		[join(place, 'image'), 'new'],
		[join(place, 'missing/NOTICE'), 'new'],
	] as const;
	const error = await t.throwsAsync<CatnapError>(writeTogether(files), {code: 'CANNOT_WRITE'});
	t.is(error?.facts.where, join(place, 'missing/NOTICE'));
	t.deepEqual(readdirSync(place), ['map']);
	t.is(readFileSync(join(place, 'map'), 'utf8'), 'old');
	await writeTogether(files.slice(0, 2));
	t.deepEqual(readdirSync(place), ['image', 'map']);
});

test('two builds of one app at once leave one whole build', async t => {
	const app = emptyFolder();
	mkdirSync(join(app, 'src'));
	writeFileSync(join(app, 'src/main.ts'), "console.log('hi');\n");
	const build = (): Promise<unknown> =>
		new Promise(done =>
			spawn(process.execPath, [join(root, 'tools/catnap.mjs'), 'build', app]).on('close', done),
		);
	t.deepEqual(await Promise.all([build(), build()]), [0, 0]);
	t.deepEqual(readdirSync(join(app, 'build')).sort(), ['NOTICE', 'app.catnap', 'app.js.map', 'board.d.ts']);
});

test('calls of the system that are refused are one error, others are not taken for that', async t => {
	const place = emptyFolder();
	const reasons = {EACCES: /no permission/, ENOSPC: /full disk/, EDQUOT: /full quota/, EROFS: /read-only/};
	for (const [code, reason] of Object.entries(reasons)) {
		const error = refusalOf(Object.assign(new Error(code), {code, syscall: 'write', path: place}));
		t.regex(error!.message, reason);
		t.is(error!.facts.where, place);
	}
	t.is(refusalOf(new Error('mine')), undefined);
	t.is(refusalOf(Object.assign(new Error(''), {code: 'ECONNREFUSED', syscall: 'connect'})), undefined);
	await t.throwsAsync(makeFolder('/proc/nowhere/deeper'), {code: 'CANNOT_WRITE'});
});

// ---- the cache

test('a home that cannot be written to is one error that says what to do', t => {
	const file = join(folder, 'file');
	writeFileSync(file, '');
	const make = `const {makeCache} = await import(${library('cache.mjs')});
		try { makeCache('firmware'); } catch (error) { console.log(error.message); }`;
	for (const home of ['/dev/null', '/proc/nowhere', file]) {
		const {stdout} = node(script(make), {HOME: home, CATNAP_CACHE: ''});
		t.regex(stdout, /^error CANNOT_WRITE: /);
		t.regex(stdout, /at .*\.cache\/catnap\/firmware\n/);
		t.regex(stdout, /\n {2}set CATNAP_CACHE to a folder that may be written to\n$/);
	}
});

test('a command says so, too, and ends', t => {
	const app = emptyFolder();
	mkdirSync(join(app, 'src'));
	writeFileSync(join(app, 'src/main.ts'), '');
	for (const env of [
		{HOME: '/proc/nowhere', CATNAP_CACHE: ''},
		{CATNAP_CACHE: '/dev/null'},
		{TMPDIR: '/proc/nowhere'},
		{TMPDIR: '/dev/null'},
	]) {
		const {status, stderr} = node([join(root, 'tools/catnap.mjs'), 'run', app, '--for', '1s'], env);
		t.is(status, 1, stderr);
		t.regex(
			stderr,
			/^error CANNOT_WRITE: .*\n(.*\n)*.*set (CATNAP_CACHE|TMPDIR) to a folder that may be written to\n$/,
		);
	}
});

test('an empty HOME is none: nothing is kept where the shell happens to be', t => {
	const say = `const {cacheFolder} = await import(${library('cache.mjs')}); console.log(cacheFolder());`;
	const {stdout} = node(script(say), {HOME: '', CATNAP_CACHE: ''});
	t.is(stdout.trim(), join(userInfo().homedir, '.cache/catnap'));
	t.truthy(homedir());
});

// ---- temporary folders

/** A program that makes a temporary folder in `place` and stays. */
function holder(place: string): Promise<{child: ChildProcess; path: string}> {
	const hold = `const {makeTemporary} = await import(${library('temporary.mjs')});
		console.log(makeTemporary('held', ${JSON.stringify(place)}));
		setInterval(() => {}, 1000);`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', hold]);
	return new Promise(done => child.stdout.once('data', data => done({child, path: String(data).trim()})));
}

/** Another program looks at `place`. */
function visit(place: string): void {
	const make = `const {makeTemporary, removeTemporary} = await import(${library('temporary.mjs')});
		removeTemporary(makeTemporary('next', ${JSON.stringify(place)}));`;
	execFileSync(process.execPath, ['--input-type=module', '-e', make]);
}

test('the folder of a killed program goes with the next one, that of a living one stays', async t => {
	const place = emptyFolder();
	const [killed, living] = await Promise.all([holder(place), holder(place)]);
	writeFileSync(join(killed.path, 'file'), '');
	symlinkSync(root, join(killed.path, 'link'));
	killed.child.kill('SIGKILL');
	await new Promise(done => killed.child.once('close', done));
	t.true(existsSync(killed.path));
	visit(place);
	t.deepEqual(readdirSync(place), [basename(living.path)]);
	t.true(existsSync(join(root, 'package.json')));
	living.child.kill('SIGKILL');
});

test('a number that another program has now, and the numbers of another container, are distinguished', t => {
	const place = emptyFolder();
	const here = readlinkSync('/proc/self/ns/pid').replace(/\D/g, '');
	const names = {
		reused: `catnap-run-${here}.${process.pid}.1-abcdef`,
		elsewhere: `catnap-run-1${here}.${2 ** 22}.1-abcdef`,
		unknown: 'catnap-run-abcdef',
	};
	for (const name of Object.values(names)) mkdirSync(join(place, name));
	visit(place);
	t.deepEqual(readdirSync(place).sort(), [names.elsewhere, names.unknown].sort());
});

test('a run that a signal ends takes its folder with it', async t => {
	const place = emptyFolder();
	const hold = `const {withTemporary} = await import(${library('files.ts')});
		await withTemporary('held', async folder => {
			console.log(folder);
			await new Promise(done => setTimeout(done, 60_000));
		});`;
	const child = spawn(process.execPath, script(hold), {env: {...process.env, TMPDIR: place}, cwd: root});
	const path = await new Promise<string>(done =>
		child.stdout.once('data', data => done(String(data).trim())),
	);
	t.true(path.startsWith(place) && existsSync(path));
	child.kill('SIGTERM');
	t.is(await new Promise(done => child.on('close', (_code, signal) => done(signal))), 'SIGTERM');
	t.false(existsSync(path));
});
