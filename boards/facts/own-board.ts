// `catnap/board`: what the board.ts of an app may say of its own wiring, laid over the facts of the board that it extends.

import {createHash} from 'node:crypto';
import {CatnapError} from '../../lib/errors.ts';
import {busLines, lineNames} from './bus-lines.ts';
import {problemsOf} from './define-board.ts';
import {type Overrides, withFigures} from './overrides.ts';
import {fieldProblems} from './own-fields.ts';
import type {
	AnalogFact,
	BoardFacts,
	BusFact,
	I2cFact,
	PinFact,
	RailFact,
	SensorFact,
	SpiFact,
	UartFact,
} from './schema.ts';

/** null takes away what the extended board has of that name; of what it has, only the fields that change are said. */
type Over<Fact> = Readonly<Record<string, Partial<Fact> | null>>;

export interface OwnBoard {
	/** The board whose firmware runs: a name of `catnap board`. */
	readonly extends: string;
	/** What it is, for people. @default that of the extended board */
	readonly title?: string;
	/** A new pin needs `number`; it wakes from off if the chip's pin can. */
	readonly pins?: Over<PinFact>;
	/**
	 * A new I2C bus needs `kind`, `sda`, `scl` and `hz`, a new SPI bus `kind`, `sck`, `mosi` and `miso`, a serial port
	 * `kind`, `tx` and `rx`.
	 */
	readonly buses?: Readonly<
		Record<
			string,
			| Partial<Omit<I2cFact, 'number'>>
			| Partial<Omit<SpiFact, 'number'>>
			| Partial<Omit<UartFact, 'number' | 'bauds'>>
			| null
		>
	>;
	/** Supplies that a pin switches. */
	readonly rails?: Over<RailFact>;
	/** What `catnap run` and tests simulate: a sensor of the extended board at another address or pin. */
	readonly sensors?: Over<SensorFact>;
	/** Inputs of the converter by names of the app's own; a number is one that the extended board has. */
	readonly converter?: {readonly inputs?: Over<AnalogFact>};
	/** Own measurements in place of the extended board's figures, as in `--figures`; an app's package.json wins over them. */
	readonly energy?: Overrides;
}

/** For the type alone: the build checks it, and says where it is wrong. */
export function defineBoard<const Facts extends OwnBoard>(facts: Facts): Facts {
	return facts;
}

type Group = 'pins' | 'buses' | 'rails' | 'sensors';
type Table = Readonly<Record<string, object>>;

/**
 * The facts of the extended board with the app's own.
 * @param where the file, for the error.
 * @throws {CatnapError} BAD_BOARD with all fields that are wrong, else with all that contradicts the rest
 */
export function ownBoard(own: OwnBoard, base: BoardFacts, where: string): BoardFacts {
	throwIfOdd(own, base, where);
	const problems: string[] = [];
	const table = (group: Group): Table => laidOver(base[group] as Table, own[group] ?? {}, group, problems);
	const pins = pinsOf(withoutSpare(table('pins'), own.pins ?? {}), base);
	const facts: BoardFacts = {
		...base,
		title: own.title ?? base.title,
		pins,
		buses: withoutReplaced(busesOf(table('buses'), base, problems), own, {...base, pins}),
		rails: table('rails') as BoardFacts['rails'],
		sensors: table('sensors') as BoardFacts['sensors'],
		...converterOf(own, base, problems),
	};
	problems.push(...problemsOf(facts), ...wiringProblems(facts), ...inputProblems(facts, base));
	if (problems.length > 0)
		throw new CatnapError('BAD_BOARD', {
			which: 'facts',
			where,
			received: [...new Set(problems)].join('; '),
			todo: `correct the file; a pin of ${base.name} is used by the name it has, or taken away by null`,
		});
	const mine = {base, hash: hashOf(facts)};
	return {
		...(own.energy === undefined ? facts : withFigures(facts, own.energy, `${where}, energy`)),
		own: mine,
	};
}

/** What the extended board's sensor would have said of a new one. */
const neededBySensor = ['chip', 'bus', 'address', 'int1', 'energy'] as const;

function throwIfOdd(own: OwnBoard, base: BoardFacts, where: string): void {
	const missing = Object.entries(own.sensors ?? {}).flatMap(([name, sensor]) =>
		sensor === null || Object.hasOwn(base.sensors, name)
			? []
			: neededBySensor
					.filter(field => sensor[field] === undefined)
					.map(field => `sensors.${name} has no ${field}, and ${base.name} has no sensor ${name}`),
	);
	const problems = [...fieldProblems(own, base.buses), ...missing];
	if (problems.length === 0) return;
	throw new CatnapError('BAD_BOARD', {
		which: 'fields',
		where,
		received: problems.join('; '),
		todo: 'correct these fields of the file; docs/io.md shows what it may hold',
	});
}

