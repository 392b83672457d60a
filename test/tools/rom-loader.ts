// A simulated ESP32-S3 behind a serial port: reset lines, the loader in its ROM, and the one that is uploaded to its RAM.
// Sources: esptool, docs/en/advanced-topics/serial-protocol.rst (packets, commands, status bytes) and boot-mode-selection.rst
// (DTR pulls GPIO0, RTS pulls EN, both together nothing); esptool-legacy-flasher-stub, stub_flasher.c (OHAI, erasing as it
// writes, one answer to SYNC, digests as bytes); ESP32-S3 TRM 1.7, 33.3.2 (what the lines do on USB).

import {createHash} from 'node:crypto';
import {EventEmitter} from 'node:events';
import {constants, inflateSync} from 'node:zlib';
import type {NodePort} from '../../tools/flash/serial/web-port.ts';

export interface ChipOptions {
	readonly flash?: Uint8Array;
	/** In the image header and in the answer to GET_SECURITY_INFO. @default 9, ESP32-S3 */
	readonly chipId?: number;
	/** Of the fuses: bit 0 secure boot, bit 2 secure download mode [esptool, loader.py]. */
	readonly securityFlags?: number;
	readonly flashCryptCount?: number;
	/** JEDEC: maker, type, size. @default GigaDevice with 8 MB */
	readonly flashId?: number;
	/** The chip's own USB device instead of an adapter. */
	readonly isUsb?: boolean;
	/** Somebody held the BOOT button. */
	readonly startsInDownload?: boolean;
	/** Not wired: the lines reset nothing. */
	readonly noLines?: boolean;
	/** A rate that this adapter cannot send at. */
	readonly deafAbove?: number;
	/** The cable is pulled after so many packets that change flash. */
	readonly pulledAfter?: number;
	/** One packet of data in so many arrives damaged. */
	readonly damagedEvery?: number;
	/** What `open` answers. */
	readonly openError?: string;
}

const commands = {
	memoryEnd: 0x06,
	sync: 0x08,
	writeRegister: 0x09,
	readRegister: 0x0a,
	changeBaud: 0x0f,
	deflateBegin: 0x10,
	deflateData: 0x11,
	digest: 0x13,
	security: 0x14,
	readSlowly: 0x0e,
	readFlash: 0xd2,
} as const;
/** Acknowledged, nothing else: FLASH_END, MEM_BEGIN, MEM_DATA, SPI_SET_PARAMS, SPI_ATTACH, FLASH_DEFL_END. */
const acknowledged: ReadonlySet<number> = new Set([0x04, 0x05, 0x07, 0x0b, 0x0d, 0x12]);
const spi = {
	command: 0x6000_2000,
	user2: 0x6000_2020,
	data: 0x6000_2058,
	start: 1 << 18,
	readId: 0x9f,
} as const;
/** esptool, targets/esp32s3.py: a word of the ROM by which it knows the chip, and the request of the USB device. */
const registers = {magic: 0x4000_1000, option1: 0x6000_812c} as const;
const errors = {invalid: 0x05, checksum: 0x07} as const;
const sectorBytes = 4096;
/** What READ_FLASH_SLOW of the ROM answers, whatever was asked for [esptool, loader.py, read_flash_slow]. */
const slowBytes = 64;

/** What the ROM prints on the console, then it starts the app or waits. */
const banner = (boot: string): string =>
	`ESP-ROM:esp32s3-20210327\r\nBuild:Mar 27 2021\r\nrst:0x1 (POWERON),boot:${boot}\r\n`;

export class SimulatedChip {
	readonly flash: Uint8Array;
	/** Each start of the app: what lies in flash then. */
	starts = 0;
	/** Packets that changed flash. */
	writes = 0;
	isInDownload = false;
	readonly registers = new Map<number, number>();
	port: FakePort | undefined;
	readonly #options: ChipOptions;
	#isInReset = false;
	#isStub = false;
	#stream: Stream | undefined;
	#toRead: {start: number; at: number; end: number} | undefined;
	#dataPackets = 0;
	baud = 115_200;

