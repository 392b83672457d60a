// Every native function under wrong arguments and under failing memory, natively with ASan and UBSan.
import test from 'ava';
import {callApp, fuzzApp} from './fuzz-app.ts';
import {allServices, runNative} from './native.ts';

test.serial(
	'wrong arguments of every native function give an error with code, expected and received',
	async t => {
		const said = await runNative(fuzzApp(await allServices()));
		const done = /done: (\d+) calls, (\d+) refused, (\d+) bad/.exec(said);
		t.truthy(done, said.slice(-2000));
		t.is(Number(done?.[3]), 0, said);
		t.true(Number(done?.[2]) > 2000, 'most calls are wrong');
		t.regex(said, /-- asleep at \d+ us, 0 bytes left/);
	},
);

test.serial(
	'when any one allocation of any native call fails, there is an error, no crash and no leak',
	async t => {
		t.timeout(300_000);
		const said = await runNative(callApp(await allServices()), '--fail-all');
		t.notRegex(said, /BAD/);
		const done = /-- (\d+) allocations failed in turn, nothing was left/.exec(said);
		t.true(Number(done?.[1]) > 200, said.slice(-500));
		t.regex(said, /out of memory/);
	},
);
