// Pulses on four pins.

import type {World} from 'catnap/testing';

export function setup(world: World): void {
	world.pulses('d7', {atUs: 1_000_000, hz: 1000, count: 1000});
	world.pulses('d8', {atUs: 1_000_000, hz: 100, count: 100, duty: 0.1});
	world.pulses('d7', {atUs: 3_000_000, hz: 50_000, count: 100_000});
	world.pulses('d9', {atUs: 6_000_000, hz: 1000, count: 1000, duty: 0.3});
	world.pulses('d9', {atUs: 9_000_000, hz: 10, count: 3});
	world.pulses('d10', {atUs: 12_000_000, hz: 2, count: 5});
}
