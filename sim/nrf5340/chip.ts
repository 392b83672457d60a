// What a simulated peripheral gets from the chip around it, and what the chip gets from the world around it.

import type {Outside} from '../soc/outside.ts';
import type {Agenda} from './agenda.ts';

export type {Activity, MicrophonePort, Outside, PinMode, TransferStatus} from '../soc/outside.ts';

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
