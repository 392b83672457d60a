// Serial ports: their driver, which of them is the board's, and what it means when one cannot be opened.

import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {CatnapError} from './errors.ts';

const likelyPorts = /^(ttyACM|ttyUSB|cu\.usbmodem|cu\.usbserial)/;

/** The ports that look like a board's. `folder` is /dev. */
export function portsIn(folder: string): string[] {
	const names = existsSync(folder) ? readdirSync(folder).filter(name => likelyPorts.test(name)) : [];
	return names.sort().map(name => join(folder, name));
}

/** The only one of them. */
export function onlyPort(folder: string): string {
	const ports = portsIn(folder);
	if (ports.length === 1) return ports[0]!;
	if (ports.length > 1) {
		throw new CatnapError('SEVERAL_PORTS', {
			first: ports[0]!,
			expected: 'one port, or --port',
			received: ports.join(', '),
		});
	}
	throw new CatnapError('NO_PORT', {where: folder, expected: 'ttyACM* or ttyUSB*'});
}

/** What the message of a driver means; the first that matches counts. */
const complaints = [
	[/permission denied|EACCES/i, 'NO_PERMISSION'],
	[/no such file|ENOENT|no such device/i, 'NO_PORT'],
	[/lock|busy|EBUSY|temporarily unavailable/i, 'PORT_BUSY'],
	[/not a tty|inappropriate ioctl|ENOTTY/i, 'NOT_A_PORT'],
	[/baud/i, 'BAD_BAUD'],
] as const;

export function cannotOpen(path: string, {message}: Error): CatnapError {
	const code = complaints.find(([text]) => text.test(message))?.[1] ?? 'PORT_CLOSED';
	return new CatnapError(code, {where: path, received: message});
}

/** @throws {CatnapError} NO_SERIALPORT: it is an optional dependency */
export async function loadSerialPort(): Promise<typeof import('serialport')> {
	return import('serialport').catch((error: Error) => {
		throw new CatnapError('NO_SERIALPORT', {
			work: 'a serial port',
			name: 'serialport',
			received: error.message.split('\n')[0]!,
		});
	});
}
