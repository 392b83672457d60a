// Five commands at once in a home that has nothing yet, with spaces and letters of other alphabets in every path: each does its
// work, the firmware is built once, and nothing is left beside it.
import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {catnapRoot} from '../../lib/root.mjs';
import {fetchQuickjs} from '../../tools/build/fetch.mjs';

const folder = mkdtempSync(join(tmpdir(), 'catnap at once ü★-'));
test.after.always(() => rmSync(folder, {recursive: true, force: true}));

function appSaying(text: string): string {
	const app = join(folder, `app of ${text}`);
	mkdirSync(join(app, 'src'), {recursive: true});
	writeFileSync(join(app, 'src/main.ts'), `console.log(${JSON.stringify(text)});\n`);
	return app;
}

interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

function catnap(home: string, ...args: readonly string[]): Promise<Ended> {
	const env = {...process.env, HOME: home, CATNAP_CACHE: '', CATNAP_QUICKJS: fetchQuickjs()};
	const child = spawn(process.execPath, [join(catnapRoot, 'tools/catnap.mjs'), ...args], {env});
	const said = {stdout: '', stderr: ''};
	child.stdout.on('data', bytes => (said.stdout += String(bytes)));
	child.stderr.on('data', bytes => (said.stderr += String(bytes)));
	return new Promise(done => child.on('close', code => done({code, ...said})));
}

test('runs and builds of one app and of two, all at once and before there is any firmware', async t => {
	t.timeout(3_600_000);
	const home = join(folder, 'Бюро 1');
	mkdirSync(home);
	const [one, two] = [appSaying('grüße'), appSaying('日 本')];
	const run = (app: string) => catnap(home, 'run', app, '--for', '1s', '--json');
	const all = await Promise.all([
		run(one),
		run(one),
		run(two),
		catnap(home, 'build', one),
		catnap(home, 'build', two),
	]);
	for (const {code, stderr} of all) t.is(code, 0, stderr);
	t.is(all[0].stdout, all[1].stdout);
	t.deepEqual(
		all.slice(0, 3).map(({stdout}) => JSON.parse(stdout).console),
		[['grüße'], ['grüße'], ['日 本']],
	);
	for (const app of [one, two])
		t.deepEqual(readdirSync(join(app, 'build')).sort(), ['NOTICE', 'app.catnap', 'app.js.map', 'board.d.ts']);
	t.not(
		String(readFileSync(join(one, 'build/app.catnap'))),
		String(readFileSync(join(two, 'build/app.catnap'))),
	);
	const cache = join(home, '.cache/catnap');
	const firmware = readdirSync(join(cache, 'firmware'));
	t.is(firmware.filter(name => name.endsWith('.wasm')).length, 1, firmware.join());
	const left = readdirSync(cache, {recursive: true}).map(String);
	t.deepEqual(
		left.filter(name => /\.lock\b|\.tmp$|\.(gone|done)$/.test(name) && !name.includes('CMakeFiles')),
		[],
	);
	t.is(
		all.map(({stderr}) => stderr.match(/firmware: building host/g)?.length ?? 0).reduce((a, b) => a + b),
		1,
	);
});
