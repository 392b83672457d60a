// Serial ports: their driver, which of them is the board's, and what it means when one cannot be opened.

import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {CatnapError} from './errors.ts';

/** How Linux names them, and macOS, whose drivers of converters have names of their own: those of WCH and of Silicon Labs. */
const likelyPorts = /^(ttyACM|ttyUSB|cu\.(usbmodem|usbserial|wchusbserial|SLAB_USBtoUART))/;

/** Windows has no files for its ports: they are names such as COM3. */
export const hasFile = (path: string): boolean => !/^(\\\\[.?]\\)?COM\d+$/i.test(path);

/** A port that has no file, or whose file is there. */
export function isThere(path: string): boolean {
	return !hasFile(path) || existsSync(path);
}

/** USB vendors of kits and of their serial converters: SEGGER, Espressif, Silicon Labs, WCH, FTDI. From the kernel's table of ids. */
const vendors = ['1366', '303a', '10c4', '1a86', '0403'];

/** What a port says of itself on USB. */
export interface UsbIds {
	readonly usbVendorId?: number;
	readonly usbProductId?: number;
}

type ListedPort = {path: string; vendorId?: string | undefined; productId?: string | undefined};
type List = () => Promise<readonly ListedPort[]>;

/** The port to use: the one that is named, or the only one that looks like a board's. @throws {CatnapError} NO_PORT, SEVERAL_PORTS */
export async function portOrOnly(named: string | undefined, list: List = listed): Promise<string> {
	if (named !== undefined) return named;
	if (process.platform !== 'win32') return onlyPort('/dev');
	return onlyOf(await boardPorts(list), 'the ports of Windows', 'COM* of a kit');
}

/** All that look like a board's. @throws {CatnapError} NO_SERIALPORT, on Windows alone */
export async function boardPorts(list: List = listed): Promise<string[]> {
	if (process.platform !== 'win32') return portsIn('/dev');
	const ports = await list();
	return ports
		.filter(({vendorId}) => vendors.includes(vendorId?.toLowerCase() ?? ''))
		.map(({path}) => path)
		.sort();
}

/** The ids of a port by the system's list; undefined where it has none, or no such port. */
export async function usbIdsOf(path: string, list: List = listed): Promise<UsbIds | undefined> {
	const name = (of: string): string => of.replace(/^\/dev\/tty\./, '/dev/cu.').toLowerCase(); // macOS has two for each port
	// a system without udev has no list; the port itself is still there
	const ports = await list().catch((): ListedPort[] => []);
	const found = ports.find(port => name(port.path) === name(path));
	if (found?.vendorId === undefined || found.productId === undefined) return undefined;
	return {
		usbVendorId: Number.parseInt(found.vendorId, 16),
		usbProductId: Number.parseInt(found.productId, 16),
	};
}

async function listed(): Promise<readonly ListedPort[]> {
	return (await loadSerialPort()).SerialPort.list();
}

/** `folder` is /dev. */
export function portsIn(folder: string): string[] {
	const names = existsSync(folder) ? readdirSync(folder).filter(name => likelyPorts.test(name)) : [];
	return names.sort().map(name => join(folder, name));
}

/** The only one of them in a folder. */
export function onlyPort(folder: string): string {
	return onlyOf(portsIn(folder), folder, 'ttyACM* or ttyUSB*');
}

function onlyOf(ports: readonly string[], where: string, expected: string): string {
	if (ports.length === 1) return ports[0]!;
	if (ports.length > 1) {
		throw new CatnapError('SEVERAL_PORTS', {
			first: ports[0]!,
			expected: 'one port, or --port',
			received: ports.join(', '),
		});
	}
	throw new CatnapError('NO_PORT', {where, expected});
}

/** What the message of a driver means; the first that matches counts. */
const complaints = [
	[/permission denied|EACCES/i, 'NO_PERMISSION'],
	[/no such file|ENOENT|no such device|file not found/i, 'NO_PORT'],
	// Windows refuses a port that another program has open by "access denied" (serialport_win.cpp)
	[/lock|busy|EBUSY|temporarily unavailable|access denied/i, 'PORT_BUSY'],
	[/not a tty|inappropriate ioctl|ENOTTY/i, 'NOT_A_PORT'],
	[/baud/i, 'BAD_BAUD'],
] as const;

export function cannotOpen(path: string, {message}: Error): CatnapError {
	const code = complaints.find(([text]) => text.test(message))?.[1] ?? 'PORT_CLOSED';
	if (code === 'NO_PERMISSION')
		return new CatnapError(code, {where: path, received: message, group: groupOf(path)});
	const error = new CatnapError(code, {where: path, received: message});
	return code === 'NO_PORT' ? error.withTodo(portTodo) : error;
}

/** For a port that was named. */
const portTodo =
	'connect the board by USB and see which port it is: catnap doctor; one board needs no --port';

/** Debian, Ubuntu and Fedora give ports to this group. */
const usualGroup = 'dialout';

/** The group that may use the port, by the system's table of groups. */
export function groupOf(path: string, table = '/etc/group'): string {
	try {
		const {gid} = statSync(path);
		const line = readFileSync(table, 'utf8')
			.split('\n')
			.find(one => one.split(':')[2] === String(gid));
		return gid === 0 || line === undefined ? usualGroup : line.split(':')[0]!;
	} catch {
		return usualGroup;
	}
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