	constructor(options: ChipOptions = {}) {
		this.#options = options;
		this.flash = new Uint8Array(8 << 20).fill(0xff);
		if (options.flash) this.flash.set(options.flash);
		this.isInDownload = options.startsInDownload === true;
		this.registers.set(registers.magic, options.chipId ?? 9);
	}

	/** As the system's driver would make it. */
	readonly create = ({baudRate}: {path: string; baudRate: number; autoOpen: false}): FakePort => {
		this.port = new FakePort(this, baudRate, this.#options);
		return this.port;
	};

	lines(dtr: boolean, rts: boolean): void {
		if (this.#options.noLines) return;
		if (this.#options.isUsb) this.#usbLines(dtr, rts);
		else this.#adapterLines(dtr, rts);
	}

	/** DTR: GPIO0 is low, RTS: EN is low; both at once: neither. */
	#adapterLines(dtr: boolean, rts: boolean): void {
		const isInReset = rts && !dtr;
		if (this.#isInReset && !isInReset) this.#reset(dtr);
		this.#isInReset = isInReset;
	}

	/** DTR alone asks for download mode, neither takes that back, RTS alone resets, both do nothing. */
	#usbLines(dtr: boolean, rts: boolean): void {
		const {option1} = registers;
		if (dtr !== rts && rts) this.#reset(this.registers.get(option1) === 1);
		else if (!rts) this.registers.set(option1, dtr ? 1 : 0);
	}

	#reset(isBootLow: boolean): void {
		this.#isStub = false;
		this.#stream = undefined;
		this.#toRead = undefined;
		this.baud = 115_200;
		this.isInDownload = isBootLow;
		if (isBootLow) this.#print(`${banner('0x0 (DOWNLOAD(USB/UART0))')}waiting for download\r\n`);
		else {
			this.starts++;
			this.#print(banner('0x8 (SPI_FAST_FLASH_BOOT)'));
		}
	}

	#print(text: string): void {
		this.port?.send(Buffer.from(text, 'latin1'));
	}

	/** A whole packet came, without its frame. */
	packet(bytes: Uint8Array): void {
		if (!this.isInDownload) return;
		if (this.#toRead) {
			this.#sendMore(bytes);
			return;
		}
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		if (bytes.length < 8 || bytes[0] !== 0 || view.getUint16(2, true) !== bytes.length - 8) return;
		this.#execute(bytes[1]!, bytes.subarray(8), view.getUint32(4, true));
	}

	#execute(command: number, data: Uint8Array, checksum: number): void {
		const words = new DataView(data.buffer, data.byteOffset, data.byteLength);
		const word = (index: number): number => words.getUint32(4 * index, true);
		const answers: Readonly<Record<number, () => void>> = {
			[commands.sync]: () => this.#synchronise(),
			[commands.security]: () => this.#answer(command, 0, this.#security()),
			[commands.readRegister]: () => this.#answer(command, this.registers.get(word(0)) ?? 0),
			[commands.writeRegister]: () => {
				this.#writeRegister(word(0), word(1), word(2));
				this.#answer(command);
			},
			[commands.changeBaud]: () => {
				this.#answer(command);
				this.baud = word(0);
			},
			[commands.memoryEnd]: () => {
				this.#answer(command);
				this.#isStub = true;
				this.port?.send(framed(Buffer.from('OHAI')));
			},
			[commands.deflateBegin]: () => {
				this.#stream = new Stream(word(3), word(0));
				if (!this.#isStub) this.#erase(word(3), word(0));
				this.#answer(command);
			},
			[commands.deflateData]: () => this.#data(data.subarray(16, 16 + word(0)), checksum),
			[commands.digest]: () => this.#digest(word(0), word(1)),
			[commands.readFlash]: () => this.#read(word(0), word(1)),
			[commands.readSlowly]: () => this.#answer(command, 0, this.flash.slice(word(0), word(0) + slowBytes)),
		};
		const answer = answers[command];
		if (answer) answer();
		else if (acknowledged.has(command)) this.#answer(command);
		else this.#refuse(command, errors.invalid);
	}

