// A board for people: its pins with what they are wired to and whether they end off, buses and currents; as text and SVG.

import {busLines} from '../../boards/facts/bus-lines.ts';
import {type Figure, marks} from '../../boards/facts/figures.ts';
import {pinCautions} from '../../boards/facts/own-board.ts';
import type {BoardFacts, PinFact} from '../../boards/facts/schema.ts';

interface PinRow {
	readonly name: string;
	/** `P1.04` where the chip has ports, else the number. */
	readonly place: string;
	/** What of the board uses it, such as `i2c0 sda`; or `-`. */
	readonly wiredTo: string;
	/** The level that ends off, or `no`. */
	readonly endsOff: string;
	readonly doc: string;
}

const pinsOfPort = 32;

/** In the order of the chip's pins. */
export function pinRows(board: BoardFacts): PinRow[] {
	const uses = usesOf(board);
	return Object.entries(board.pins)
		.sort(([, a], [, b]) => a.number - b.number)
		.map(([name, pin]) => ({
			name,
			place: placeOf(pin.number, board),
			wiredTo: uses.get(name)?.join(', ') ?? levelsOf(pin),
			endsOff: pin.wakeFromOff ? (pin.activeLow ? 'low' : 'high') : 'no',
			doc: pin.doc,
		}));
}

function placeOf(number: number, {chip}: BoardFacts): string {
	if (chip === undefined || !chip.startsWith('nrf')) return `${number}`;
	return `P${Math.floor(number / pinsOfPort)}.${String(number % pinsOfPort).padStart(2, '0')}`;
}

function levelsOf({pull, activeLow}: PinFact): string {
	return (
		[pull === undefined ? '' : `pull ${pull}`, activeLow ? 'active low' : ''].filter(Boolean).join(', ') ||
		'-'
	);
}

function usesOf({buses, sensors, rails, microphone}: BoardFacts): Map<string, string[]> {
	const uses = new Map<string, string[]>();
	const use = (pin: string | undefined, what: string): void => {
		if (pin !== undefined) uses.set(pin, [...(uses.get(pin) ?? []), what]);
	};
	for (const [name, bus] of Object.entries(buses)) {
		for (const [line, pin] of busLines(bus)) use(pin, `${name} ${line}`);
	}
	for (const [name, {int1}] of Object.entries(sensors)) use(int1, `${name} interrupt`);
	for (const [name, {enable}] of Object.entries(rails)) use(enable, `rail ${name}`);
	for (const line of microphone === undefined ? [] : ['Clock', 'Data'])
		use(`pdm${line}`, `microphone ${line.toLowerCase()}`);
	return uses;
}

/** Lines of text: pins, analog inputs, buses, currents. */
export function boardLines(board: BoardFacts): string[] {
	const {name, title, own, buses, sensors, energy, converter, pwm, pulse} = board;
	const pins = pinRows(board).map(({name, place, wiredTo, endsOff, doc}) => [
		name,
		place,
		wiredTo,
		endsOff,
		doc,
	]);
	const inputs = Object.entries(converter?.inputs ?? {}).map(([input, {number, doc}]) => [
		input,
		`${number}`,
		doc,
	]);
	const wires = Object.entries(buses).map(([bus, facts]) => [
		bus,
		facts.kind,
		facts.kind === 'uart'
			? `${Math.min(...facts.bauds)} to ${Math.max(...facts.bauds)} bit/s`
			: `${facts.hz} Hz`,
		Object.entries(sensors)
			.filter(([, sensor]) => sensor.bus === bus)
			.map(([sensor, {chip, address}]) => `${sensor}: ${chip} at 0x${address.toString(16)}`)
			.join(', '),
	]);
	const {cpu, floor, retention} = energy;
	const parts = {
		...{cpu, floor, retention},
		...(pwm && {pwm: pwm.energy}),
		...(pulse && {count: pulse.energy}),
		...mapValues(sensors, ({energy}) => energy),
	};
	const currents = Object.entries(parts).flatMap(([part, states]) =>
		Object.entries(states).map(([state, figure]) => [part, state, `${figure.typ} uA`, originOf(figure)]),
	);
	return [
		`${name}: ${title}${own === undefined ? '' : `, wiring ${own.hash}`}`,
		...section('pin', ['at', 'wired to', 'ends off', ''], pins),
		...section('analog input', ['number', ''], inputs),
		...section('bus', ['kind', 'clock', 'sensors'], wires),
		...section('on free pins', ['at a time', 'range', 'source'], pulseRows(board)),
		...section('part', ['state', 'current', 'source'], currents),
		...pinCautions(board).map(caution => `warning: ${caution}`),
	];
}

