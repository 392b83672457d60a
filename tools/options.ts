// Options that several commands share, with their checks: a wrong value is a usage error, found before any work.
import {InvalidArgumentError, Option} from 'commander';
import {parseDuration} from '../lib/duration.ts';
import {CatnapError} from '../lib/errors.ts';
import {boardNames} from './build/boards.ts';

/** Where a run can happen. */
export const targets = ['host', 'qemu-an505', 'nrf5340dk'] as const;
export type Target = (typeof targets)[number];

export function targetOption(): Option {
	return new Option('--target <name>', 'where it runs').choices(targets).default('host');
}

export function boardOption(): Option {
	return new Option(
		'--board <name>',
		'whose pins, memory and energy count (default: that of the target)',
	).choices(boardNames());
}

/** For options that take a duration; the value is in milliseconds. */
export function durationArgument(text: string): number {
	try {
		return parseDuration(text);
	} catch (error) {
		if (!(error instanceof CatnapError)) throw error;
		throw new InvalidArgumentError(`${error.facts.what}; expected ${error.facts.expected}.`);
	}
}

export function countArgument(text: string): number {
	if (!/^\d{1,10}$/.test(text) || Number(text) > 0xffff_ffff) {
		throw new InvalidArgumentError('expected a whole number, 0 to 4294967295.');
	}
	return Number(text);
}
