// A memory on the second bus, and a door that opens twice.

import type {World, WorldOptions} from 'catnap/testing';
import {memory} from '../i2c/world.ts';

export const chips: WorldOptions['chips'] = {memory: {bus: 'i2c1', address: 0x50, make: memory}};

export function setup(world: World): void {
	world.at(0, () => world.pins.drive('reed', true));
	for (const atMs of [2500, 6000]) world.press('reed', atMs * 1000, 50_000);
}
