// Presses the button at moments of the world's clock.

import type {World} from 'catnap/testing';

export function setup(world: World): void {
	for (const atMs of [200, 1000, 2000, 4000]) world.press('button', atMs * 1000, 10_000);
}
