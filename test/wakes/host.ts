// On `host`: an edge of the button at each microsecond after the sensor's interrupt, one in each period of it.

import board from '../../boards/host/board.ts';
import {runImage} from '../../sim/run.ts';
import type {World} from '../../sim/world.ts';
import type {Answer} from './verdict.ts';

/** Of firmware.c: a watermark of 10 samples at 400 Hz. */
export const periodUs = 25_000;
const pulseUs = 3;

export interface Sweep {
	readonly edges: number[];
	readonly answers: Answer[];
	readonly samples: number;
	readonly windows: number;
	readonly ticks: number[];
	readonly ended: string;
}

/** One edge for each offset, in consecutive periods; `again` adds a second edge that much later. */
export async function sweepHost(
	firmware: string,
	{fromUs, count, again}: {fromUs: number; count: number; again?: number},
): Promise<Sweep> {
	const edges: number[] = [];
	const press = (world: World, atUs: number): void => {
		edges.push(atUs);
		world.press('button', atUs, pulseUs);
	};
	let index = 0;
	const setup = (world: World): void => {
		world.pins.onChange('imuInt', high => {
			if (!high || index === count) return;
			const atUs = world.nowUs + fromUs + index++;
			press(world, atUs);
			if (again !== undefined) press(world, atUs + again);
		});
	};
	const result = await runImage({
		image: Uint8Array.of(3, ...new Uint8Array(15)),
		firmware: {host: firmware},
		target: 'host',
		board,
		forUs: (count + 4) * periodUs,
		setup,
	});
	const marks = (name: string) => result.marks.filter(({mark}) => mark === name);
	return {
		edges: edges.sort((a, b) => a - b),
		answers: marks('ready').map(({atMs, value}) => ({calledUs: Math.round(atMs * 1000), coversUs: value})),
		samples: result.sensors.imu!.samples - result.sensors.imu!.lost,
		windows: marks('invoke-end').length,
		ticks: marks('script-begin').map(({value}) => value),
		ended: result.ended,
	};
}
