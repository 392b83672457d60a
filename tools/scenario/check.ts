// Checks that a value is a scenario: a table says what each key holds, and an error names the place by its keys.

import {inspect} from 'node:util';
import {cellNames} from '../../boards/facts/cells.ts';
import {parseDuration} from '../../lib/duration.ts';
import {CatnapError} from '../../lib/errors.ts';
import {isObject} from '../../lib/read.ts';
import {failedTransfers} from '../../sim/world/bus.ts';
import type {Scenario} from './scenario.ts';

/** Throws what is wrong with the value at a place, such as `steps[2].press`. */
type Check = (value: unknown, place: string) => void;

class Mistake extends Error {
	readonly place: string;
	readonly expected: string;
	readonly received: string;

	constructor(place: string, expected: string, value: unknown) {
		super(place);
		this.place = place;
		this.expected = expected;
		this.received = shown(value);
	}
}

/** As the scenario has it; JSON has no functions, no NaN, no numbers without end and no values that hold themselves. */
function shown(value: unknown): string {
	if (typeof value === 'function') return 'a function';
	if (typeof value === 'string') return JSON.stringify(value);
	if (typeof value === 'bigint') return `${value}n`;
	if (typeof value !== 'object' || value === null) return value === undefined ? 'nothing' : String(value);
	try {
		return JSON.stringify(value);
	} catch {
		return inspect(value, {depth: 1, breakLength: Infinity});
	}
}

function is(test: (value: unknown) => boolean, expected: string): Check {
	return (value, place) => {
		if (!test(value)) throw new Mistake(place, expected, value);
	};
}

const text = is(value => typeof value === 'string' && value !== '', 'a text');
const number = is(Number.isFinite, 'a number');
const count = is(value => Number.isSafeInteger(value) && (value as number) >= 0, 'a whole number, 0 or more');
/** Transfers, boots and times are counted from 1. */
const nth = is(value => Number.isSafeInteger(value) && (value as number) >= 1, 'a whole number, 1 or more');
const yes = is(value => typeof value === 'boolean', 'true or false');
const level = oneOf('high', 'low');
const code = is(
	value => typeof value === 'function' || isObject(value),
	'code, in a scenario that is a module',
);

const duration: Check = (value, place) => {
	try {
		parseDuration(typeof value === 'string' ? value : String(value));
	} catch (error) {
		throw new Mistake(place, (error as CatnapError).facts.expected!, value);
	}
};

function oneOf(...values: readonly unknown[]): Check {
	return is(value => values.includes(value), values.map(value => JSON.stringify(value)).join(', '));
}

function listOf(check: Check): Check {
	return (value, place) => {
		if (!Array.isArray(value)) throw new Mistake(place, 'a list', value);
		for (const [index, item] of value.entries()) check(item, `${place}[${index}]`);
	};
}

function tableOf(check: Check): Check {
	return (value, place) => {
		if (!isObject(value) || Object.keys(value).length === 0)
			throw new Mistake(place, 'names, each with a value', value);
		for (const [name, item] of Object.entries(value)) check(item, `${place}.${name}`);
	};
}

type Fields = Readonly<Record<string, Check>>;

function object(needed: Fields, optional: Fields = {}): Check {
	const known: Fields = {...needed, ...optional};
	return (value, place) => {
		const prefix = place === '' ? '' : `${place}.`;
		if (!isObject(value)) throw new Mistake(place, `an object of ${Object.keys(known).join(', ')}`, value);
		for (const key of Object.keys(value)) {
			if (!Object.hasOwn(known, key))
				throw new Mistake(`${prefix}${key}`, `one of ${Object.keys(known).join(', ')}`, key);
		}
		for (const [key, check] of Object.entries(known)) {
			if (Object.hasOwn(value, key)) check(value[key], prefix + key);
			else if (Object.hasOwn(needed, key)) throw new Mistake(prefix + key, 'a value', undefined);
		}
	};
}

/** The kinds of a thing by the key, or by the value of a key, that names the kind. */
function kinds(kindOf: (value: Readonly<Record<string, unknown>>) => string, table: Fields): Check {
	return (value, place) => {
		const kind = isObject(value) ? kindOf(value) : '';
		if (!Object.hasOwn(table, kind))
			throw new Mistake(place, `one of ${Object.keys(table).join(', ')}`, value);
		table[kind]!(value, place);
	};
}

