// A memory as the 23K256: WRITE 2, READ 3, RDSR 5, addresses of 16 bits, mode 0, at most 20 MHz; d10 selects it.

import type {SimulatedSpiChip, World, WorldOptions} from 'catnap/testing';

function memory(): SimulatedSpiChip {
	const bytes = new Uint8Array(32_768);
	let got: number[] = [];
	return {
		modes: [0],
		fastestHz: 20_000_000,
		select: () => {
			got = [];
		},
		exchange: byte => {
			got.push(byte);
			const [command, high = 0, low = 0] = got;
			const at = ((high << 8) | low) + got.length - 4;
			if (command === 5) return got.length > 1 ? 0x42 : 0;
			if (got.length < 4) return 0;
			if (command === 2) bytes[at & 0x7fff] = byte;
			return command === 3 ? bytes[at & 0x7fff]! : 0;
		},
		deselect: () => {},
	};
}

export const chips: WorldOptions['chips'] = {memory: {bus: 'spi0', select: 'd10', make: memory}};

export function setup(world: World): void {
	world.at(2_000_000, () => {
		const transfer = world.spiBuses.get('spi0')!.transfers + 1;
		world.fail({kind: 'bus', bus: 'spi0', transfer, how: 'nack', byte: 4});
	});
	world.fail({kind: 'sensor-absent', sensor: 'memory', fromUs: 4_000_000, untilUs: 5_000_000});
}