/** A spare pin of the extended board goes where the app's board gives its number another name. */
function withoutSpare(table: Table, own: Readonly<Record<string, Partial<PinFact> | null>>): Table {
	const taken = new Set(Object.values(own).map(pin => pin?.number));
	return Object.fromEntries(
		Object.entries(table as Readonly<Record<string, Partial<PinFact>>>).filter(
			([name, {spare, number}]) => !(spare === true && !Object.hasOwn(own, name) && taken.has(number)),
		),
	);
}

function converterOf(
	{converter}: OwnBoard,
	{converter: base}: BoardFacts,
	problems: string[],
): Pick<BoardFacts, 'converter'> {
	if (base === undefined) {
		if (converter !== undefined) problems.push('converter: the extended board has none');
		return {};
	}
	const table = laidOver(base.inputs, converter?.inputs ?? {}, 'converter.inputs', problems);
	const inputs = Object.entries(table as Readonly<Record<string, Partial<AnalogFact>>>);
	const whole = inputs.map(([name, input]) => [name, {number: -1, doc: '', ...input}]);
	return {converter: {...base, inputs: Object.fromEntries(whole)}};
}

/** The firmware converts what the extended board has; an input there may be a pin of the app's. */
function inputProblems({converter}: BoardFacts, {name, converter: base}: BoardFacts): string[] {
	const numbers = Object.values(base?.inputs ?? {}).map(({number}) => number);
	return Object.entries(converter?.inputs ?? {}).flatMap(([input, {number}]) =>
		numbers.includes(number)
			? []
			: [`analog input ${input} has number ${number}, which ${name} has not; it has ${numbers.join(', ')}`],
	);
}

function laidOver(
	base: Table,
	own: Readonly<Record<string, object | null>>,
	group: Group | 'converter.inputs',
	problems: string[],
): Table {
	const result = {...base};
	for (const [name, facts] of Object.entries(own)) {
		if (name === '__proto__') {
			problems.push(`${group}.__proto__ cannot be a name`);
		} else if (facts !== null && (typeof facts !== 'object' || Array.isArray(facts))) {
			problems.push(
				`${group}.${name} is ${JSON.stringify(facts)}, expected an object, or null to take it away`,
			);
		} else if (facts === null) {
			if (!Object.hasOwn(base, name))
				problems.push(`${group}.${name} is null, but the extended board has none`);
			delete result[name];
		} else {
			result[name] = {...(Object.hasOwn(base, name) ? base[name] : {}), ...facts};
		}
	}
	return result;
}

function pinsOf(table: Table, base: BoardFacts): BoardFacts['pins'] {
	const {pins: able} = base.off;
	return Object.fromEntries(
		Object.entries(table as Readonly<Record<string, Partial<PinFact>>>).map(([name, pin]) => {
			const {number = -1} = pin;
			const wakeFromOff = able === undefined || (number >= able.first && number <= able.last);
			return [name, {doc: '', wakeFromOff, ...pin, number}];
		}),
	);
}

/**
 * A serial port that the extended board has and the app's board does not mention goes where its pins, or its part of
 * the chip, are used otherwise: its pins were the app's to take.
 */
function withoutReplaced(
	buses: BoardFacts['buses'],
	own: OwnBoard,
	{pins, controllers}: BoardFacts,
): BoardFacts['buses'] {
	const all = Object.entries(buses);
	const isReplaced = ([name, bus]: [string, BusFact]): boolean => {
		if (bus.kind !== 'uart' || own.buses?.[name] !== undefined) return false;
		const others = all.filter(([other]) => other !== name);
		const taken = new Set(others.flatMap(([, other]) => busLines(other).map(([, pin]) => pin)));
		const rivals = rivalsOf(bus, controllers);
		return (
			busLines(bus).some(([, pin]) => taken.has(pin) || !Object.hasOwn(pins, pin)) ||
			others.some(([, other]) => rivals.has(idOf(other)))
		);
	};
	return Object.fromEntries(all.filter(entry => !isReplaced(entry)));
}

const idOf = ({kind, number}: BusFact): string => `${kind} ${number}`;

/** What shares a part of the chip with a bus. */
function rivalsOf(bus: BusFact, controllers: BoardFacts['controllers']): ReadonlySet<string> {
	const pairs = (controllers?.shared ?? []).filter(pair => pair.includes(idOf(bus)));
	return new Set(pairs.flat().filter(id => id !== idOf(bus)));
}

