// The crash record: what nobody caught and what ended the app, found again after reset and off.

import * as native from 'catnap:power';

/** In the order of SPEC.md, "Crash record", from 1 on. */
const kinds = ['error', 'ended', 'watchdog', 'panic'] as const;
/** No record of an app has this name. */
const record = '\x7f';
const bytesKept = 320;
const textAt = 64;

export interface Crash {
	/**
	 * `error`: nobody caught it, and the app went on. The others are crashes: `ended`, an error at the top level has ended the
	 * app; `watchdog`, a job or an endless row of them made no progress; `panic`, the firmware found a mistake of its own.
	 */
	readonly kind: (typeof kinds)[number];
	/** Message and stack, up to 255 bytes. Where it is said on the console, tools show its places in TypeScript. */
	readonly text: string;
	/** Crashes since power-on. */
	readonly crashes: number;
	/** The moment of the error, in microseconds since power-on. */
	readonly atUs: number;
	/** How the chip had slept by then since its start; 0 for `watchdog`. */
	readonly sleeps: number;
	/** Time slept with the clocks ready; 0 for `watchdog`. */
	readonly idleUs: number;
	/** Time slept deeper; 0 for `watchdog`. */
	readonly deepUs: number;
}

/** The last one that is kept. */
export function lastCrash(): Crash | undefined {
	const bytes = new Uint8Array(bytesKept);
	try {
		native.retainCopy(record, bytes);
	} catch {
		return undefined;
	}
	const view = new DataView(bytes.buffer);
	const us = (at: number): number => view.getUint32(at, true) + 2 ** 32 * view.getUint32(at + 4, true);
	return {
		kind: kinds[view.getUint8(0) - 1]!,
		text: textOf(bytes.subarray(textAt, bytes.indexOf(0, textAt))),
		crashes: view.getUint32(4, true),
		atUs: us(16),
		sleeps: view.getUint32(24, true),
		idleUs: us(32),
		deepUs: us(40),
	};
}

/** UTF-8 as text; what is left of a character that was cut at the end is left out. */
function textOf(bytes: Uint8Array): string {
	for (let end = bytes.length; end > 0; end--) {
		let coded = '';
		for (const byte of bytes.subarray(0, end)) coded += `%${byte < 16 ? '0' : ''}${byte.toString(16)}`;
		try {
			return decodeURIComponent(coded);
		} catch {}
	}
	return '';
}
