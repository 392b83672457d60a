// Generated from bindings/schema.ts by tools/gen. Edit that file, then run: npm run gen

/** Codes of errors that native functions throw. */
export type NativeErrorCode =
	/** A device or bus failed. */
	| 'IO'
	/** There is no data yet. */
	| 'NOT_READY'
	/** Out of memory: the app does not fit the pool. */
	| 'NO_MEMORY'
	/** The same thing is already under way. */
	| 'BUSY'
	/** No device answers. */
	| 'NO_DEVICE'
	/** An argument is not allowed. */
	| 'INVAL'
	/** No room is left in a fixed table. */
	| 'FULL'
	/** A value is outside its range. */
	| 'RANGE'
	/** This board cannot do that. */
	| 'UNSUPPORTED'
	/** The deadline passed. */
	| 'TIMEOUT'
	/** Another device than expected answers. */
	| 'WRONG_DEVICE'
	/** The data has another layout. */
	| 'LAYOUT'
	/** A checksum is wrong. */
	| 'CORRUPT'
	/** Not possible in this state. */
	| 'STATE'
	/** It has been closed. */
	| 'CLOSED'
	/** A value has the wrong type. */
	| 'TYPE'
	/** The app image is not usable. */
	| 'BAD_IMAGE'
	/** The model is not usable. */
	| 'BAD_MODEL'
	;

/** What native functions throw: an Error with a code. */
export interface NativeError extends Error {
	/** What went wrong, to decide by; the message is for people. */
	readonly code: NativeErrorCode;
	/** What an argument must be, when one is wrong. */
	readonly expected?: string;
	/** What it was instead. */
	readonly received?: string;
}

const codes: ReadonlySet<string> = new Set([
	'IO',
	'NOT_READY',
	'NO_MEMORY',
	'BUSY',
	'NO_DEVICE',
	'INVAL',
	'FULL',
	'RANGE',
	'UNSUPPORTED',
	'TIMEOUT',
	'WRONG_DEVICE',
	'LAYOUT',
	'CORRUPT',
	'STATE',
	'CLOSED',
	'TYPE',
	'BAD_IMAGE',
	'BAD_MODEL',
]);

export const NativeError = {
	/** Whether `value` was thrown by a native function: `if (NativeError.is(error) && error.code === 'FULL')`. */
	is(value: unknown): value is NativeError {
		return value instanceof Error && codes.has((value as Partial<NativeError>).code ?? '');
	},
};