	#synchronise(): void {
		for (let times = this.#isStub ? 1 : 8; times > 0; times--)
			this.#answer(commands.sync, this.#isStub ? 0 : 0x2012_0707);
	}

	#writeRegister(address: number, value: number, mask: number): void {
		this.registers.set(address, ((this.registers.get(address) ?? 0) & ~mask) | (value & mask));
		if (address !== spi.command || (value & spi.start) === 0) return;
		this.registers.set(address, 0);
		if (((this.registers.get(spi.user2) ?? 0) & 0xff) === spi.readId)
			this.registers.set(spi.data, this.#options.flashId ?? 0x17_40_c8);
	}

	#security(): Uint8Array {
		const bytes = new Uint8Array(20);
		const view = new DataView(bytes.buffer);
		view.setUint32(0, this.#options.securityFlags ?? 0, true);
		bytes[4] = this.#options.flashCryptCount ?? 0;
		view.setUint32(12, this.#options.chipId ?? 9, true);
		return bytes;
	}

	#data(block: Uint8Array, checksum: number): void {
		this.#dataPackets++;
		const {damagedEvery = 0} = this.#options;
		const isDamaged = damagedEvery > 0 && this.#dataPackets % damagedEvery === 0;
		const sum = block.reduce((all, byte) => all ^ byte, 0xef);
		const isWhole = !isDamaged && sum === (checksum & 0xff);
		if (!isWhole || !this.#stream) {
			this.#refuse(commands.deflateData, isWhole ? errors.invalid : errors.checksum);
			return;
		}
		const {at, bytes} = this.#stream.take(block);
		this.#program(at, bytes);
		this.writes++;
		if (this.writes === this.#options.pulledAfter) this.port?.pull();
		else this.#answer(commands.deflateData);
	}

	/** The ROM has erased all of it before, the uploaded loader erases a sector when it comes to its first byte. */
	#program(at: number, bytes: Uint8Array): void {
		for (const [index, byte] of bytes.entries()) {
			const place = at + index;
			if (this.#isStub && place % sectorBytes === 0) this.#erase(place, sectorBytes);
			this.flash[place]! &= byte;
		}
	}

	#erase(at: number, bytes: number): void {
		this.flash.fill(0xff, at, at + Math.ceil(bytes / sectorBytes) * sectorBytes);
	}

	#digest(at: number, bytes: number): void {
		const digest = createHash('md5')
			.update(this.flash.subarray(at, at + bytes))
			.digest();
		const told = this.#isStub ? digest : Buffer.from(digest.toString('hex'), 'latin1');
		this.#answer(commands.digest, 0, told);
	}

	#read(start: number, bytes: number): void {
		if (!this.#isStub) {
			this.#refuse(commands.readFlash, errors.invalid);
			return;
		}
		this.#answer(commands.readFlash);
		this.#toRead = {start, at: start, end: start + bytes};
		this.#sendPacket();
	}

	/** The host says how many bytes it has; behind the last ones comes a digest, which is no answer to a command. */
	#sendMore(acknowledged: Uint8Array): void {
		const {start, at, end} = this.#toRead!;
		if (acknowledged.length !== 4 || Buffer.from(acknowledged).readUInt32LE() !== at - start) return;
		if (at < end) this.#sendPacket();
		else {
			this.#toRead = undefined;
			const digest = createHash('md5').update(this.flash.subarray(start, end)).digest();
			this.port?.send(framed(digest));
		}
	}

	#sendPacket(): void {
		const read = this.#toRead!;
		const bytes = this.flash.slice(read.at, Math.min(read.end, read.at + sectorBytes));
		read.at += bytes.length;
		this.port?.send(framed(bytes));
	}

	#answer(command: number, value = 0, data: Uint8Array = new Uint8Array(), status = [0, 0]): void {
		const size = data.length + (this.#isStub ? 2 : 4);
		const bytes = new Uint8Array(8 + size);
		bytes.set([1, command, size & 255, size >> 8]);
		new DataView(bytes.buffer).setUint32(4, value, true);
		bytes.set(data, 8);
		bytes.set(status, 8 + data.length);
		this.port?.send(framed(bytes));
	}

	#refuse(command: number, error: number): void {
		this.#answer(command, 0, new Uint8Array(), [1, error]);
	}
}

