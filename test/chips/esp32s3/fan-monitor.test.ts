// The fan monitor on the simulated ESP32-S3: as on host.

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
