// How far a sensor may differ from the one of the recordings: gain, offset, rotation and noise, until the accuracy falls.
import {type Change, columnsOf, gain, noise, offset, rotation, spreadOf} from './changes.ts';
import {type SearchArgs, tried} from './corrections.ts';
import {isSeries} from './preparation.ts';

export interface SweepPoint {
	readonly level: number;
	readonly score: number;
}

export interface Sweep {
	readonly name: 'gain up' | 'gain down' | 'offset' | 'rotation' | 'noise';
	readonly unit: string;
	readonly points: readonly SweepPoint[];
	/** The last level at which the accuracy had not fallen; absent if the first one was too much. */
	readonly holdsTo?: number;
	/** The level at which it had; absent if none of those tried. */
	readonly fallsAt?: number;
}

interface Kind {
	readonly name: Sweep['name'];
	readonly unit: string;
	readonly levels: readonly number[];
	/** The score is that of the worst. */
	readonly changes: (level: number, spread: number) => readonly Change[];
}

const kinds: readonly Kind[] = [
	{name: 'gain up', unit: 'times', levels: [1.1, 1.2, 1.5, 2, 3, 5], changes: level => [gain(level)]},
	{
		name: 'gain down',
		unit: 'times',
		levels: [0.9, 0.8, 0.65, 0.5, 0.33, 0.2],
		changes: level => [gain(level)],
	},
	{
		name: 'offset',
		unit: 'of the deviation',
		levels: [0.1, 0.2, 0.5, 1, 2, 5],
		changes: (level, spread) => [offset(level * spread), offset(-level * spread)],
	},
	{
		name: 'rotation',
		unit: 'degrees',
		levels: [5, 10, 20, 30, 45, 90],
		changes: level => [0, 1, 2].map(axis => rotation(axis, level)),
	},
	{
		name: 'noise',
		unit: 'of the deviation',
		levels: [0.05, 0.1, 0.2, 0.5, 1, 2],
		changes: (level, spread) => [noise(level * spread)],
	},
];

/** `maxDrop`: by how much the score may fall. */
export function sweepsOf(args: SearchArgs, maxDrop: number): Sweep[] {
	const {recordings, preparation} = args;
	const base = tried(args, recording => recording).score;
	const spread = spreadOf(recordings);
	const turns = isSeries(preparation, recordings) && recordings.every(each => columnsOf(each) % 3 === 0);
	return kinds
		.filter(({name}) => turns || name !== 'rotation')
		.map(kind => sweepOf(args, kind, base - maxDrop, spread));
}

function sweepOf(
	args: SearchArgs,
	{name, unit, levels, changes}: Kind,
	least: number,
	spread: number,
): Sweep {
	const points: SweepPoint[] = [];
	for (const level of levels) {
		const score = Math.min(...changes(level, spread).map(change => tried(args, change).score));
		points.push({level, score});
		if (score < least) break;
	}
	const held = points.filter(({score}) => score >= least).at(-1);
	const fallen = points.find(({score}) => score < least);
	return {
		...{name, unit, points},
		...(held === undefined ? {} : {holdsTo: held.level}),
		...(fallen === undefined ? {} : {fallsAt: fallen.level}),
	};
}