/** Compressed data on their way into flash. */
class Stream {
	readonly #start: number;
	readonly #bytes: number;
	#packed = Buffer.alloc(0);
	#done = 0;

	constructor(start: number, bytes: number) {
		this.#start = start;
		this.#bytes = bytes;
	}

	/** What comes out of one more block. */
	take(block: Uint8Array): {at: number; bytes: Uint8Array} {
		this.#packed = Buffer.concat([this.#packed, block]);
		const all = inflateSync(this.#packed, {finishFlush: constants.Z_SYNC_FLUSH}).subarray(0, this.#bytes);
		const at = this.#start + this.#done;
		const bytes = all.subarray(this.#done);
		this.#done = all.length;
		return {at, bytes};
	}
}

/** The port of the adapter, as serialport's. */
export class FakePort extends EventEmitter implements NodePort {
	isOpen = false;
	readonly #chip: SimulatedChip;
	readonly #options: ChipOptions;
	#baud: number;
	#packet: number[] | undefined;
	#isEscaped = false;

	constructor(chip: SimulatedChip, baud: number, options: ChipOptions) {
		super();
		this.#chip = chip;
		this.#baud = baud;
		this.#options = options;
	}

	open(done: (error: Error | null) => void): void {
		const {openError} = this.#options;
		this.isOpen = openError === undefined;
		setImmediate(() => done(openError === undefined ? null : new Error(openError)));
	}

	close(done: (error: Error | null) => void): void {
		this.isOpen = false;
		setImmediate(() => done(null));
	}

	drain(done: (error: Error | null) => void): void {
		done(null);
	}

	set({dtr, rts}: {dtr: boolean; rts: boolean}, done: (error: Error | null) => void): void {
		this.#chip.lines(dtr, rts);
		setImmediate(() => done(null));
	}

	update({baudRate}: {baudRate: number}, done: (error: Error | null) => void): void {
		this.#baud = baudRate;
		setImmediate(() => done(null));
	}

	write(bytes: Uint8Array, done: (error: Error | null) => void): void {
		setImmediate(() => done(this.isOpen ? null : new Error('Port is not open')));
		if (this.#isHeard()) for (const byte of bytes) this.#take(byte);
	}

	/** Both sides must agree on the rate, and the adapter must reach it. */
	#isHeard(): boolean {
		return this.#baud === this.#chip.baud && this.#baud <= (this.#options.deafAbove ?? Infinity);
	}

	#take(byte: number): void {
		if (byte === 0xc0) {
			if (this.#packet?.length) {
				const packet = Uint8Array.from(this.#packet);
				this.#packet = undefined;
				this.#chip.packet(packet);
			} else this.#packet = [];
			return;
		}
		if (this.#isEscaped) {
			this.#isEscaped = false;
			this.#packet?.push(byte === 0xdc ? 0xc0 : 0xdb);
		} else if (byte === 0xdb) this.#isEscaped = true;
		else this.#packet?.push(byte);
	}

	/** To the host. */
	send(bytes: Uint8Array): void {
		if (this.isOpen && this.#isHeard()) setImmediate(() => this.emit('data', Buffer.from(bytes)));
	}

	/** The cable is pulled. */
	pull(): void {
		this.isOpen = false;
		setImmediate(() => this.emit('close', new Error('Error: No such device or address, disconnected')));
	}
}

function framed(bytes: Uint8Array): Uint8Array {
	const out: number[] = [0xc0];
	for (const byte of bytes)
		if (byte === 0xc0) out.push(0xdb, 0xdc);
		else if (byte === 0xdb) out.push(0xdb, 0xdd);
		else out.push(byte);
	out.push(0xc0);
	return Uint8Array.from(out);
}