/** A bus of the app's own gets the next controller that is free. */
function busesOf(table: Table, base: BoardFacts, problems: string[]): BoardFacts['buses'] {
	const buses: Record<string, BusFact> = {};
	const {controllers} = base;
	const free = {
		i2c: numbers(controllers?.i2c),
		spi: numbers(controllers?.spi),
		uart: numbers(controllers?.uart),
	};
	for (const {kind, number} of Object.values(base.buses)) free[kind].delete(number);
	for (const [name, bus] of Object.entries(table as Readonly<Record<string, Partial<BusFact>>>)) {
		const {kind} = bus;
		if (kind !== 'i2c' && kind !== 'spi' && kind !== 'uart') {
			problems.push(`bus ${name} has kind ${kind}, expected 'i2c', 'spi' or 'uart'`);
			continue;
		}
		const [next] = free[kind];
		const number = bus.number ?? next;
		if (number === undefined) {
			problems.push(`bus ${name}: ${base.name} has no further ${kind} controller`);
			continue;
		}
		free[kind].delete(number);
		for (const line of base.virtual ? [] : lineNames(kind)) {
			if (!(line in bus)) problems.push(`bus ${name} has no ${line}, expected the name of a pin`);
		}
		const usual = {i2c: {timeoutUs: 10_000}, spi: {hz: 8_000_000}, uart: {bauds: controllers?.bauds ?? []}};
		buses[name] = {...usual[kind], ...bus, number} as BusFact;
	}
	return buses;
}

function numbers(count = 0): Set<number> {
	return new Set(Array.from({length: count}, (_, number) => number));
}

function wiringProblems({name, pins, buses, sensors, controllers}: BoardFacts): string[] {
	const uses = new Map<string, string>();
	const problems: string[] = [];
	for (const [bus, facts] of Object.entries(buses)) {
		problems.push(...clockProblems(name, bus, facts, controllers));
		const rivals = rivalsOf(facts, controllers);
		for (const [other, one] of Object.entries(buses))
			if (other < bus && rivals.has(idOf(one)))
				problems.push(`buses ${other} and ${bus} share a part of ${name}: it has one of them at a time`);
		for (const [, pin] of busLines(facts)) {
			const other = uses.get(pin);
			if (other !== undefined) problems.push(`pin ${pin} is used by bus ${other} and by bus ${bus}`);
			uses.set(pin, bus);
		}
	}
	const addresses = new Map<string, string>();
	for (const [sensor, {bus, address, int1}] of Object.entries(sensors)) {
		const key = `${bus} 0x${address.toString(16)}`;
		const other = addresses.get(key);
		if (other !== undefined) problems.push(`sensors ${other} and ${sensor} are both at ${key}`);
		addresses.set(key, sensor);
		if (!Number.isInteger(address) || address < 0x08 || address > 0x77)
			problems.push(`sensor ${sensor} has address ${address}, expected 8 (0x08) to 119 (0x77)`);
		if (uses.has(int1)) problems.push(`pin ${int1} is used by bus ${uses.get(int1)} and by sensor ${sensor}`);
	}
	const most = controllers?.pins;
	for (const [pin, {number}] of Object.entries(pins)) {
		if (most !== undefined && number >= most)
			problems.push(`pin ${pin} has number ${number}, the last of ${name} is ${most - 1}`);
		if (controllers?.absentPins?.includes(number))
			problems.push(`pin ${pin} has number ${number}, and ${name} has no such pin`);
	}
	return problems;
}

/** What is to be known of pins that an app's own board wires and the extended board does not; one sentence each. */
export function pinCautions({own, pins, controllers}: BoardFacts): string[] {
	const added = Object.entries(pins).filter(
		([name, {number}]) => own !== undefined && own.base.pins[name]?.number !== number,
	);
	return added.flatMap(([name, {number}]) =>
		(controllers?.cautions ?? [])
			.filter(({pins}) => pins.includes(number))
			.map(({doc}) => `pin ${name}, number ${number}: ${doc}`),
	);
}

function clockProblems(
	board: string,
	bus: string,
	facts: BusFact,
	controllers: BoardFacts['controllers'],
): string[] {
	if (facts.kind === 'uart') return [];
	const rates = facts.kind === 'i2c' ? controllers?.i2cHz : undefined;
	if (!Number.isInteger(facts.hz) || facts.hz < 1)
		return [`bus ${bus} has hz ${facts.hz}, expected a whole number of Hz`];
	if (rates === undefined || rates.includes(facts.hz)) return [];
	return [`bus ${bus} has hz ${facts.hz}, which ${board} has not; it has ${rates.join(', ')}`];
}

/** The numbers of a bus's pins, or undefined where the bus is a thing of the world. */
export function wireNumbers(bus: BusFact, pins: BoardFacts['pins']): number[] | undefined {
	const lines = busLines(bus);
	return lines.length === 0 ? undefined : lines.map(([, pin]) => pins[pin]!.number);
}

/** Eight digits that two wirings share only if they are the same. */
function hashOf({name, pins, buses, rails, sensors, converter}: BoardFacts): string {
	const text = JSON.stringify([name, pins, buses, rails, sensors, converter?.inputs]);
	return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
