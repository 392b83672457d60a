// `catnap monitor`: the console of a board, line by line, until Ctrl-C or until it is unplugged.

import {existsSync, readdirSync} from 'node:fs';
import type {Command} from 'commander';
import {CatnapError} from '../errors.ts';
import {countArgument} from '../options.ts';
import {progress} from '../output.ts';

interface MonitorOptions {
	readonly port?: string;
	readonly baud: number;
}

const defaultBaud = 115_200;
const likelyPorts = /^(ttyACM|ttyUSB|cu\.usbmodem|cu\.usbserial)/;

export function register(program: Command): void {
	program
		.command('monitor')
		.description("print a board's console")
		.option('--port <path>', 'serial port (default: the only one that looks like a board)')
		.option('--baud <rate>', 'bits a second', countArgument, defaultBaud)
		.action(monitor);
}

async function monitor({port, baud}: MonitorOptions): Promise<void> {
	const {SerialPort} = await loadSerialPort();
	const path = port ?? onlyPort();
	const serial = new SerialPort({path, baudRate: baud, autoOpen: false});
	await new Promise<void>((resolve, reject) => {
		serial.open(error => (error ? reject(cannotOpen(path, error)) : resolve()));
	});
	progress(`monitor: ${path} at ${baud} baud, end with Ctrl-C`);
	serial.on('data', (bytes: Uint8Array) => process.stdout.write(bytes));
	await new Promise<void>((resolve, reject) => {
		process.once('SIGINT', () => serial.close(() => resolve()));
		serial.on('error', reject);
		serial.on('close', (error: (Error & {disconnected?: boolean}) | null) => {
			if (error?.disconnected)
				reject(
					new CatnapError('PORT_LOST', {
						what: 'the board was unplugged',
						where: path,
						todo: 'Connect it again and repeat.',
					}),
				);
			else resolve();
		});
	});
}

async function loadSerialPort(): Promise<typeof import('serialport')> {
	return import('serialport').catch((error: Error) => {
		throw new CatnapError('NO_SERIALPORT', {
			what: 'catnap monitor needs the npm package serialport, an optional dependency',
			received: error.message.split('\n')[0]!,
			todo: 'Run: npm install --include=optional',
		});
	});
}

function onlyPort(): string {
	const names = existsSync('/dev')
		? readdirSync('/dev')
				.filter(name => likelyPorts.test(name))
				.sort()
		: [];
	if (names.length === 1) return `/dev/${names[0]}`;
	throw new CatnapError('NO_PORT', {
		what: names.length === 0 ? 'no serial port of a board was found' : 'there is more than one serial port',
		expected: 'one port, or --port',
		received:
			names.length === 0 ? 'no /dev/ttyACM* or /dev/ttyUSB*' : names.map(name => `/dev/${name}`).join(', '),
		todo: names.length === 0 ? 'Connect the board by USB.' : 'Name the port: --port <path>',
	});
}

function cannotOpen(path: string, error: Error): CatnapError {
	return new CatnapError('PORT_CLOSED', {
		what: 'the serial port cannot be opened',
		where: path,
		received: error.message,
		todo: /permission|EACCES/i.test(error.message)
			? 'Let your user use it: sudo usermod -a -G dialout $USER, then log in again.'
			: 'Close other programs that use it, or name another: --port <path>',
	});
}
