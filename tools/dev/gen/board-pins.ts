// pins.h of a board: the one table of its pins in C, and the pins that its port has a use of its own for.
import type {BoardFacts, OwnPinFact, PinFact} from '../../../boards/facts/schema.ts';
import {boardHead} from './head.ts';

const flags = {
	PULL_UP: (pin: PinFact) => pin.pull === 'up',
	PULL_DOWN: (pin: PinFact) => pin.pull === 'down',
	ACTIVE_LOW: (pin: PinFact) => pin.activeLow === true,
	WAKES: (pin: PinFact) => pin.wakeFromOff,
	FALLS_IN_OFF: (pin: PinFact) => pin.fallsInOff === true,
} as const;

const flagDocs: Readonly<Record<keyof typeof flags, string>> = {
	PULL_UP: '',
	PULL_DOWN: '',
	ACTIVE_LOW: 'an output that is on when low, an input that is pressed when low',
	WAKES: 'ends off by its active level',
	FALLS_IN_OFF: 'an output that loses its level in off',
};

/** What a port does itself with a pin, by the pin's name in board.ts. */
const roles = [
	'sda',
	'scl',
	'spiSck',
	'spiMosi',
	'spiMiso',
	'pdmClock',
	'pdmData',
	'consoleTx',
	'flashData',
	'flashClock',
	'flashSelect',
] as const;

export function pinsHeader(board: BoardFacts): string {
	const bits = Object.entries(flagDocs).map(([name, doc], index) => {
		const comment = doc === '' ? '' : ` // ${doc}`;
		return `#define PIN_${name} 0x${(1 << index).toString(16).padStart(2, '0')}u${comment}\n`;
	});
	return [
		`${boardHead(board)}#ifndef BOARD_PINS_H\n#define BOARD_PINS_H\n\n#include <stdint.h>\n\n`,
		...bits,
		'\nstruct board_pin {\n    uint8_t number; // as in hal.h\n    uint8_t flags;\n};\n\n',
		'// The pins that apps see.\nstatic const struct board_pin board_pins[] = {\n',
		...Object.entries(board.pins).map(([name, pin]) => tableLine(name, pin)),
		'};\n\n',
		'// What the port uses by itself; PIN_NONE: the board has no such pin.\n#define PIN_NONE 0xffu\n',
		...roles.map(name => roleLine(name, board)),
		...serialLines(board),
		"\n// Levels that pins of the board's own parts are given at each start, one bit each.\n",
		`#define PINS_START_HIGH ${mask(board.ownPins, 'high')}\n`,
		`#define PINS_START_LOW ${mask(board.ownPins, 'low')}\n\n`,
		"// Pins of the board's own parts, one bit each: apps do not get them.\n",
		`#define PINS_OWN ${bitsOf(Object.values(board.ownPins ?? {}))}\n\n#endif\n`,
	].join('');
}

function tableLine(name: string, pin: PinFact): string {
	const names = Object.entries(flags).flatMap(([flag, has]) => (has(pin) ? [`PIN_${flag}`] : []));
	return `    {${pin.number}, ${names.join(' | ') || '0'}}, // ${name}: ${pin.doc}\n`;
}

function roleLine(name: (typeof roles)[number], {pins, ownPins = {}}: BoardFacts): string {
	const macro = `#define PIN_${name.replaceAll(/[A-Z]/g, letter => `_${letter}`).toUpperCase()}`;
	const pin: PinFact | OwnPinFact | undefined = pins[name] ?? ownPins[name];
	return pin === undefined ? `${macro} PIN_NONE\n` : `${macro} ${pin.number}u // ${pin.doc}\n`;
}

/** The lines of the first serial port. */
function serialLines({buses, pins}: BoardFacts): string[] {
	const port = Object.values(buses).find(({kind, number}) => kind === 'uart' && number === 0);
	return (['tx', 'rx'] as const).map(line => {
		const pin = port?.kind === 'uart' ? pins[port[line] ?? ''] : undefined;
		const macro = `#define PIN_UART_${line.toUpperCase()}`;
		return pin === undefined ? `${macro} PIN_NONE\n` : `${macro} ${pin.number}u // ${pin.doc}\n`;
	});
}

function mask(pins: BoardFacts['ownPins'], level: 'high' | 'low'): string {
	return bitsOf(Object.values(pins ?? {}).filter(({startsAt}) => startsAt === level));
}

function bitsOf(bits: readonly OwnPinFact[]): string {
	return bits.length === 0 ? '0ull' : `(${bits.map(({number}) => `1ull << ${number}`).join(' | ')})`;
}
