// The lines of a bus and the names of their pins; none on a virtual board, where the bus is a thing of the world.

import type {BusFact} from './schema.ts';

const lines = {i2c: ['sda', 'scl'], spi: ['sck', 'mosi', 'miso'], uart: ['tx', 'rx']} as const;

/** Names of the lines that a bus of that kind has, in the order in which the firmware takes their pins. */
export function lineNames(kind: BusFact['kind']): readonly string[] {
	return lines[kind];
}

/** Pairs of line and pin, such as `['sda', 'd7']`. */
export function busLines(bus: BusFact): [line: string, pin: string][] {
	const pins = bus as unknown as Readonly<Record<string, string | undefined>>;
	return lines[bus.kind].flatMap(line => (pins[line] === undefined ? [] : [[line, pins[line]]]));
}
