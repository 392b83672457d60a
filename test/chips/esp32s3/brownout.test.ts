// A supply that sags: the detector that the port sets up resets the chip, and that start takes no memory for kept.

import test from 'ava';
import board from '../../../boards/esp32s3-devkitc/board.ts';
import type {Machine} from '../../../sim/esp32s3/machine.ts';
import {runBoard} from '../../../sim/esp32s3/run.ts';
import {gather} from '../../../sim/result.ts';
import {World} from '../../../sim/world.ts';
import {buildFirmware} from './build.ts';
import {watchdogUs} from './life.ts';
import {rig} from './rig.ts';

const firmware = buildFirmware('life', {change: {watchdogUs}});

/** What the device says whose supply falls to so many millivolts after 300 ms. */
async function sagged(millivolts: number) {
	let machine: Machine | undefined;
	const world = new World({
		board,
		forUs: 700_000,
		setup: own => own.at(300_000, () => machine!.sag(millivolts)),
	});
	const watch = {
		begin(made: Machine) {
			machine = made;
		},
		end() {},
	};
	return gather(board.name, world, await runBoard({world, image: new Uint8Array(16), firmware}, watch));
}

test('a supply below the level of the detector starts the chip again, as a power-on [brownout_hal.c]', async t => {
	const {console, violations, wakes} = await sagged(2700);
	t.deepEqual(
		console.filter(line => /^(kept|life|cause) /.test(line)),
		['kept 0', 'life 1', 'cause 0', 'kept 0', 'life 1', 'cause 0'],
	);
	t.deepEqual(violations, []);
	t.is(wakes.filter(({cause}) => cause === 'power-on').length, 2);
});

test('a supply that stays above the level of the detector changes nothing', async t => {
	const {console} = await sagged(2900);
	t.is(console.filter(line => line.startsWith('life ')).length, 1);
});

test('as the ROM leaves it, the detector resets nothing, and a sag is reported [rtc_cntl_reg.h]', async t => {
	const chip = await rig();
	chip.machine.sag(2000);
	t.regex(chip.said().join(), /no brown-out detector resets the chip/);
});
