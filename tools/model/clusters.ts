// k-means on standardised points: the clusters of an anomaly score.
import {workStep} from '../../lib/working.ts';
import type {ClusterAnomaly} from './anomaly.ts';
import {Random} from './random.ts';

type Point = readonly number[];

const seed = 1;
const roundsMost = 100;

function squared(a: Point, b: Point): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
	return sum;
}

function nearest(point: Point, centers: readonly Point[]): number {
	let best = 0;
	for (let c = 1; c < centers.length; c++)
		if (squared(point, centers[c]!) < squared(point, centers[best]!)) best = c;
	return best;
}

/** Far from each other by chance: k-means++. */
function firstCenters(points: readonly Point[], count: number, random: Random): Point[] {
	const centers = [points[random.below(points.length)]!];
	while (centers.length < count) {
		workStep();
		const weights = points.map(point => squared(point, centers[nearest(point, centers)]!));
		let at = random.uniform(
			0,
			weights.reduce((a, b) => a + b, 0),
		);
		const chosen = weights.findIndex(weight => {
			at -= weight;
			return weight > 0 && at < 0;
		});
		// all others are where a center is already
		if (chosen === -1) return centers;
		centers.push(points[chosen]!);
	}
	return centers;
}

function meanOf(points: readonly Point[]): number[] {
	return points[0]!.map((_, i) => points.reduce((sum, point) => sum + point[i]!, 0) / points.length);
}

/** Until no point changes its cluster. The same points give the same clusters. */
export function kMeans(
	points: readonly Point[],
	count: number,
): {center: number[]; members: readonly Point[]}[] {
	let centers = firstCenters(points, count, new Random(seed));
	let before: number[] = [];
	for (let round = 0; round < roundsMost; round++) {
		workStep();
		const now = points.map(point => nearest(point, centers));
		const members = centers.map((_, c) => points.filter((_, i) => now[i] === c));
		centers = members.map((own, c) => (own.length > 0 ? meanOf(own) : centers[c]!));
		if (now.every((cluster, i) => cluster === before[i])) break;
		before = now;
	}
	return centers
		.map((center, c) => ({
			center: [...center],
			members: points.filter(point => nearest(point, centers) === c),
		}))
		.filter(({members}) => members.length > 0);
}

/** The score that fits windows whose features are `rows`. A value that never changes is taken as it is. */
export function clusterAnomaly(
	rows: readonly Point[],
	values: readonly number[],
	clusterCount: number,
	threshold: number,
): ClusterAnomaly {
	const chosen = rows.map(row => values.map(place => row[place]!));
	const mean = meanOf(chosen);
	const variance = meanOf(chosen.map(row => row.map((value, i) => (value - mean[i]!) ** 2)));
	const scale = variance.map((each, i) => Math.sqrt(each) || Math.abs(mean[i]!) || 1);
	const points = chosen.map(row => row.map((value, i) => (value - mean[i]!) / scale[i]!));
	const short = (value: number) => Math.fround(value);
	const clusters = kMeans(points, clusterCount).map(({center, members}) => ({
		center: center.map(short),
		radius: short(Math.sqrt(Math.max(...members.map(point => squared(point, center))))),
	}));
	return {
		...{kind: 'k-means', threshold, values, clusters},
		...{mean: mean.map(short), scale: scale.map(short)},
	};
}
