// Every native function under wrong arguments and under failing memory, natively with ASan and UBSan.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {fuzzApp, memoryApp} from './fuzz-app.ts';
import {releaseApp} from './memory-app.ts';
import {allServices, fanModel, runNative} from './native.ts';

test.serial(
	'wrong arguments of every native function give an error with code, expected and received',
	async t => {
		const said = await runNative(fuzzApp(await allServices()), ...(await fanModel()));
		const done = /done: (\d+) calls, (\d+) refused, (\d+) bad/.exec(said);
		t.truthy(done, said.slice(-2000));
		t.is(Number(done?.[3]), 0, said);
		t.true(Number(done?.[2]) > 2000, 'most calls are wrong');
		t.regex(said, /-- asleep at \d+ us, 0 bytes left/);
	},
);

test.serial(
	'when any one allocation of a native call fails, there is an error with a code and nothing is left behind',
	async t => {
		const said = await runNative(memoryApp(await allServices()), ...(await fanModel()));
		const done = /done: (\d+) calls, (\d+) refused, (\d+) bad/.exec(said);
		t.truthy(done, said.slice(-2000));
		t.is(Number(done?.[3]), 0, said);
		t.true(Number(done?.[2]) > 50, said.slice(-500));
		t.regex(said, /, 0 bytes left/);
	},
);

test.serial('an app in a pool of any size runs, or says that memory is out', async t => {
	const app = "import * as c from 'catnap:console'; import 'catnap:sensor'; c.write('log', 'up');";
	let ran = 0;
	for (let bytes = 4096; bytes < 262_144; bytes += 9973) {
		const said = await runNative(app, `--pool=${bytes}`);
		t.regex(said, /^up\n|(?:out of memory|NO_MEMORY)/, `${bytes} bytes`);
		t.regex(said, /, 0 bytes left/);
		ran += Number(said.startsWith('up'));
	}
	t.true(ran > 5);
});

test.serial(
	'an app whose memory ends for good at any moment catches NO_MEMORY, lets go and says the same again',
	async t => {
		const source = readFileSync(new URL('../long/memory/arrays.js', import.meta.url), 'utf8');
		const plain = await runNative(source);
		const app = releaseApp(source, plain.slice(0, plain.lastIndexOf('\n-- ')));
		t.regex(await runNative(app), /^went on$/m);
		// the long suite tries each
		const said = await runNative(app, '--fail-all', '--fail-on', '--quiet', '--stride=37');
		t.regex(said, /^-- \d{3,} allocations failed in turn, nothing was left$/m);
	},
);

test.serial('a script that tries again and again in a full pool is ended by the watchdog', async t => {
	const said = await runNative(
		`import * as c from 'catnap:console';
const hoard = [];
c.write('log', 'begin');
for (;;) { try { for (;;) hoard.push(new Uint8Array(64)); } catch {} }`,
		'--pool=262144',
	);
	t.regex(said, /^begin\nUncaught (Internal)?Error: (the script watchdog|out of memory)/);
	t.regex(said, /, 0 bytes left/);
});
