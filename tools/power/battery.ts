// How long a cell would last at the current of a run, and how that is shown.

import {type CellFact, type CellName, cells, lifeHours} from '../../boards/facts/cells.ts';
import {type Mark, weakest} from '../../boards/facts/figures.ts';
import type {EnergyReport} from '../../sim/world/energy.ts';

export interface Battery {
	readonly cell: CellName;
	readonly title: string;
	readonly capacityMah: number;
	/** Days it lasts: at the high, the typical and the low current. */
	readonly lowDays: number;
	readonly days: number;
	readonly highDays: number;
	readonly mark: Mark;
}

export function batteryOf(cell: CellName, {averageUa, lowUa, highUa, mark}: EnergyReport): Battery {
	const fact: CellFact = cells[cell];
	const hours = lifeHours(fact, {low: lowUa, typ: averageUa, high: highUa});
	return {
		cell,
		title: fact.title,
		capacityMah: fact.capacity.typ,
		lowDays: hours.low / 24,
		days: hours.typ / 24,
		highDays: hours.high / 24,
		mark: weakest([mark, fact.capacity.mark, fact.selfDischarge.mark]),
	};
}

/** `3 months`: in a unit that fits. */
export function formatDays(days: number): string {
	if (days >= 730) return `${Math.round(days / 365.25)} years`;
	if (days >= 61) return `${Math.round(days / 30.4)} months`;
	if (days >= 2) return `${Math.round(days)} days`;
	return `${Math.round(days * 24)} hours`;
}
