// Generated from bindings/api/console.ts by tools/gen. Edit that file, then run: npm run gen

/** Lines of text for people and tools. */
declare module 'catnap:console' {
	/**
	 * Write one line.
	 * @param level How important it is.
	 * @param text The line, without its end, 0 to 65536 bytes.
	 * @throws {NativeError} Throws TYPE, RANGE.
	 */
	export function write(level: 'debug' | 'info' | 'log' | 'warn' | 'error', text: string): void;
}
