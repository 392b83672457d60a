// What of a board an app sees as `catnap:board`.
import {chargeTable} from '../../boards/facts/battery.ts';
import {busLines} from '../../boards/facts/bus-lines.ts';
import {wireNumbers} from '../../boards/facts/own-board.ts';
import type {BoardFacts, BusFact, PinFact} from '../../boards/facts/schema.ts';

/** JavaScript of the virtual module `catnap:board`: constants only, so what the app does not name is dropped. */
export function boardModule(board: BoardFacts): string {
	const pins = Object.entries(board.pins).map(([name, pin]) => {
		const {number, activeLow = false, fallsInOff} = pin;
		const fact = {number, name, wakeFromOff: wakeLevel(pin), activeLow, fallsInOff};
		return `\t\t${key(name)}: ${JSON.stringify(fact)},\n`;
	});
	const buses = Object.entries(board.buses).map(([name, bus]) => {
		const {kind, number} = bus;
		const more = bus.kind === 'uart' ? `bauds: [${bus.bauds.join(', ')}]` : `hz: ${bus.hz}`;
		return `\t${key(name)}: {${kind === 'i2c' ? 'bus' : kind}: ${number}, ${more}},\n`;
	});
	const inputs = analogInputs(board).map(
		([name, {number}]) => `\t\t${key(name)}: {input: ${number}, name: ${JSON.stringify(name)}},\n`,
	);
	const lines = [
		`\tname: ${JSON.stringify(board.name)},\n`,
		`\toff: {timer: ${board.off.timer}},\n`,
		...buses,
		'\tpins: {\n',
		...pins,
		'\t},\n',
		'\tanalog: {\n',
		...inputs,
		'\t},\n',
	];
	const names = Object.entries(board.pins).map(([name, {number}]) => `${number}: ${JSON.stringify(name)}`);
	const tables = [
		`export const pinNames = {${names.join(', ')}};\n`,
		`export const cell = ${JSON.stringify(chargeTable(board))};\n`,
	];
	return `export const board = {\n${lines.join('')}};\n${tables.join('')}`;
}

/** JavaScript that wires the buses of an app's own board before its first line; empty where they are as they were. */
export function wiringModule({own, pins, buses}: BoardFacts): string {
	if (own === undefined) return '';
	const before = new Map(
		Object.values(own.base.buses).map(bus => [`${bus.kind} ${bus.number}`, wiresOf(bus, own.base.pins)]),
	);
	const changed = Object.values(buses).flatMap(bus => {
		const wires = wiresOf(bus, pins);
		const isNew = wires !== undefined && before.get(`${bus.kind} ${bus.number}`) !== wires;
		return isNew ? [{bus, wires}] : [];
	});
	// what serves serial ports is linked into a firmware only if something imports it
	const ports = changed.filter(({bus}) => bus.kind === 'uart');
	const rest = changed.filter(({bus}) => bus.kind !== 'uart');
	return [
		...(rest.length > 0 ? ["import * as wiring from 'catnap:wiring';\n"] : []),
		...(ports.length > 0 ? ["import * as serial from 'catnap:serial';\n"] : []),
		...rest.map(({bus, wires}) => `wiring.${bus.kind}(${bus.number}, ${wires});\n`),
		...ports.map(({bus, wires}) => `serial.wire(${bus.number}, ${wires});\n`),
	].join('');
}

/** What `catnap:wiring` takes: the pins of a bus, and the clock of I2C. */
function wiresOf(bus: BusFact, pins: BoardFacts['pins']): string | undefined {
	const numbers = wireNumbers(bus, pins);
	return numbers && [...numbers, ...(bus.kind === 'i2c' ? [bus.hz] : [])].join(', ');
}

/** The level of a pin that ends off, or false: it cannot. */
export function wakeLevel({wakeFromOff, activeLow = false}: PinFact): 'high' | 'low' | false {
	if (!wakeFromOff) return false;
	return activeLow ? 'low' : 'high';
}

