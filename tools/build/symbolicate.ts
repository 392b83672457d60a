// Positions in the bundle (`app.js:12:5`) turned back into positions in TypeScript (`src/main.ts:8:3`).
import {isAbsolute, relative, resolve, sep} from 'node:path';
import {originalPositionFor, TraceMap} from '@jridgewell/trace-mapping';

/** The file name under which the bundle is compiled, so the one in stacks. */
export const bundleName = 'app.js';

export interface Position {
	readonly file: string;
	readonly line: number;
	readonly column: number;
}

export interface Symbolicator {
	/** `line` and `column` count from 1. */
	position(line: number, column: number): Position | undefined;
	/** The text with each position in the bundle replaced; what is unknown stays. */
	text(text: string): string;
}

/**
 * @param map of the bundle; its sources are absolute paths.
 * @param appDir files inside it are shown relative to it, files of Catnap as `catnap/model.ts`.
 * @param libraryDir the folder `ts-src`.
 */
export function createSymbolicator(map: string, appDir: string, libraryDir: string): Symbolicator {
	const trace = new TraceMap(map);
	const position = (line: number, column: number): Position | undefined => {
		const found = originalPositionFor(trace, {line, column: Math.max(0, column - 1)});
		if (found.source === null) return undefined;
		return {file: shortenPath(found.source, appDir, libraryDir), line: found.line, column: found.column + 1};
	};
	const pattern = new RegExp(`\\b${bundleName.replace('.', '\\.')}:(\\d+)(?::(\\d+))?`, 'g');
	return {
		position,
		text: text =>
			text.replace(pattern, (whole, line: string, column?: string) => {
				const found = position(Number(line), Number(column ?? 1));
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
	return path.replace(/^.*[\\/]node_modules[\\/]/, '');
}
