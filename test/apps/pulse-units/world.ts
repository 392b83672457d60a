// Pulses on two pins.

import type {World} from 'catnap/testing';

export function setup(world: World): void {
	world.pulses('d7', {atUs: 1_000_000, hz: 50_000, count: 82_000});
	world.pulses('d8', {atUs: 1_000_000, hz: 100, count: 100});
}
