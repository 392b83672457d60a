// Another cell each second.

import type {World} from 'catnap/testing';

export function setup(world: World): void {
	for (const [index, chargedTo] of [1, 0.5, 0.16, 0.04].entries())
		world.at(500_000 + 1_000_000 * index, () => world.powerBy({cell: 'CR2032', chargedTo}));
}
