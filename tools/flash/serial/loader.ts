// The loader in the ROM of an ESP32-S3, over its serial port: find it, ask what it guards, read and write flash, start the app.

import {createHash} from 'node:crypto';
import {setTimeout as pause} from 'node:timers/promises';
import type {ESPLoader} from 'esptool-js';
import {CatnapError} from '../../../lib/errors.ts';
import type {UsbIds} from '../../../lib/serial-ports.ts';
import {WebPort, type WebPortOptions} from './web-port.ts';

/** What is written at one place. */
export interface Part {
	/** Offset in flash, at a page. */
	readonly offset: number;
	readonly bytes: Uint8Array;
	/** What the chip holds when this part was not written whole. */
	readonly left: string;
}

export interface LoaderOptions extends Omit<WebPortOptions, 'ids'> {
	/** Its name as the library says it. */
	readonly chip: string;
	/** Of the transfer, once the loader is found; of no meaning to the chip's own USB. */
	readonly baud: number;
	/** What the port says of itself on USB. @default guessed by its name */
	readonly ids?: UsbIds | undefined;
	/** The port has no lines to reset the chip, which stays in its loader. */
	notStarted(): void;
}

/** The ROM speaks this until it is asked for another [esptool, Serial Protocol]. */
const romBaud = 115_200;
/** The chip's own USB device [Espressif, list of USB product ids]. */
const usbDevice = {usbVendorId: 0x303a, usbProductId: 0x1001} as const;
/** Resets that are tried; the library asks five times after each. */
const attempts = 4;
const resetMs = 100;
/** The loader has read all of it by then. */
const digestMs = 3000;

/** Registers that the loader sets for the host [esptool, targets/esp32s3.py]. */
const registers = {
	/** Bit 0: USB asked for download mode, which a reset does not end. */
	option1: 0x6000_812c,
	/** Watchdogs that the ROM leaves running when USB has reset it, with what unlocks them. */
	watchdogs: [
		{lock: 0x6000_80b0, key: 0x50d8_3aa1, config: 0x6000_8098, value: 0, mask: 0xffff_ffff},
		{lock: 0x6000_80b8, key: 0x8f1d_312a, config: 0x6000_80b4, value: 0x8000_0000, mask: 0x8000_0000},
	],
} as const;

/** Open for the time of `use`; then the chip is reset and starts its app, whether that has failed or not. */
export async function withLoader<T>(
	options: LoaderOptions,
	use: (loader: SerialLoader) => Promise<T>,
): Promise<T> {
	const library = await import('esptool-js').catch((error: Error) => {
		throw new CatnapError('NO_SERIALPORT', {
			work: 'flashing over a serial port',
			name: 'esptool-js',
			received: error.message.split('\n')[0]!,
		});
	});
	const port = new WebPort({...options, ids: options.ids ?? guessedIds(options.path)});
	class Transport extends library.Transport {
		/** The library's own prints each step. */
		override trace(): void {}
	}
	const transport = new Transport(port as unknown as ConstructorParameters<typeof library.Transport>[0]);
	const esp = new library.ESPLoader({
		transport,
		baudrate: isUsb(port) ? romBaud : options.baud,
		romBaudrate: romBaud,
		terminal: {clean() {}, write() {}, writeLine() {}},
	});
	const loader = new SerialLoader(esp, port, options);
	try {
		await loader.connect();
		return await use(loader);
	} finally {
		if (!(await loader.start())) options.notStarted();
		await port.close();
	}
}

/** Systems give this name to a device that is a serial port by itself: the chip's own USB, and some converters. */
function guessedIds(path: string): UsbIds {
	return /ttyACM|usbmodem/.test(path) ? usbDevice : {};
}

function isUsb(port: WebPort): boolean {
	const {usbVendorId, usbProductId} = port.getInfo();
	return usbVendorId === usbDevice.usbVendorId && usbProductId === usbDevice.usbProductId;
}

async function stopWatchdogs(esp: ESPLoader): Promise<void> {
	for (const {lock, key, config, value, mask} of registers.watchdogs) {
		await esp.writeReg(lock, key);
		await esp.writeReg(config, value, mask);
		await esp.writeReg(lock, 0);
	}
}

const untouched = 'nothing was written';

export class SerialLoader {
	readonly #esp: ESPLoader;
	readonly #port: WebPort;
	readonly #options: LoaderOptions;

	constructor(esp: ESPLoader, port: WebPort, options: LoaderOptions) {
		this.#esp = esp;
		this.#port = port;
		this.#options = options;
	}

