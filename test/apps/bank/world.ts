// Levels and edges at the inputs of the bank.

import type {World} from 'catnap/testing';

export function setup(world: World): void {
	world.at(0, () => world.pins.drive('d1', true));
	world.press('d0', 2_000_000, 10_000);
	world.press('d9', 2_500_000, 10_000);
}
