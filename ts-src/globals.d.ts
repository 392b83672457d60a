// Types of the globals that globals.ts installs on the chip; an app's tsconfig has them instead of "dom" or "node".

interface Console {
	/** Write one line: strings as they are, other values as they would be written in code. */
	log(...values: readonly unknown[]): void;
	debug(...values: readonly unknown[]): void;
	info(...values: readonly unknown[]): void;
	warn(...values: readonly unknown[]): void;
	error(...values: readonly unknown[]): void;
}
declare var console: Console;

/**
 * Call `callback` once, `ms` milliseconds (0 or more, rounded to microseconds) from now; the chip sleeps meanwhile.
 * @returns an id for clearTimeout.
 * @throws {NativeError} FULL when 32 timers run already.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: that is the type of a promise's resolve function
declare function setTimeout(callback: (value: void) => void, ms?: number): number;
declare function setTimeout<T extends unknown[]>(
	callback: (...values: T) => void,
	ms?: number,
	...values: T
): number;
/** Call `callback` every `ms` milliseconds, without drift: a late call does not move the later ones. */
declare function setInterval<T extends unknown[]>(
	callback: (...values: T) => void,
	ms?: number,
	...values: T
): number;
declare function clearTimeout(id?: number): void;
declare function clearInterval(id?: number): void;
declare function queueMicrotask(callback: () => void): void;