	/** @throws {CatnapError} of serial-ports.ts; NO_LOADER, WRONG_CHIP, CHIP_GUARDED */
	async connect(): Promise<void> {
		const esp = this.#esp;
		try {
			await esp.connect('default_reset', attempts);
		} catch (error) {
			throw this.#cannotConnect(error as Error);
		}
		const {chip, baud} = this.#options;
		await this.#do(untouched, async () => {
			if (esp.chip.CHIP_NAME !== chip)
				throw this.#wrongChip(`${esp.chip.CHIP_NAME}, chip id ${esp.chip.IMAGE_CHIP_ID ?? 'unknown'}`);
			await this.#refuseGuarded();
			const direct = isUsb(this.#port);
			if (direct) await stopWatchdogs(esp);
			await esp.runStub();
			if (!direct && baud !== romBaud) await esp.changeBaud();
		});
	}

	/** Of the whole flash; undefined: the memory has an id that is not known. */
	async flashBytes(): Promise<number | undefined> {
		const id = await this.#do(untouched, () => this.#esp.readFlashId());
		const exponent = (id >>> 16) & 0xff; // JEDEC: the third byte is the capacity, as a power of two
		return exponent >= 0x10 && exponent <= 0x1f ? 2 ** exponent : undefined;
	}

	/** Bytes of flash, compared with the digest that the loader sends behind them. */
	read(offset: number, bytes: number): Promise<Uint8Array> {
		return this.#do(untouched, async () => {
			const read = await this.#esp.readFlash(offset, bytes);
			const digest = await this.#esp.transport.read(digestMs);
			if (Buffer.compare(createHash('md5').update(read).digest(), digest) !== 0)
				throw new Error(`what was read at 0x${offset.toString(16)} has another digest than the flash`);
			return read;
		});
	}

	/** One after the other, each verified by its digest before the next. `written`: how many of `all` bytes are. */
	async write(parts: readonly Part[], written: (bytes: number, all: number) => void): Promise<void> {
		const all = parts.reduce((sum, {bytes}) => sum + bytes.length, 0);
		let before = 0;
		for (const {offset, bytes, left} of parts) {
			await this.#do(left, () =>
				this.#esp.writeFlash({
					fileArray: [{data: bytes, address: offset}],
					flashMode: 'keep',
					flashFreq: 'keep',
					flashSize: 'keep',
					eraseAll: false,
					compress: true,
					calculateMD5Hash: image => createHash('md5').update(image).digest('hex'),
					reportProgress: (_file, sent, ofThem) => written(before + (bytes.length * sent) / ofThem, all),
				}),
			);
			before += bytes.length;
		}
	}

	/** Reset into the app: EN is low while RTS is set and DTR is not. False: it could not be reset. */
	async start(): Promise<boolean> {
		// a port that was never opened, or that is lost, has said so
		if (this.#port.lost !== undefined || !this.#port.readable) return true;
		await this.#esp.writeReg(registers.option1, 0, 1).catch(() => {}); // a chip that does not answer is reset, too
		await this.#port.setSignals({dataTerminalReady: false, requestToSend: true});
		await pause(resetMs);
		await this.#port.setSignals({dataTerminalReady: false, requestToSend: false});
		return this.#port.hasLines;
	}

	/** What fails is the port's loss, or what the chip says; `left` tells what the chip holds then. */
	async #do<T>(left: string, work: () => Promise<T>): Promise<T> {
		try {
			return await work();
		} catch (error) {
			if (error instanceof CatnapError) throw error;
			throw this.#lost(left) ?? this.#failed(left, error as Error);
		}
	}

	#lost(left: string): CatnapError | undefined {
		const {lost} = this.#port;
		const where = this.#options.path;
		return lost === undefined
			? undefined
			: new CatnapError('PROBE_LOST', {which: 'port', left, where, received: lost});
	}

	#failed(left: string, {message}: Error): CatnapError {
		return new CatnapError('FLASH_FAILED', {
			left,
			where: this.#options.path,
			received: message,
			todo: 'repeat; if it fails again, with a slower --baud 115200 or another cable',
		});
	}

	#cannotConnect(error: Error): CatnapError {
		if (error instanceof CatnapError) return error;
		if (error.name.startsWith('Unexpected') || /chip (id|magic)/i.test(error.message))
			return this.#wrongChip(error.message);
		return (
			this.#lost(untouched) ??
			new CatnapError('NO_LOADER', {where: this.#options.path, received: error.message})
		);
	}

	#wrongChip(received: string): CatnapError {
		const {chip, path} = this.#options;
		return new CatnapError('WRONG_CHIP', {chip, where: path, expected: chip, received});
	}

	/** What would refuse to start an image that is not signed or not encrypted. */
	async #refuseGuarded(): Promise<void> {
		const {parsedFlags, flashCryptCnt} = await this.#esp.getSecurityInfo();
		const guards = [
			parsedFlags.SECURE_DOWNLOAD_ENABLE && 'secure download mode',
			parsedFlags.SECURE_BOOT_EN && 'secure boot',
			isOdd(flashCryptCnt) && 'flash encryption',
		].filter(Boolean);
		if (guards.length === 0) return;
		throw new CatnapError('CHIP_GUARDED', {
			where: this.#options.path,
			expected: 'a chip without secure boot, flash encryption and secure download mode',
			received: guards.join(', '),
		});
	}
}

/** Flash is encrypted while an odd number of these fuses is burnt [ESP-IDF, flash encryption]. */
function isOdd(fuses: number): boolean {
	return [1, 2, 4].filter(fuse => fuses & fuse).length % 2 === 1;
}