/** The declaration of `catnap:board`. `typesPath` is where it imports Bus and Pin from. */
export function boardDeclaration(board: BoardFacts, typesPath: string): string {
	const buses = Object.entries(board.buses).map(
		([name, bus]) => `\t\t/** ${busDocs[bus.kind]}. */\n\t\treadonly ${key(name)}: ${busType(bus)};\n`,
	);
	const lines = linePins(board);
	const pins = Object.entries(board.pins).map(([name, pin]) => {
		const line = lines.get(name);
		const type = line === undefined ? `Pin<'${name}', '${wakeLevel(pin) || 'never'}'>` : `BusLine<'${line}'>`;
		return `\t\t\t/** ${comment(pin.doc)}. */\n\t\t\treadonly ${key(name)}: ${type};\n`;
	});
	const inputs = analogInputs(board).map(([name, {doc}]) => {
		return `\t\t\t/** ${comment(doc)}. */\n\t\t\treadonly ${key(name)}: AnalogInput;\n`;
	});
	return [
		"declare module 'catnap:board' {\n",
		// an import declaration of a relative path would silently make the types any here
		...['AnalogInput', 'Bus', 'SerialBus', 'SpiBus'].map(
			type => `\ttype ${type} = import('${typesPath}').${type};\n`,
		),
		`\ttype BusLine<Line extends string> = import('${typesPath}').BusLine<Line>;\n`,
		`\ttype Pin<Name extends string, EndsOff extends 'high' | 'low' | 'never'> = import('${typesPath}').Pin<Name, EndsOff>;\n`,
		`\t/** 'able' to end off, or why not. */\n\texport type TimerAble = '${board.off.timer ? 'able' : 'a timer cannot end off'}';\n`,
		`\texport type PinName = ${Object.keys(board.pins)
			.map(name => `'${name}'`)
			.join(' | ')};\n`,
		'\texport const pinNames: Readonly<Record<number, PinName>>;\n',
		`\t/** ${board.title}. */\n\texport const board: {\n`,
		`\t\t/** Its name, as \`catnap board\` lists it. */\n\t\treadonly name: '${board.name}';\n`,
		`\t\t/** ${comment(board.off.doc)}. */\n\t\treadonly off: {readonly timer: ${board.off.timer}};\n`,
		...buses,
		'\t\t/** Pins, by name: for `Digital`, and for the `alert` and `supply` of a sensor. */\n\t\treadonly pins: {\n',
		...pins,
		'\t\t};\n',
		'\t\t/** Inputs of the converter, by name: for `Analog`. */\n\t\treadonly analog: {\n',
		...inputs,
		'\t\t};\n\t};\n',
		'\t/** Millivolts of the cell under load and share that is left, rising. */\n',
		'\texport const cell: readonly (readonly [number, number])[];\n}\n',
	].join('');
}

const busDocs = {i2c: 'An I2C bus', spi: 'An SPI bus', uart: 'A serial port'} as const;

function busType(bus: BusFact): string {
	if (bus.kind === 'uart') return 'SerialBus';
	return bus.kind === 'i2c' ? 'Bus' : 'SpiBus';
}

/** Which pins are lines of a bus, and which: 'sda of i2c0'. */
function linePins({buses}: BoardFacts): Map<string, string> {
	return new Map(
		Object.entries(buses).flatMap(([name, bus]) =>
			// those of a serial port are pins of the app until it is opened: the one that receives may end off
			bus.kind === 'uart' ? [] : busLines(bus).map(([line, pin]) => [pin, `${line} of ${name}`] as const),
		),
	);
}

function comment(text: string): string {
	return text.replaceAll('*/', '* /');
}

function analogInputs({converter}: BoardFacts) {
	return Object.entries(converter?.inputs ?? {});
}

function key(name: string): string {
	return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
