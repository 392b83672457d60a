// Apps on the simulated ESP32-S3: the fan monitor as on host, and apps of test/apps that say what is expected.

import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {type SimulationResult, simulate} from 'catnap/testing';

const app = fileURLToPath(new URL('../../../examples/fan-monitor', import.meta.url));

function run(target: string): Promise<SimulationResult> {
	return simulate({app, target, trace: join(app, 'traces/demo.csv'), for: '20s'});
}

test('the fan monitor on the ESP32-S3 says, wakes and infers as on host', async t => {
	t.timeout(600_000);
	const [host, chip] = [await run('host'), await run('esp32s3-devkitc')];
	t.deepEqual(chip.console, host.console);
	t.true(host.console.length > 0);
	t.deepEqual(
		chip.wakes.map(({cause}) => cause),
		host.wakes.map(({cause}) => cause),
	);
	t.is(chip.inferences, host.inferences);
	t.true(chip.inferences > 0);
	t.deepEqual(chip.violations, []);
});

/** Each was seen to pass; the other apps that this board could run are named in the port's README. */
for (const name of ['off', 'retained', 'timers']) {
	test(`app ${name} says on the ESP32-S3 what is expected`, async t => {
		t.timeout(600_000);
		const folder = fileURLToPath(new URL(`../../apps/${name}`, import.meta.url));
		const trace = existsSync(join(folder, 'trace.csv')) ? {trace: 'trace.csv'} : {};
		const {console, violations} = await simulate({
			app: folder,
			target: 'esp32s3-devkitc',
			for: '20s',
			...trace,
		});
		t.deepEqual(console, readFileSync(join(folder, 'expected.txt'), 'utf8').trimEnd().split('\n'));
		t.deepEqual(violations, []);
	});
}
