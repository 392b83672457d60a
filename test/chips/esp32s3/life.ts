// One life of firmware/life.c on the simulated chip in its world: with the port as it is, or with one place of it wrong.

import board from '../../../boards/esp32s3-devkitc/board.ts';
import type {BoardFacts} from '../../../boards/facts/schema.ts';
import {runBoard} from '../../../sim/esp32s3/run.ts';
import {gather, type RunResult} from '../../../sim/result.ts';
import {World, type WorldOptions} from '../../../sim/world.ts';
import type {Breakage} from '../../wakes/build.ts';
import {buildFirmware} from './build.ts';

export const watchdogUs = 200_000;

export interface Life extends RunResult {
	/** Levels of an RTC pad and a digital one that the firmware drives high, at a moment of each of its offs. */
	readonly held: readonly boolean[];
}

export async function live(
	options: Partial<WorldOptions> = {},
	wrong?: Breakage,
	change: Partial<BoardFacts> = {watchdogUs},
): Promise<Life> {
	const held: boolean[] = [];
	const outputs = [board.pins.led.number, board.pins.d7.number];
	const world = new World({
		board: {...board, ...change},
		forUs: 9e6,
		setup(own) {
			own.press('button', 5_000_000, 3000);
			// the sensor's interrupt line rises, as it would at a motion
			own.at(7_000_000, () => own.pins.drive('imuInt', true));
			own.at(7_003_000, () => own.pins.drive('imuInt', false));
			for (const us of [2_500_000, 4_500_000, 6_500_000])
				own.at(us, () => held.push(...outputs.map(number => own.pins.read(number))));
		},
		...options,
	});
	const firmware = buildFirmware('life', {change, ...(wrong && {wrong})});
	return {...gather(board.name, world, await runBoard({world, image: new Uint8Array(16), firmware})), held};
}
