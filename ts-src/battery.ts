// What is left in the cell, by the voltage that it gives while the core runs.

import {cell} from 'catnap:board';
import {supplyMv} from 'catnap:power';

/** Share of the charge that is left, 0 to 1: the board's cell (board.ts, `supply`) is assumed. */
export function chargeLeft(): number {
	const millivolts = supplyMv();
	let [lowMv, lowLeft] = cell[0] ?? [0, 0];
	if (millivolts <= lowMv) return lowLeft;
	for (const [mv, left] of cell) {
		if (millivolts <= mv) return lowLeft + ((left - lowLeft) * (millivolts - lowMv)) / (mv - lowMv);
		[lowMv, lowLeft] = [mv, left];
	}
	return lowLeft;
}
