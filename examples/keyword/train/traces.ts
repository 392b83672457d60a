// The sounds that the scenario plays: a call of each kind, and three tones of one pitch, which are none.

import {Random} from '../../../tools/model/random.ts';
import {addTone, callOf, RATE_HZ, toCounts} from './sounds.ts';

/** Not the seed of the training. */
const SEED = 77;

/** Samples at RATE_HZ by the name of the file, without its ending. */
export function makeTraces(): Record<string, Int16Array> {
	const random = new Random(SEED);
	const beeps = [0, 0.3, 0.6].map(startS => ({
		...{fromHz: 1000, toHz: 1000, startS, lengthS: 0.2, level: 0.2},
	}));
	const tracks = {
		rising: callOf('rising', 0, random),
		falling: callOf('falling', 0, random),
		beeps,
	};
	return Object.fromEntries(
		Object.entries(tracks).map(([name, tones]) => {
			const last = tones.at(-1)!;
			const wave = new Float64Array(Math.ceil((last.startS + last.lengthS) * RATE_HZ));
			for (const tone of tones) addTone(wave, tone, random);
			return [name, toCounts(wave)];
		}),
	);
}
