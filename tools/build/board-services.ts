// What an app uses of `catnap/io` that not every chip has: refused when it is built for a board without it.

import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';

/** By the module that only such an app imports. */
const needs: Readonly<
	Record<string, {readonly what: string; readonly isThere: (board: BoardFacts) => boolean}>
> = {
	'catnap:pwm': {what: 'PWM', isThere: ({pwm}) => pwm !== undefined},
	'catnap:pulse': {what: 'PulseCount', isThere: ({pulse}) => pulse !== undefined},
};

/** @throws {CatnapError} NOT_ON_BOARD */
export function checkServices(modules: readonly string[], board: BoardFacts, where: string): void {
	for (const module of modules) {
		const need = needs[module];
		if (need === undefined || need.isThere(board)) continue;
		throw new CatnapError('NOT_ON_BOARD', {
			board: board.name,
			what: need.what,
			where,
		});
	}
}
