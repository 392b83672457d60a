// A memory of 256 bytes at 0x50, as a 24C02: a written byte goes to the address before it, which counts on.

import type {SimulatedChip, World, WorldOptions} from 'catnap/testing';

export function memory(): SimulatedChip {
	const bytes = new Uint8Array(256);
	let at = 0;
	let isNamed = false;
	return {
		begin: direction => {
			isNamed = direction === 'read';
			return true;
		},
		write: byte => {
			if (isNamed) bytes[at++ & 0xff] = byte;
			else at = byte;
			isNamed = true;
			return true;
		},
		read: () => bytes[at++ & 0xff]!,
		end: () => {},
	};
}

export const chips: WorldOptions['chips'] = {
	memory: {bus: 'i2c0', address: 0x50, interrupt: 'd7', make: memory},
};

export function setup(world: World): void {
	// the transfers of the app from its fourth second on, whatever their number is
	world.at(4_000_000, () => {
		const {transfers} = world.buses.get('i2c0')!;
		world.fail({kind: 'bus', bus: 'i2c0', transfer: transfers + 1, how: 'nack', byte: 2});
		world.fail({kind: 'bus', bus: 'i2c0', transfer: transfers + 2, how: 'stuck-sda', byte: 1});
		world.fail({kind: 'bus', bus: 'i2c0', transfer: transfers + 4, how: 'timeout', byte: 0});
	});
	for (const atMs of [7000, 7400]) world.press('d7', atMs * 1000, 10_000);
}
