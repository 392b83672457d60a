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

// Names of the web platform, in the bundle only where an app or a package names them.

/** A deep copy of plain objects, arrays, Map, Set, Date, RegExp, errors, buffers and views. Functions are rejected. */
declare function structuredClone<T>(value: T): T;
/** Text of one byte a character as base64, and back. */
declare function btoa(text: string): string;
declare function atob(base64: string): string;
declare var performance: {
	/** Milliseconds since power-on, with microseconds. */
	now(): number;
	readonly timeOrigin: number;
};

interface TextEncoder {
	readonly encoding: 'utf-8';
	encode(text?: string): Uint8Array;
	encodeInto(text: string, into: Uint8Array): {read: number; written: number};
}
declare var TextEncoder: {new (): TextEncoder};
interface TextDecoder {
	readonly encoding: 'utf-8';
	readonly fatal: boolean;
	readonly ignoreBOM: boolean;
	decode(input?: ArrayBuffer | ArrayBufferView, options?: {readonly stream?: boolean}): string;
}
declare var TextDecoder: {
	/** @throws {RangeError} for an encoding other than utf-8. */
	new (label?: string, options?: {readonly fatal?: boolean; readonly ignoreBOM?: boolean}): TextDecoder;
};

interface Event {
	readonly type: string;
	readonly cancelable: boolean;
	readonly target: EventTarget | null;
	readonly currentTarget: EventTarget | null;
	readonly defaultPrevented: boolean;
	preventDefault(): void;
	stopPropagation(): void;
	stopImmediatePropagation(): void;
}
declare var Event: {new (type: string, options?: {readonly cancelable?: boolean}): Event};
interface EventListenerObject {
	handleEvent(event: Event): void;
}
interface EventTarget {
	addEventListener(
		type: string,
		listener: ((event: Event) => void) | EventListenerObject | null,
		options?: {readonly once?: boolean; readonly signal?: AbortSignal} | boolean,
	): void;
	removeEventListener(type: string, listener: ((event: Event) => void) | EventListenerObject | null): void;
	dispatchEvent(event: Event): boolean;
}
declare var EventTarget: {new (): EventTarget};
interface AbortSignal extends EventTarget {
	readonly aborted: boolean;
	// biome-ignore lint/suspicious/noExplicitAny: as in the standard's declarations
	readonly reason: any;
	onabort: ((event: Event) => void) | null;
	throwIfAborted(): void;
}
declare var AbortSignal: {
	readonly prototype: AbortSignal;
	new (): AbortSignal;
	// biome-ignore lint/suspicious/noExplicitAny: as in the standard's declarations
	abort(reason?: any): AbortSignal;
	timeout(ms: number): AbortSignal;
};
interface AbortController {
	readonly signal: AbortSignal;
	// biome-ignore lint/suspicious/noExplicitAny: as in the standard's declarations
	abort(reason?: any): void;
}
declare var AbortController: {new (): AbortController};

/** A model that no build has seen yet: its own types lie beside it as soon as one has, and count more than these. */
declare module '*.tflite' {
	import type {Model} from 'catnap/model';

	const model: Model;
	export default model;
}