const bounds: Check = (value, place) => {
	if (typeof value === 'number') number(value, place);
	else if (isObject(value) && Object.keys(value).length > 0)
		object({}, {atLeast: number, atMost: number})(value, place);
	else throw new Mistake(place, 'a number, or atLeast and atMost', value);
};
const battery = object({cell: oneOf(...cellNames)}, {chargedTo: is(isShare, 'a number, 0 to 1')});

function isShare(value: unknown): boolean {
	return typeof value === 'number' && value >= 0 && value <= 1;
}

const kind = text;
const resetPlace: Check = (value, place) => {
	const byMoment = isObject(value) && Object.hasOwn(value, 'atUs');
	const moment = byMoment ? {atUs: count} : {transfer: nth, byte: count};
	object({kind, sensor: text, ...moment})(value, place);
};
const fault = kinds(value => String(value.kind), {
	bus: object(
		{kind, bus: text, transfer: nth, how: oneOf(...failedTransfers)},
		{byte: count, times: nth, recoverable: yes},
	),
	serial: object(
		{kind, bus: text, byte: nth, how: oneOf('framing', 'parity', 'break', 'drop')},
		{times: nth},
	),
	'sensor-reset': resetPlace,
	'sensor-absent': object({kind, sensor: text}, {fromUs: count, untilUs: count}),
	'sensor-identity': object({kind, sensor: text, value: count}),
	'pin-storm': object({kind, pin: text, atUs: count, edges: count, everyUs: count}),
	retained: object({kind, boot: nth, byte: count, xor: count}),
});

/** By the key that names the action. */
const steps: Fields = {
	at: object({at: duration}),
	delay: object({delay: duration}),
	waitFor: object({waitFor: text}, {within: duration}),
	press: object({press: text}, {for: duration}),
	levels: object({levels: tableOf(level)}),
	millivolts: object({millivolts: tableOf(number)}),
	play: object({play: is(value => value === null || typeof value === 'string', 'a WAV file, or null')}),
	battery: object({battery}),
	fault: object({fault}),
	expectLevels: object({expectLevels: tableOf(level)}),
	expectUa: object({expectUa: bounds}),
};

/** The action of a step: `within` and `for` only belong to one. */
export function actionOf(step: object): string {
	return Object.keys(step).find(key => Object.hasOwn(steps, key)) ?? '';
}

const scenario = object(
	{},
	{
		for: duration,
		trace: text,
		sound: text,
		seed: count,
		battery,
		faults: listOf(fault),
		steps: listOf(kinds(actionOf, steps)),
		expect: object(
			{},
			{
				lines: listOf(text),
				noLines: listOf(text),
				averageUa: bounds,
				awakePercent: bounds,
				inferences: bounds,
				wakes: tableOf(bounds),
			},
		),
		chips: code,
		setup: code,
	},
);

export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/** Code of the scenario has thrown: a module, or a getter of what it exports. */
export function notRun(where: string, error: unknown): CatnapError {
	return new CatnapError('BAD_SCENARIO', {which: 'module', where, received: messageOf(error)});
}

/** What has a type of its own and is looked at by whoever takes it. */
const any: Check = () => {};
/** What `simulate` takes: an option of another name would be left out in silence. */
const simulateOptions = object(
	{},
	{
		app: text,
		for: duration,
		target: text,
		seed: count,
		faults: listOf(fault),
		trace: any,
		traceOptions: any,
		sound: any,
		chips: any,
		setup: any,
		battery: any,
		oscillatorPpm: any,
		recordEnergy: any,
		logLimit: any,
		figures: any,
	},
);

/** @throws {CatnapError} BAD_SCENARIO */
export function checkSimulateOptions(options: object): void {
	checkValue(simulateOptions, options, 'the options of simulate');
}

/** @param where the file, for the error. @throws {CatnapError} BAD_SCENARIO */
export function checkScenario(value: unknown, where: string): Scenario {
	checkValue(scenario, value, where);
	return value as Scenario;
}

function checkValue(check: Check, value: unknown, where: string): void {
	try {
		check(value, '');
	} catch (error) {
		if (!(error instanceof Mistake)) throw notRun(where, error);
		const {place, expected, received} = error;
		throw new CatnapError('BAD_SCENARIO', {
			which: 'value',
			where,
			place: place === '' ? 'the file' : place,
			expected,
			received,
		});
	}
}
