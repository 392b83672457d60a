// The example on the chip that would be flashed: its current against the floor that the same figures allow.
import {join} from 'node:path';
import test from 'ava';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {buildApp} from '../../tools/build/build.ts';
import {floorOf} from '../../tools/power/floor.ts';
import {readInputs, runApp} from '../../tools/run-app.ts';

const withUnicorn = (await hasUnicorn()) ? test.serial : test.skip;
const fan = join(import.meta.dirname, '../../examples/fan-monitor');

withUnicorn('on nrf5340dk a minute of the fan monitor takes at most 1.15 times its floor', async t => {
	const built = await buildApp(fan, {target: 'nrf5340dk'});
	const result = await runApp(built, readInputs(fan), {forMs: 60_000});
	const {ratio, averageUa} = floorOf(result, built.board, built.models);
	t.log(`floor ${averageUa.toFixed(1)} uA, ${ratio.toFixed(3)} times`);
	t.deepEqual(result.violations, []);
	t.true(ratio > 1 && ratio <= 1.15, `${ratio}`);
});
