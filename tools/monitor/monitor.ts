// Follows a board's console over a serial port: through resets, and over the time in which the board is unplugged.

import {setTimeout as wait} from 'node:timers/promises';
import type {CatnapError} from '../../lib/errors.ts';
import {cannotOpen, isThere} from '../../lib/serial-ports.ts';
import {readLines} from './lines.ts';

/** The part of serialport's SerialPort that is used. */
export interface Port {
	open(done: (error: Error | null) => void): void;
	close(done: (error: Error | null) => void): void;
	set(lines: {dtr: boolean; rts: boolean}, done: (error: Error | null) => void): void;
	on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
	on(event: 'close' | 'error', listener: (error?: Error | null) => void): unknown;
	readonly isOpen: boolean;
}

export interface MonitorOptions {
	readonly path: string;
	readonly baud: number;
	create(options: {path: string; baudRate: number; autoOpen: false}): Port;
	/** The product: a line of the console. */
	print(line: string): void;
	/** Takes what comes as it comes, instead of `print`. */
	readonly raw?: ((bytes: Uint8Array) => void) | undefined;
	progress(text: string): void;
	/** Turns places in the bundle into places in TypeScript. */
	readonly symbolicate?: ((line: string) => string) | undefined;
	/** Called once, when the port is open. */
	readonly opened?: (() => void) | undefined;
	/** Reset the board once its port is open, by the lines that its USB adapter has for it. */
	readonly reset?: boolean | undefined;
	/** Ends it. */
	readonly signal: AbortSignal;
	/** Between two looks for a port that is gone. @default 250 ms */
	readonly retryMs?: number;
}

/** Resolves once the signal is given. The first opening must succeed; later ones are waited for. */
export async function monitor(options: MonitorOptions): Promise<void> {
	const {path, baud, progress, signal, retryMs = 250} = options;
	let port: Port | undefined = await open(options);
	progress(`monitor: ${path} at ${baud} baud, end with Ctrl-C`);
	options.opened?.();
	if (options.reset) void resetBoard(port, progress);
	while (!signal.aborted) {
		await follow(port, options);
		if (signal.aborted) return;
		progress(`monitor: ${path} is gone, waiting for it`);
		port = undefined;
		while (!port) {
			await wait(retryMs, undefined, {signal}).catch(() => {});
			if (signal.aborted) return;
			if (isThere(path)) port = await reopen(options);
		}
		progress(`monitor: ${path} is back`);
	}
}

/** Undefined while the port is not ready: a device that has just come has no permissions yet. */
function reopen(options: MonitorOptions): Promise<Port | undefined> {
	return open(options).catch((error: CatnapError) => {
		if (error.code === 'BAD_BAUD' || error.code === 'NOT_A_PORT') throw error;
		return undefined;
	});
}

function open({path, baud, create}: MonitorOptions): Promise<Port> {
	const port = create({path, baudRate: baud, autoOpen: false});
	return new Promise((resolve, reject) => {
		port.open(error => (error ? reject(cannotOpen(path, error)) : resolve(port)));
	});
}

const resetMs = 100;

/** EN is low while RTS is set and DTR is not [Espressif, boot mode selection]; the first lines of the app are not missed. */
async function resetBoard(port: Port, progress: (text: string) => void): Promise<void> {
	const set = (rts: boolean): Promise<Error | null> =>
		new Promise(resolve => port.set({dtr: false, rts}, resolve));
	const error = await set(true);
	await wait(resetMs);
	if (error ?? (await set(false)))
		progress('monitor: this port has no lines to reset the board: press its RESET button');
}

/** What the ROM of an ESP32-S3 prints when it does not start the app [Espressif, boot mode selection]. */
const waitsForLoader = /waiting for download/;

/** Print lines until the port vanishes or the signal is given. */
async function follow(port: Port, options: MonitorOptions): Promise<void> {
	const {path, baud, print, raw, progress, signal, symbolicate = (line: string) => line} = options;
	const lines = readLines(
		line => {
			if (!raw) print(symbolicate(line));
			if (waitsForLoader.test(line))
				progress(
					'monitor: the chip waits to be flashed and starts no app: press its RESET button, or give --reset',
				);
		},
		() => progress(`monitor: this is no text: does the board send at ${baud} baud? (--baud)`),
	);
	await new Promise<void>(resolve => {
		const end = (): void => {
			clearInterval(watch);
			signal.removeEventListener('abort', end);
			if (port.isOpen) port.close(() => resolve());
			else resolve();
		};
		// some drivers read nothing forever instead of failing
		const watch = setInterval(() => isThere(path) || end(), 500);
		signal.addEventListener('abort', end);
		port.on('data', bytes => {
			raw?.(bytes);
			lines.push(bytes);
		});
		port.on('error', end);
		port.on('close', end);
		if (signal.aborted || !port.isOpen) end();
	});
	lines.end();
}
