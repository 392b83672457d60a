// Alarms of the nRF5340 in the last ticks before their moment, a million of them over all phases of the slow clock.
import test from 'ava';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {buildFirmware} from '../chips/nrf5340/build.ts';
import {rig} from '../chips/nrf5340/machine.ts';

const withUnicorn = (await hasUnicorn()) ? test : test.skip;
const tries = 1_000_000;

withUnicorn('of a million alarms in the last ticks before their moment none is lost', async t => {
	t.timeout(7_200_000);
	const {machine, run, lines, violations} = await rig(buildFirmware('alarms', {definitions: {TRIES: tries}}));
	run(() => lines().some(line => line.startsWith('lost')) || machine.nowUs > tries * 1000);
	t.deepEqual(lines(), ['late 0', 'late 1', 'late 2', 'late 3', 'lost 0']);
	t.deepEqual(violations, []);
	machine.close();
});
