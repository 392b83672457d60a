// Presses the button that ends off.

import type {World} from 'catnap/testing';

export function setup(world: World): void {
	world.press('button', 10_000_000);
}
