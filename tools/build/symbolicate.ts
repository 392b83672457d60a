// Positions in the bundle (`app.js:12:5`) turned back into positions in TypeScript (`src/main.ts:8:3`).
import {isAbsolute, relative, resolve, sep} from 'node:path';
import {AnyMap, originalPositionFor} from '@jridgewell/trace-mapping';
import {bundleName, linesBefore} from './module-code.ts';

export interface Position {
	readonly file: string;
	readonly line: number;
	readonly column: number;
}

export interface Symbolicator {
	/** `line` and `column` count from 1. @param module its name; @default the main one */
	position(line: number, column: number, module?: string): Position | undefined;
	/** The text with each position in the bundle replaced; what is unknown stays. */
	text(text: string): string;
}

/**
 * @param map of the bundle; its sources are absolute paths.
 * @param appDir files inside it are shown relative to it, files of Catnap as `catnap/model.ts`.
 * @param libraryDir the folder `ts-src`.
 */
export function createSymbolicator(map: string, appDir: string, libraryDir: string): Symbolicator {
	const trace = AnyMap(map);
	const before = linesBefore(map);
	const position = (line: number, column: number, module = bundleName): Position | undefined => {
		const lines = before.get(module);
		if (lines === undefined) return undefined;
		const found = originalPositionFor(trace, {line: lines + line, column: Math.max(0, column - 1)});
		if (found.source === null) return undefined;
		return {file: shortenPath(found.source, appDir, libraryDir), line: found.line, column: found.column + 1};
	};
	const pattern = /\b(app(?:-\d+)?\.js):(\d+)(?::(\d+))?/g;
	return {
		position,
		text: text =>
			text.replace(pattern, (whole, module: string, line: string, column?: string) => {
				const found = position(Number(line), Number(column ?? 1), module);
				if (found === undefined) return whole;
				return `${found.file}:${found.line}${column === undefined ? '' : `:${found.column}`}`;
			}),
	};
}

/** A path as people know it: relative to the app, `catnap/<file>` inside the library, `<package>/<file>` elsewhere. */
export function shortenPath(path: string, appDir: string, libraryDir: string): string {
	for (const [dir, prefix] of [
		[appDir, ''],
		[libraryDir, 'catnap/'],
	] as const) {
		const inside = relative(dir, resolve(dir, path));
		if (!inside.startsWith('..') && !isAbsolute(inside)) return prefix + inside.split(sep).join('/');
	}
	const parts = path.split(/[\\/]node_modules[\\/]/);
	return parts.length === 1 ? path : parts.at(-1)!.replaceAll('\\', '/');
}
