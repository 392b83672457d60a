// What a simulated peripheral gets from the chip around it, and what the chip gets from the world around it.

import type {Agenda} from './agenda.ts';

export type PinMode = 'input' | 'input-pull-up' | 'input-pull-down' | 'output';
export type TransferStatus = 'ok' | 'no-device' | 'io' | 'timeout';
/** What the chip draws current for. */
export type Activity = 'run' | 'run_fast' | 'transfer' | 'idle' | 'deep' | 'off';

/** The world beyond the chip's pins. Moments are whole microseconds. */
export interface Outside {
	/** The moment of its next event, or Infinity. */
	readonly nextUs: number;
	/** Where its clock stands; ahead of the chip's while a bus transfer that it carries out is under way. */
	readonly nowUs: number;
	/** Let its events up to this moment happen. */
	advanceTo(us: number): void;
	/** The level that it or a pull gives the pin; undefined: nothing is connected. */
	level(pin: number): boolean | undefined;
	/** The chip was reset: all pins are inputs without pulls, unless it keeps them as they were. */
	reset(keepsPins: boolean): void;
	/** What the chip draws current for from this moment on. */
	activity(what: Activity, atUs: number): void;
	/** Flash is written or erased from now to then. */
	flashBusy?(fromUs: number, untilUs: number): void;
	configure(pin: number, mode: PinMode): void;
	write(pin: number, high: boolean): void;
	onLevel(listener: (pin: number, high: boolean) => void): void;
	/** A whole transfer on the bus with this clock pin: its clock then stands at the end of it. */
	transfer(
		scl: number,
		address: number,
		tx: Uint8Array,
		rxLength: number,
	): {readonly status: TransferStatus; readonly data: Uint8Array};
	/** What comes back while these bytes go out on the SPI bus with this clock pin; no time passes. Without it, zeros. */
	spi?(sck: number, mode: number, hz: number, out: Uint8Array): Uint8Array;
	/** The bus was clocked by hand; whether its data line is free now. */
	recover(scl: number): boolean;
	/** The level that a conversion meets at an analog input, or (255) of the supply, in millivolts; without it, ground. */
	analog?(input: number): number;
	/** The microphone; without it, silence. */
	readonly microphone?: MicrophonePort;
	/** Bytes that a serial port has sent. */
	console(atUs: number, bytes: Uint8Array): void;
}

/** A microphone at the pins of PDM. */
export interface MicrophonePort {
	/** It gets this clock. False: the board has no such rate or gain. */
	listen(rateHz: number, gainDb: number): boolean;
	/** The samples that follow those taken before. */
	take(count: number): Int16Array;
	/** The clock stops. */
	rest(): void;
}

export interface Chip {
	readonly agenda: Agenda;
	readonly outside: Outside;
	/** Now, in units of the agenda. */
	now(): number;
	/** What the outside gives a pin at this moment; undefined: nothing. */
	level(pin: number): boolean | undefined;
	/** The firmware did what the chip does not allow or does not have. */
	violation(text: string): void;
	/** Interrupt lines may have changed: look at them before the next instruction. */
	attend(): void;
	/** The level of one source of an interrupt; the line is high while any source is. */
	line(source: object, irq: number, high: boolean): void;
	/** The core stands still for a while: flash is busy. */
	stall(units: number): void;
	/** EasyDMA: undefined and a violation when the address is not in memory that is on. */
	dmaRead(address: number, length: number, who: string): Uint8Array | undefined;
	dmaWrite(address: number, bytes: Uint8Array, who: string): boolean;
	reset(reason: ResetReason): void;
}

/** Bits of RESETREAS. */
export const resetReasons = {
	pin: 1 << 0,
	watchdog0: 1 << 1,
	soft: 1 << 3,
	lockup: 1 << 4,
	off: 1 << 5,
	watchdog1: 1 << 25,
} as const;
export type ResetReason = keyof typeof resetReasons | 'power-on';
