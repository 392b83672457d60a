// Which serial port is the board's, and what it means when one cannot be opened.

import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {CatnapError} from '../../lib/errors.ts';

const likelyPorts = /^(ttyACM|ttyUSB|cu\.usbmodem|cu\.usbserial)/;

/** The only port that looks like a board. `folder` is /dev. */
export function onlyPort(folder: string): string {
	const names = existsSync(folder) ? readdirSync(folder).filter(name => likelyPorts.test(name)) : [];
	const ports = names.sort().map(name => join(folder, name));
	if (ports.length === 1) return ports[0]!;
	if (ports.length > 1) {
		throw new CatnapError('SEVERAL_PORTS', {
			what: 'there is more than one serial port',
			expected: 'one port, or --port',
			received: ports.join(', '),
			todo: `Name the port: --port ${ports[0]} (the nRF5340 DK has two; its console is the first)`,
		});
	}
	throw new CatnapError('NO_PORT', {
		what: 'no serial port of a board was found',
		where: folder,
		expected: 'ttyACM* or ttyUSB*',
		todo: 'Connect the board by USB, or name its port: --port <path>',
	});
}

type Complaint = readonly [text: RegExp, code: string, what: string, todo: string];

const complaints: readonly Complaint[] = [
	[
		/permission denied|EACCES/i,
		'NO_PERMISSION',
		'you may not use this serial port',
		'Let your user use it: sudo usermod -a -G dialout $USER, then log in again.',
	],
	[
		/no such file|ENOENT|no such device/i,
		'NO_PORT',
		'there is no such serial port',
		'Connect the board by USB, or name another port: --port <path>',
	],
	[
		/lock|busy|EBUSY|temporarily unavailable/i,
		'PORT_BUSY',
		'another program uses this serial port',
		'Close it: a port has one reader.',
	],
	[
		/not a tty|inappropriate ioctl|ENOTTY/i,
		'NOT_A_PORT',
		'this is not a serial port',
		'Name the port of the board: --port <path>',
	],
	[
		/baud/i,
		'BAD_BAUD',
		'this serial port cannot have this rate',
		'Use a rate that it has, such as --baud 115200, which the firmware uses.',
	],
];

export function cannotOpen(path: string, error: Error): CatnapError {
	const found = complaints.find(([text]) => text.test(error.message));
	const [, code, what, todo] = found ?? [
		/./,
		'PORT_CLOSED',
		'the serial port cannot be opened',
		'Close other programs that use it, or name another: --port <path>',
	];
	return new CatnapError(code, {what, where: path, received: error.message, todo});
}
