// `catnap dev`: an app runs again after each change of its files, mistakes included, and quits by a key.
import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import host from '../../boards/host/board.ts';
import {World} from '../../sim/world.ts';
import {catnapRoot} from '../../tools/build/app.ts';
import {type Disturbance, Disturbances} from '../../tools/watch/disturbances.ts';
import {watchTree} from '../../tools/watch/tree.ts';
import {Turns} from '../../tools/watch/turns.ts';

const work = mkdtempSync(join(tmpdir(), 'catnap-dev-'));
test.after.always(() => rmSync(work, {recursive: true, force: true}));

function folder(name: string): string {
	const path = join(work, name);
	mkdirSync(path, {recursive: true});
	return path;
}

/** Changes as they come; `next` waits until one names the path. */
function changesOf(root: string, ignored: readonly string[] = []) {
	const seen = new Set<string>();
	let wake = (): void => {};
	const watched = watchTree(root, ignored, paths => {
		for (const path of paths) seen.add(path);
		wake();
	});
	const next = async (path: string): Promise<void> => {
		while (!seen.has(path))
			await new Promise<void>(resolve => {
				wake = resolve;
			});
	};
	return {seen, next, watched};
}

test('temporary files of editors are no change', async t => {
	const root = folder('edited');
	const {seen, next, watched} = changesOf(root);
	for (const name of ['main.ts~', '4913', '#main.ts#', 'main.ts___jb_tmp___', 'main.ts'])
		writeFileSync(join(root, name), '1');
	await next('main.ts');
	watched.close();
	t.deepEqual([...seen], ['main.ts']);
});

test('changes are seen in folders that were there and in new ones, renamed files too', async t => {
	const root = folder('tree');
	folder('tree/src');
	const {next, watched} = changesOf(root);
	writeFileSync(join(root, 'src/main.ts'), '1');
	await next('src/main.ts');
	mkdirSync(join(root, 'src/part'));
	await next('src/part');
	writeFileSync(join(root, 'src/part/new.ts.tmp'), '2');
	renameSync(join(root, 'src/part/new.ts.tmp'), join(root, 'src/part/new.ts'));
	await next('src/part/new.ts');
	watched.close();
	t.pass();
});

test('what the app does not consist of is not watched', async t => {
	const root = folder('ignored');
	for (const name of ['build', 'node_modules', '.git', 'src']) folder(`ignored/${name}`);
	folder('ignored/src/build');
	const {next, seen, watched} = changesOf(root, ['build']);
	for (const path of ['build/app.catnap', 'node_modules/x.js', '.git/index', 'src/build/own.ts'])
		writeFileSync(join(root, path), '');
	await next('src/build/own.ts');
	t.deepEqual([...seen], ['src/build/own.ts']);
	watched.close();
});

test('what is asked for during a turn is one more turn', async t => {
	let turns = 0;
	let release = (): void => {};
	const work = new Turns(() => {
		turns++;
		return new Promise(resolve => {
			release = resolve;
		});
	});
	const done = work.ask();
	void work.ask();
	void work.ask();
	t.is(turns, 1);
	release();
	await Promise.resolve();
	await Promise.resolve();
	t.is(turns, 2);
	release();
	await done;
	t.is(turns, 2);
});

function turned(...which: readonly Disturbance[]): Disturbances {
	const disturbances = new Disturbances();
	for (const one of which) disturbances.toggle(one);
	return disturbances;
}

const forUs = 10e6;

test('the button is pressed in the middle of a run, once it is asked for and until it is asked again', t => {
	const levels = (disturbances: Disturbances): boolean[] => {
		const world = new World({board: host, forUs, setup: made => disturbances.apply(made)});
		return [4.9e6, 5.05e6, 5.2e6].map(atUs => {
			world.clock.advanceTo(atUs);
			return world.pins.level('button');
		});
	};
	t.deepEqual(levels(turned()), [false, false, false]);
	t.deepEqual(levels(turned('press')), [false, true, false]);
	t.deepEqual(levels(turned('press', 'press')), [false, false, false]);
});

test('sensors do not answer from the middle of a run on, for a fifth of it', t => {
	const world = new World({board: host, forUs, setup: made => turned('fault').apply(made)});
	const answers = [4.9e6, 6e6, 7.1e6].map(atUs => {
		world.clock.advanceTo(atUs);
		return world.transfer(0, 0x19, Uint8Array.of(0x0f), 1).status;
	});
	t.deepEqual(answers, ['ok', 'no-device', 'ok']);
});

test('a key says what the next runs are like', t => {
	const disturbances = new Disturbances();
	t.is(disturbances.toggle('press'), 'the button is pressed from the middle of each run');
	t.is(disturbances.toggle('press'), 'the button is pressed no longer');
});

test('an app is run, its mistake shown, and run again when it is mended', async t => {
	const app = folder('app');
	folder('app/src');
	const write = (text: string): void => writeFileSync(join(app, 'src/main.ts'), text);
	write("console.log('first');\n");
	const child = spawn(process.execPath, [join(catnapRoot, 'tools/catnap.mjs'), 'dev', app, '--for', '1s'], {
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	let output = '';
	let look = (): void => {};
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', bytes => {
			output += String(bytes);
			look();
		});
	const said = (text: RegExp): Promise<void> =>
		new Promise(resolve => {
			look = () => text.test(output) && resolve();
			look();
		});
	const ended = new Promise<number | null>(resolve => child.on('close', resolve));
	await said(/first/);
	await said(/waiting for changes/);
	write('const text: string = 1;\nconsole.log(text);\n');
	await said(/src\/main\.ts has changed.*TYPE_ERROR.*src\/main\.ts:1:7/s);
	write("console.log('second');\n");
	await said(/second/);
	child.stdin.write('f');
	await said(/sensors do not answer from the middle of each run.*second/s);
	child.stdin.write('q');
	t.is(await ended, 0);
});
