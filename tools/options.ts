// Options that several commands share, with their checks: a wrong value is a usage error, found before any work.
import {statSync} from 'node:fs';
import {InvalidArgumentError, Option} from 'commander';
import {boardNames} from '../boards/facts/boards.ts';
import {targets} from '../boards/gen/targets.ts';
import {parseDuration} from '../lib/duration.ts';
import {CatnapError} from '../lib/errors.ts';
import {decimal} from '../lib/table-text.ts';

export function targetOption(): Option {
	return new Option('--target <name>', 'where it runs').choices(targets).default('host');
}

export function boardOption(
	does = 'whose pins, memory and energy count (default: that of the target)',
): Option {
	return new Option('--board <name>', does).choices(boardNames());
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

export function portOption(): Option {
	return new Option('--port <path>', 'serial port (default: the only one that looks like a board)');
}

/** As fast as the firmware. */
const usualBaud = 115_200;

export function baudOption(): Option {
	return new Option('--baud <rate>', 'bits a second').argParser(baudArgument).default(usualBaud);
}

function baudArgument(text: string): number {
	const baud = countArgument(text);
	if (baud === 0) throw new InvalidArgumentError('expected a rate such as 115200.');
	return baud;
}

/** For a folder that is read: a name that is mistyped would look like an empty one. */
export function folderArgument(text: string): string {
	if (statSync(text, {throwIfNoEntry: false})?.isDirectory() !== true)
		throw new InvalidArgumentError('expected the folder of models.');
	return text;
}

export function scenarioOption(): Option {
	return new Option(
		'--scenario <file>',
		'what happens meanwhile, and what is expected (default: scenario.ts or scenario.yaml of the app, if it has one)',
	);
}

/** `1%` or `0.01`. */
export function shareArgument(text: string): number {
	const [, number, percent] = /^(\d+\.?\d*|\.\d+)\s*(%?)$/.exec(text.trim()) ?? [];
	const share = Number(number) / (percent === '%' ? 100 : 1);
	if (number === undefined || share > 1) throw new InvalidArgumentError('expected a share, like 1% or 0.01.');
	return share;
}

export function positiveArgument(text: string): number {
	const value = decimal(text);
	if (value === undefined || value <= 0) throw new InvalidArgumentError('expected a number above 0.');
	return value;
}
