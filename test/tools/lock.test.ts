// The lock of a build folder: one at a time, and never held by the dead.
import {execFileSync, spawn} from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {hostname, tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {withLock} from '../../lib/lock.ts';
import {numbering} from '../../lib/owner.mjs';

const root = mkdtempSync(join(tmpdir(), 'catnap-lock-'));
test.after.always(() => rmSync(root, {recursive: true, force: true}));
const module = fileURLToPath(new URL('../../lib/lock.ts', import.meta.url));

let count = 0;
function folderWith(owner?: string): string {
	const folder = join(root, `lock-${++count}`);
	mkdirSync(folder);
	if (owner !== undefined) writeFileSync(join(folder, 'pid'), owner);
	return folder;
}

/** The number of a process that has ended. */
function deadPid(): number {
	return Number(execFileSync(process.execPath, ['-p', 'process.pid']).toString());
}

const taken = (folder: string): Promise<string> => withLock(folder, async () => 'taken');

test('a lock is there while the work runs, with its owner, and nothing is left of it', async t => {
	const folder = join(root, 'deep/er/lock');
	await withLock(folder, async () => {
		t.is(Number(readFileSync(join(folder, 'pid'), 'utf8').split(' ')[0]), process.pid);
	});
	await t.throwsAsync(
		withLock(folder, async () => {
			throw new Error('mine');
		}),
		{message: 'mine'},
	);
	t.deepEqual(readdirSync(join(root, 'deep/er')), []);
});

test('a lock of a process that is gone is taken over', async t => {
	t.is(await taken(folderWith(String(deadPid()))), 'taken');
	t.is(await taken(folderWith('nobody')), 'taken');
	t.is(await taken(folderWith('-1')), 'taken');
});

const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

test('a lock whose number has gone to another process is taken over', async t => {
	t.is(await taken(folderWith(`${process.pid} ${hostname()} another-boot ${numbering()} 17`)), 'taken');
	t.is(await taken(folderWith(`${process.pid} ${hostname()} ${boot} ${numbering()} 17`)), 'taken');
});

test('a lock of another container or host is waited for as long as its owner touches it', async t => {
	for (const owner of [
		`${deadPid()} ${hostname()} ${boot} 1${numbering()} 17`,
		`${deadPid()} another-host another-boot ${numbering()} 17`,
	]) {
		const folder = folderWith(owner);
		let beats = 0;
		let isTaken = false;
		const waiting = withLock(folder, async () => (isTaken = true), {silentMs: 2000});
		while (beats < 8) {
			utimesSync(join(folder, 'pid'), new Date(1000 * ++beats), new Date(1000 * beats));
			await wait(300);
			t.false(isTaken, `${owner}: beat ${beats}`);
		}
		await waiting;
		t.true(isTaken);
	}
});

test('an owner touches its lock while it works', async t => {
	const folder = join(root, 'beating');
	const touched = (): number => statSync(join(folder, 'pid')).mtimeMs;
	await withLock(folder, async () => {
		utimesSync(join(folder, 'pid'), new Date(0), new Date(0));
		while (touched() === 0) await wait(20);
	});
	t.pass();
});

test('a lock without an owner is taken over', async t => {
	t.is(await taken(folderWith()), 'taken');
	const folder = folderWith();
	writeFileSync(join(folder, 'other'), '');
	utimesSync(folder, new Date(0), new Date(0));
	t.is(await taken(folder), 'taken');
});

test('a lock of a process that lives is waited for', async t => {
	const folder = folderWith(String(process.pid));
	let isTaken = false;
	const waiting = taken(folder).then(() => {
		isTaken = true;
	});
	await wait(400);
	t.false(isTaken);
	rmSync(folder, {recursive: true});
	await waiting;
});

test('a person who waits for a lock learns for whom', async t => {
	const folder = folderWith(String(process.pid));
	const script = `
		const {withLock} = await import(${JSON.stringify(module)});
		await withLock(${JSON.stringify(folder)}, async () => {});`;
	const run = spawn(process.execPath, ['--import=tsx', '--input-type=module', '-e', script]);
	const said = await new Promise(done => run.stderr.once('data', done));
	t.is(String(said), `waiting for process ${process.pid}, which holds ${folder}\n`);
	rmSync(folder, {recursive: true});
	t.is(await new Promise(done => run.on('close', done)), 0);
});

test('eight processes that find the same abandoned lock work one after the other', async t => {
	const folder = folderWith(String(deadPid()));
	const log = join(root, 'log');
	const script = `
		const {withLock} = await import(${JSON.stringify(module)});
		const {appendFileSync} = await import('node:fs');
		for (let times = 0; times < 5; times++) await withLock(${JSON.stringify(folder)}, async () => {
			appendFileSync(${JSON.stringify(log)}, 'a');
			await new Promise(done => setTimeout(done, 5));
			appendFileSync(${JSON.stringify(log)}, 'b');
		});`;
	const flags = ['--import=tsx', '--input-type=module', '-e', script];
	const runs = Array.from({length: 8}, () => spawn(process.execPath, flags, {stdio: 'inherit'}));
	const codes = await Promise.all(runs.map(run => new Promise(done => run.on('close', done))));
	t.deepEqual(codes, Array(8).fill(0));
	t.is(readFileSync(log, 'utf8'), 'ab'.repeat(40));
	t.false(existsSync(folder));
});

test('a place where no lock can be made is one clear error', async t => {
	const file = join(root, 'file');
	writeFileSync(file, '');
	await t.throwsAsync(taken(join(file, 'lock')), {code: 'CANNOT_WRITE'});
});
