// The crash record as bytes, as memory or an app's own storage holds it: SPEC.md, "Crash record".

export interface CrashRecord {
	readonly kind: (typeof kinds)[number];
	/** Crashes since power-on. */
	readonly crashes: number;
	/** The moment of the error, from power-on. */
	readonly atUs: number;
	/** How the chip had slept by then; 0 for `watchdog`. */
	readonly sleeps: number;
	readonly idleUs: number;
	readonly deepUs: number;
	/** Message and stack, with places in the bundle. */
	readonly text: string;
}

/** From 1 on. */
const kinds = ['error', 'ended', 'watchdog', 'panic'] as const;
export const recordBytes = 320;
const textAt = 64;
const mostInARow = 254;

/** Undefined if it is no record, or an empty one. */
export function readCrashRecord(bytes: Uint8Array): CrashRecord | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const kind = bytes.length === recordBytes ? kinds[view.getUint8(0) - 1] : undefined;
	const end = bytes.indexOf(0, textAt);
	if (kind === undefined || end < 0 || view.getUint8(1) > mostInARow || view.getUint8(2) > 1)
		return undefined;
	const us = (at: number): number => Number(view.getBigUint64(at, true));
	return {
		kind,
		crashes: view.getUint32(4, true),
		atUs: us(16),
		sleeps: view.getUint32(24, true),
		idleUs: us(32),
		deepUs: us(40),
		text: new TextDecoder().decode(bytes.subarray(textAt, end)),
	};
}