/** What any free pin can be used for. */
function pulseRows({pwm, pulse}: BoardFacts): string[][] {
	return [
		...(pwm ? [['PWM', `${pwm.outputs}`, `${pwm.hz[0]} to ${pwm.hz[1]} Hz`, pwm.source]] : []),
		...(pulse ? [['PulseCount', `${pulse.counters}`, '32 bits', pulse.source]] : []),
	];
}

/** What is nothing by definition was measured by nobody: its reason stands there. */
function originOf({typ, mark, source}: Figure): string {
	return typ === 0 && mark === marks[0] ? source : mark;
}

function mapValues<From, To>(
	table: Readonly<Record<string, From>>,
	to: (value: From) => To,
): Record<string, To> {
	return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, to(value)]));
}

/** A table with its head, each column as wide as its widest cell; nothing for a table without rows. */
function section(first: string, others: readonly string[], rows: readonly (readonly string[])[]): string[] {
	if (rows.length === 0) return [];
	const all = [[first, ...others], ...rows];
	const widths = all[0]!.map((_, column) => Math.max(...all.map(row => row[column]!.length)));
	return [
		'',
		...all.map(row =>
			row
				.map((cell, column) => cell.padEnd(widths[column]!))
				.join('  ')
				.trimEnd(),
		),
	];
}

const rowHigh = 22;
const wide = 760;
const colours = {free: '#e8f0e8', used: '#e4e8f4', wakes: '#2a7a3a', text: '#1c1c1c'} as const;

/** A drawing: the chip in the middle, a leg for each pin; green legs end off. */
export function boardSvg(board: BoardFacts): string {
	const rows = pinRows(board);
	const half = Math.ceil(rows.length / 2);
	const high = (half + 3) * rowHigh;
	const legs = rows.map((row, index) => leg(row, index < half ? 'left' : 'right', index % half));
	const title = escapeXml(`${board.name}: ${board.title}`);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${high}" font-family="sans-serif" font-size="12" fill="${colours.text}">`,
		`<title>${title}</title>`,
		`<rect x="310" y="${rowHigh}" width="140" height="${high - 2 * rowHigh}" rx="8" fill="#f4f4f0" stroke="#888"/>`,
		`<text x="380" y="${high / 2}" text-anchor="middle" font-weight="bold">${escapeXml(board.name)}</text>`,
		...legs,
		`<text x="380" y="${high - 6}" text-anchor="middle">green: ends off</text>`,
		'</svg>',
		'',
	].join('\n');
}

function leg({name, place, wiredTo, endsOff}: PinRow, side: 'left' | 'right', index: number): string {
	const y = (index + 2) * rowHigh;
	const isLeft = side === 'left';
	const [box, from, to] = isLeft ? [10, 250, 310] : [510, 450, 510];
	const colour = endsOff === 'no' ? '#888' : colours.wakes;
	const fill = wiredTo === '-' ? colours.free : colours.used;
	const text = escapeXml(`${name}  ${wiredTo}${endsOff === 'no' ? '' : `, ends off ${endsOff}`}`);
	return [
		`<rect x="${box}" y="${y - 15}" width="240" height="19" rx="3" fill="${fill}"/>`,
		`<line x1="${from}" y1="${y - 5}" x2="${to}" y2="${y - 5}" stroke="${colour}" stroke-width="3"/>`,
		`<text x="${box + 6}" y="${y}">${text}</text>`,
		`<text x="${isLeft ? 318 : 442}" y="${y}" text-anchor="${isLeft ? 'start' : 'end'}">${place}</text>`,
	].join('');
}

function escapeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
