// Ordinary programs with every allocation failing in turn, natively under ASan and UBSan: no crash, nothing left.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {releaseApp} from '../bindings/memory-app.ts';
import {runNative} from '../bindings/native.ts';

const folder = join(import.meta.dirname, 'memory');

for (const name of readdirSync(folder).filter(file => file.endsWith('.js'))) {
	test.serial(`whichever allocation of ${name} fails, the engine lives and nothing is left`, async t => {
		t.timeout(600_000);
		const source = readFileSync(join(folder, name), 'utf8');
		t.notRegex(await runNative(source), /caught /, 'the program itself is right');
		const said = await runNative(source, '--fail-all', '--quiet');
		t.regex(said, /^-- \d{3,} allocations failed in turn, nothing was left$/m);
		t.notRegex(said, /leaks:/, 'what only the engine counts');
	});

	test.serial(
		`whichever allocation of ${name} is the first of many to fail, it is caught and goes on`,
		async t => {
			t.timeout(600_000);
			const source = readFileSync(join(folder, name), 'utf8');
			const plain = await runNative(source);
			const app = releaseApp(source, plain.slice(0, plain.lastIndexOf('\n-- ')));
			t.regex(await runNative(app), /^went on$/m);
			const said = await runNative(app, '--fail-all', '--fail-on', '--quiet');
			t.regex(said, /^-- \d{3,} allocations failed in turn, nothing was left$/m);
		},
	);
}
