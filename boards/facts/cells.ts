// Cells that a device may live on: charge, self-discharge, voltage over what was drawn, each with its source and mark.

import type {Mark} from './figures.ts';

export interface CellFigure {
	readonly typ: number;
	readonly unit: 'mAh' | 'ohm' | '1/year';
	readonly range: readonly [number, number];
	readonly mark: Mark;
	readonly source: string;
}

export interface CellFact {
	readonly title: string;
	readonly chemistry: string;
	readonly nominalV: number;
	/** The capacity counts down to this voltage. */
	readonly cutOffV: number;
	readonly capacity: CellFigure;
	/** Share of the capacity that is lost in a year at room temperature. */
	readonly selfDischarge: CellFigure;
	/** Of a fresh cell; it rises several times towards the end. */
	readonly resistance: CellFigure;
	/** Voltage at a light load by the share of the capacity drawn, 0 to 1, falling; straight lines between. */
	readonly curve: readonly (readonly [drawn: number, volts: number])[];
	readonly curveMark: Mark;
}

const remembered = 'from memory, unverified';
const quoted = 'datasheet, quoted by a third party';
const makers = "makers' data sheets as remembered";

function figure(
	unit: CellFigure['unit'],
	typ: number,
	range: readonly [number, number],
	mark: Mark = remembered,
	source = makers,
): CellFigure {
	return {unit, typ, range, mark, source};
}

export const cells = {
	CR2032: {
		title: 'CR2032 coin cell',
		chemistry: 'lithium manganese dioxide',
		nominalV: 3,
		cutOffV: 2,
		capacity: figure(
			'mAh',
			225,
			[220, 240],
			quoted,
			"distributors' tables: 225 mAh typical, 220 to 240 mAh, down to 2.0 V at 0.2 mA, 23 C",
		),
		selfDischarge: figure('1/year', 0.01, [0.005, 0.02], quoted, "distributors' tables: about 1 % a year"),
		resistance: figure('ohm', 15, [10, 40], quoted, "distributors' tables: 10 to 40 ohm"),
		curve: [
			[0, 3.2],
			[0.05, 3],
			[0.7, 2.9],
			[0.85, 2.75],
			[0.95, 2.4],
			[1, 2],
		],
		curveMark: remembered,
	},
	CR2477: {
		title: 'CR2477 coin cell',
		chemistry: 'lithium manganese dioxide',
		nominalV: 3,
		cutOffV: 2,
		capacity: figure('mAh', 1000, [850, 1000]),
		selfDischarge: figure('1/year', 0.01, [0.005, 0.02]),
		resistance: figure('ohm', 12, [8, 30]),
		curve: [
			[0, 3.2],
			[0.05, 3],
			[0.7, 2.9],
			[0.85, 2.75],
			[0.95, 2.4],
			[1, 2],
		],
		curveMark: remembered,
	},
	AA: {
		title: 'two alkaline AA cells in series',
		chemistry: 'zinc manganese dioxide',
		nominalV: 3,
		cutOffV: 1.8,
		capacity: figure('mAh', 2500, [2000, 2850]),
		selfDischarge: figure('1/year', 0.03, [0.02, 0.05]),
		resistance: figure('ohm', 0.4, [0.2, 1]),
		curve: [
			[0, 3.2],
			[0.1, 2.9],
			[0.5, 2.55],
			[0.8, 2.3],
			[0.95, 2],
			[1, 1.8],
		],
		curveMark: remembered,
	},
	AAA: {
		title: 'two alkaline AAA cells in series',
		chemistry: 'zinc manganese dioxide',
		nominalV: 3,
		cutOffV: 1.8,
		capacity: figure('mAh', 1100, [850, 1200]),
		selfDischarge: figure('1/year', 0.03, [0.02, 0.05]),
		resistance: figure('ohm', 0.6, [0.3, 1.5]),
		curve: [
			[0, 3.2],
			[0.1, 2.9],
			[0.5, 2.55],
			[0.8, 2.3],
			[0.95, 2],
			[1, 1.8],
		],
		curveMark: remembered,
	},
	ER14250: {
		title: 'ER14250 half-AA cell',
		chemistry: 'lithium thionyl chloride',
		nominalV: 3.6,
		cutOffV: 2,
		capacity: figure('mAh', 1200, [900, 1200]),
		selfDischarge: figure('1/year', 0.01, [0.005, 0.03]),
		resistance: figure('ohm', 20, [10, 200]),
		curve: [
			[0, 3.67],
			[0.9, 3.6],
			[0.97, 3.2],
			[1, 2],
		],
		curveMark: remembered,
	},
	LiPo: {
		title: 'LiPo pouch of 500 mAh',
		chemistry: 'lithium cobalt oxide',
		nominalV: 3.7,
		cutOffV: 3,
		capacity: figure('mAh', 500, [450, 500]),
		// the protection circuit in the pouch is most of it
		selfDischarge: figure('1/year', 0.25, [0.12, 0.4]),
		resistance: figure('ohm', 0.2, [0.1, 0.4]),
		curve: [
			[0, 4.2],
			[0.1, 4.05],
			[0.5, 3.8],
			[0.8, 3.65],
			[0.95, 3.4],
			[1, 3],
		],
		curveMark: remembered,
	},
} as const satisfies Readonly<Record<string, CellFact>>;

export type CellName = keyof typeof cells;
export const cellNames = Object.keys(cells) as readonly CellName[];

/** Current that the cell loses by itself, spread over a year, in microamperes. */
export function selfDischargeUa({capacity, selfDischarge}: CellFact): number {
	return (capacity.typ * 1000 * selfDischarge.typ) / hoursPerYear;
}

/** Hours that the cell lasts at a constant current; more current and the worse figure of the cell give the lower. */
export function lifeHours(
	cell: CellFact,
	{low, typ, high}: {readonly low: number; readonly typ: number; readonly high: number},
): {readonly low: number; readonly typ: number; readonly high: number} {
	const hours = (mAh: number, uA: number, lostAYear: number): number =>
		(mAh * 1000) / (uA + (mAh * 1000 * lostAYear) / hoursPerYear);
	const {capacity, selfDischarge} = cell;
	return {
		low: hours(capacity.range[0], high, selfDischarge.range[1]),
		typ: hours(capacity.typ, typ, selfDischarge.typ),
		high: hours(capacity.range[1], low, selfDischarge.range[0]),
	};
}

/** Voltage at a light load once a share of the capacity is drawn. */
export function cellVolts({curve}: CellFact, drawn: number): number {
	const at = Math.min(1, Math.max(0, drawn));
	const next = Math.max(
		1,
		curve.findIndex(([share]) => share >= at),
	);
	const [fromShare, fromV] = curve[next - 1]!;
	const [toShare, toV] = curve[next]!;
	return fromV + ((toV - fromV) * (at - fromShare)) / (toShare - fromShare);
}

const hoursPerYear = 8766;
