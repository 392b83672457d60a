// A cell under load: its terminal voltage, and the table by which a device tells what is left from that voltage.

import {type CellFact, cells, cellVolts} from './cells.ts';
import type {BoardFacts} from './schema.ts';

export type CellName = keyof typeof cells;

/** An empty cell has this many times the resistance of a fresh one ["rises several times": from memory, unverified]. */
const emptyResistance = 4;
/** Voltage that an empty cell loses with each further share of its capacity. */
const beyond = 10;

/** Millivolts at the terminals once a share of the capacity is drawn, at this current. */
export function terminalMv(cell: CellFact, drawn: number, uA: number): number {
	const open = cellVolts(cell, drawn) - Math.max(0, drawn - 1) * beyond;
	const ohm = cell.resistance.typ * (1 + (emptyResistance - 1) * Math.min(1, Math.max(0, drawn)));
	return Math.max(0, open * 1000 - (uA * ohm) / 1000);
}

/** What the board draws while its core runs, which it does when it looks at its supply. */
export function runningUa({energy}: BoardFacts): number {
	return energy.cpu.run.typ + energy.floor.awake.typ + energy.retention.on.typ;
}

/** Millivolts and share of the charge that is left, rising: lines between them; empty without a supply fact. */
export function chargeTable(board: BoardFacts): readonly (readonly [millivolts: number, left: number])[] {
	if (!board.supply) return [];
	const cell = cells[board.supply.cell];
	const uA = runningUa(board);
	return cell.curve
		.map(([drawn]) => [Math.round(terminalMv(cell, drawn, uA)), Math.round((1 - drawn) * 1e4) / 1e4] as const)
		.reverse();
}
