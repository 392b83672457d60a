// The chips that the world can put on a bus, by the name that a board uses for them.

import {CatnapError} from '../../lib/errors.ts';
import type {Chip, ChipSocket} from '../world/chip.ts';
import {Lis2dh12} from './lis2dh12.ts';
import {Lsm6dso} from './lsm6dso.ts';

const chips: Readonly<Record<string, new (socket: ChipSocket) => Chip>> = {
	lis2dh12: Lis2dh12,
	lsm6dso: Lsm6dso,
};

export function makeChip(name: string, socket: ChipSocket): Chip {
	const Simulated = Object.hasOwn(chips, name) ? chips[name] : undefined;
	if (!Simulated) {
		throw new CatnapError('NO_CHIP', {
			expected: Object.keys(chips).join(', '),
			received: name,
		});
	}
	return new Simulated(socket);
}
