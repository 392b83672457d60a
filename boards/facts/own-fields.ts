// The fields that an app's board.ts may have, and what each may hold: a table, and all that a file has against it.

import {didYouMean} from '../../lib/near.ts';
import {isObject} from '../../lib/read.ts';

interface Field {
	/** What it holds, for people. */
	readonly expected: string;
	readonly words?: readonly string[];
	isRight(value: unknown): boolean;
}

type Fields = Readonly<Record<string, Field>>;

const ofType = (type: string, expected: string): Field => ({
	expected,
	isRight: value => typeof value === type,
});
const text = ofType('string', 'a text');
const number = ofType('number', 'a number');
const flag = ofType('boolean', 'true or false');
const pin = ofType('string', 'the name of a pin');
const table: Field = {expected: 'an object', isRight: isObject};

function oneOf(...words: readonly string[]): Field {
	return {
		words,
		expected: words.map(show).join(' or '),
		isRight: value => words.includes(value as string),
	};
}

const kind = oneOf('i2c', 'spi', 'uart');

/** Of an entry, by its group. */
const fieldsOf: Readonly<Record<'pins' | 'rails' | 'sensors' | 'converter.inputs', Fields>> = {
	pins: {
		number,
		wakeFromOff: flag,
		pull: oneOf('up', 'down'),
		activeLow: flag,
		fallsInOff: flag,
		spare: flag,
		doc: text,
	},
	rails: {enable: pin},
	sensors: {
		chip: text,
		bus: ofType('string', 'the name of a bus'),
		address: number,
		int1: pin,
		rail: ofType('string', 'the name of a rail'),
		stream: table,
		energy: table,
	},
	'converter.inputs': {number, doc: text},
};

const fieldsOfBus: Readonly<Record<string, Fields>> = {
	i2c: {kind, sda: pin, scl: pin, hz: number, timeoutUs: number},
	spi: {kind, sck: pin, mosi: pin, miso: pin, hz: number},
	uart: {kind, tx: pin, rx: pin},
};

const fieldsOfBoard: Fields = {
	extends: text,
	title: text,
	pins: table,
	buses: table,
	rails: table,
	sensors: table,
	converter: table,
	energy: table,
};

/** The fields that are not known and the values that they cannot have, one sentence each. `buses`: of the extended board. */
export function fieldProblems(own: object, buses: Readonly<Record<string, {kind: string}>>): string[] {
	const {pins, rails, sensors, converter, buses: ownBuses} = own as Readonly<Record<string, unknown>>;
	const inputs = isObject(converter) ? converter.inputs : undefined;
	return [
		...problemsOf(own, fieldsOfBoard, '', 'a board'),
		...entryProblems(pins, 'pins', () => fieldsOf.pins, 'a pin'),
		...entryProblems(
			ownBuses,
			'buses',
			(name, bus) => busFields(bus.kind ?? buses[name]?.kind),
			'such a bus',
		),
		...entryProblems(rails, 'rails', () => fieldsOf.rails, 'a rail'),
		...entryProblems(sensors, 'sensors', () => fieldsOf.sensors, 'a sensor'),
		...(isObject(converter) ? problemsOf(converter, {inputs: table}, 'converter.', 'it') : []),
		...entryProblems(inputs, 'converter.inputs', () => fieldsOf['converter.inputs'], 'an input'),
	];
}

/** A bus of another kind is an error for itself. */
function busFields(kind: unknown): Fields {
	return fieldsOfBus[String(kind)] ?? {...fieldsOfBus.i2c, ...fieldsOfBus.spi, ...fieldsOfBus.uart};
}

function entryProblems(
	group: unknown,
	path: string,
	fields: (name: string, entry: Readonly<Record<string, unknown>>) => Fields,
	what: string,
): string[] {
	if (!isObject(group)) return [];
	return Object.entries(group).flatMap(([name, entry]) =>
		isObject(entry) ? problemsOf(entry, fields(name, entry), `${path}.${name}.`, what) : [],
	);
}

function problemsOf(entry: object, fields: Fields, path: string, what: string): string[] {
	return Object.entries(entry).flatMap(([name, value]) => {
		if (!Object.hasOwn(fields, name)) {
			const known = Object.keys(fields);
			return [`${path}${name} is not known${didYouMean(known, name) || ';'} ${what} has ${known.join(', ')}`];
		}
		const {expected, words = [], isRight} = fields[name]!;
		if (value === undefined || isRight(value)) return [];
		const near = typeof value === 'string' ? didYouMean(words, value) : '';
		return [`${path}${name} is ${show(value)}, expected ${expected}${near}`];
	});
}

function show(value: unknown): string {
	if (typeof value === 'string') return `'${value}'`;
	return JSON.stringify(value) ?? String(value);
}
