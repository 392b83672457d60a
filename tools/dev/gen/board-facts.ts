// facts.h of a board: the numbers that the port of its chip family takes, beside its pins.
import type {BoardFacts} from '../../../boards/facts/schema.ts';
import {boardHead} from './head.ts';

export function factsHeader(board: BoardFacts): string {
	const lines = facts(board).map(([name, value, doc]) => `#define FACT_${name} ${value}u // ${doc}\n`);
	return `${boardHead(board)}#ifndef BOARD_FACTS_H\n#define BOARD_FACTS_H\n\n${lines.join('')}\n#endif\n`;
}

function facts({
	id,
	clockHz,
	fastClockHz = clockHz,
	watchdogUs,
	buses,
	converter,
}: BoardFacts): (readonly [string, number | string, string])[] {
	const inputs = Object.values(converter?.inputs ?? {});
	const mask = inputs.reduce((bits, {number}) => bits + 2 ** number, 0);
	return [
		['BOARD_ID', id, 'in the image and in the firmware (SPEC.md)'],
		['CLOCK_MHZ', clockHz / 1e6, 'of the core'],
		['FAST_CLOCK_MHZ', fastClockHz / 1e6, 'of phases that are wanted done soon'],
		['WATCHDOG_US', watchdogUs, 'awake without a sign of progress'],
		[
			'BUS_TIMEOUT_US',
			Math.max(0, ...Object.values(buses).map(bus => (bus.kind === 'i2c' ? bus.timeoutUs : 0))),
			'of a transfer',
		],
		['ANALOG_INPUTS', `0x${mask.toString(16).padStart(2, '0')}`, 'inputs of the converter, one bit each'],
		['ANALOG_FULL_SCALE_UV', (converter?.fullScaleMv ?? 0) * 1000, 'what would read as 4096'],
	];
}
