// Half seconds of tones and silence, then one tone for the rest.

import {Sound, type World} from 'catnap/testing';

/** Pitch in Hz and level, each for half a second. */
const tones = [
	[400, 0.5],
	[1250, 0.1],
	[0, 0],
	[800, 0.25],
] as const;

export function setup(world: World): void {
	const level = (seconds: number): number => {
		const [hz, peak] = tones[Math.min(tones.length - 1, Math.floor(seconds * 2))]!;
		return peak * Math.sin(2 * Math.PI * hz * seconds + 0.1);
	};
	world.play(Sound.of(level, 16_000, 20));
}
