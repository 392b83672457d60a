// Every native function under wrong arguments and under failing memory, natively with ASan and UBSan.
import test from 'ava';
import {fuzzApp, memoryApp} from './fuzz-app.ts';
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
