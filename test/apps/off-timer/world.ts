// Presses the button once.

import type {World} from 'catnap/testing';

export function setup(world: World): void {
	world.press('button', 3_000_000, 10_000);
}
