// A port of the npm package serialport in the shape of the Web Serial API, which the loader's library was written for.

import {cannotOpen, type UsbIds} from '../../../lib/serial-ports.ts';

type Done = (error?: Error | null) => void;

/** The part of serialport's SerialPort that is used. */
export interface NodePort {
	open(done: Done): void;
	close(done: Done): void;
	write(bytes: Uint8Array, done: Done): unknown;
	drain(done: Done): void;
	set(lines: {dtr: boolean; rts: boolean; brk: boolean}, done: Done): void;
	update(options: {baudRate: number}, done: Done): void;
	on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
	on(event: 'close' | 'error', listener: (error?: Error | null) => void): unknown;
	readonly isOpen: boolean;
}

export interface WebPortOptions {
	readonly path: string;
	create(options: {path: string; baudRate: number; autoOpen: false}): NodePort;
	/** What the port's adapter says of itself, if the system knows. */
	readonly ids: UsbIds;
}

/** Ends a packet of the loader's protocol and cannot begin one: a reader that waits for the rest gives up at once. */
const endOfReading = Uint8Array.of(0xc0, 0xdb, 0);

export class WebPort {
	readable: ReadableStream<Uint8Array> | null = null;
	writable: WritableStream<Uint8Array> | null = null;
	/** Why the port went away while it was open; undefined: it did not. */
	lost: string | undefined;
	/** Whether the port could set its lines when it was last asked to. */
	hasLines = true;
	readonly #options: WebPortOptions;
	readonly #lines = {dtr: false, rts: false, brk: false};
	#port: NodePort | undefined;
	#endReading = (): void => {};

	constructor(options: WebPortOptions) {
		this.#options = options;
	}

	getInfo(): UsbIds {
		return this.#options.ids;
	}

	/** @throws {CatnapError} NO_PORT, NO_PERMISSION, PORT_BUSY, ... */
	async open({baudRate}: {baudRate: number}): Promise<void> {
		const {path, create} = this.#options;
		const port = create({path, baudRate, autoOpen: false});
		await new Promise<void>((resolve, reject) => {
			port.open(error => (error ? reject(cannotOpen(path, error)) : resolve()));
		});
		this.#port = port;
		let toHost: ReadableStreamDefaultController<Uint8Array> | undefined;
		this.readable = new ReadableStream({
			start: controller => {
				toHost = controller;
			},
			cancel: () => {
				toHost = undefined;
			},
		});
		// a write that fails would leave the library's lock on the stream: the answer does not come instead
		this.writable = new WritableStream({
			write: async bytes => {
				await this.#call(done => port.write(bytes, done)).catch((error: Error) => this.#lose(error));
				if (this.lost !== undefined) toHost?.enqueue(endOfReading);
			},
		});
		this.#endReading = () => toHost?.close();
		port.on('data', bytes => this.#port && toHost?.enqueue(bytes));
		for (const event of ['error', 'close'] as const)
			port.on(event, error => {
				if (this.#port !== port || this.lost !== undefined) return;
				this.#lose(error);
				toHost?.enqueue(endOfReading);
			});
	}

	#lose(error: Error | null | undefined): void {
		this.lost ??= error?.message ?? 'the port was closed';
	}

	async close(): Promise<void> {
		const port = this.#port;
		this.#port = undefined;
		this.readable = null;
		this.writable = null;
		this.#endReading();
		this.#endReading = () => {};
		if (port?.isOpen) await new Promise<void>(resolve => port.close(() => resolve()));
	}

	/** Lines keep their level until they are set again; a driver would raise those that it is not given. */
	async setSignals(signals: {
		dataTerminalReady?: boolean;
		requestToSend?: boolean;
		break?: boolean;
	}): Promise<void> {
		const {dataTerminalReady: dtr, requestToSend: rts, break: brk} = signals;
		const lines = this.#lines;
		if (dtr !== undefined) lines.dtr = dtr;
		if (rts !== undefined) lines.rts = rts;
		if (brk !== undefined) lines.brk = brk;
		const set = this.#call(done => this.#port!.set({...lines}, done));
		// without lines the buttons of the board do what they would
		this.hasLines = await set.then(
			() => true,
			() => false,
		);
	}

	async setBaudRate(baudRate: number): Promise<void> {
		await this.#call(done => this.#port!.update({baudRate}, done));
	}

	#call(start: (done: Done) => void): Promise<void> {
		if (this.lost !== undefined || !this.#port) return Promise.reject(new Error(this.lost ?? 'closed'));
		return new Promise((resolve, reject) => start(error => (error ? reject(error) : resolve())));
	}
}
