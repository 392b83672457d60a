// Steps at one input between the moments at which the app looks: below ground, in between, at the supply.

import type {World} from 'catnap/testing';

const levels = [-50, 0, 1, 1234.5, 2999, 3300];

export function setup(world: World): void {
	for (const [index, millivolts] of levels.entries())
		world.at(200_000 + 400_000 * index, () => world.analog('a0', millivolts));
}
