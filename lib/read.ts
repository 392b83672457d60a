// Files that a person names, read whole: regular files up to a size, as bytes, as text or as JSON.
import {constants, isUtf8} from 'node:buffer';
import {readFileSync, type Stats, statSync} from 'node:fs';
import {CatnapError, type ErrorCode, type ThrownFacts} from './errors.ts';

/** Codes whose one sentence needs no more than the file's name. */
type ReadCode = {[Code in ErrorCode]: object extends ThrownFacts<Code> ? Code : never}[ErrorCode];

export interface ReadOptions {
	/** Thrown when the file cannot be read. */
	readonly code: ReadCode;
	readonly longestMb: number;
	readonly expected?: string;
	/** How errors name the file. @default its path */
	readonly where?: string;
}

const mb = 1024 * 1024;
/** Of a JSON that people write. */
export const longestJsonMb = 16;
/** A text cannot be longer. */
export const longestTextMb = Math.floor(constants.MAX_STRING_LENGTH / mb);

/** @throws {CatnapError} of the given code, with the reason: what is no file would block, or have no end */
export function readBytes(path: string, {code, longestMb, expected, where = path}: ReadOptions): Buffer {
	const fail = (received: string, wanted = expected): CatnapError =>
		new CatnapError(code, {where, expected: wanted, received} as ThrownFacts<ReadCode>);
	try {
		const stats = statSync(path);
		if (!stats.isFile()) throw fail(kindOf(stats), 'a regular file');
		if (stats.size > longestMb * mb)
			throw fail(`${Math.ceil(stats.size / mb)} MB`, `at most ${longestMb} MB: use a part of the file`);
		return readFileSync(path);
	} catch (error) {
		if (error instanceof CatnapError) throw error;
		throw fail((error as NodeJS.ErrnoException).code ?? String(error));
	}
}

/** UTF-8, without the byte order mark that some programs write; other bytes are no text. */
export function readText(path: string, options: ReadOptions): string {
	return textOf(readBytes(path, options), {where: path, ...options});
}

/** The text of bytes that were read. @throws {CatnapError} of the given code */
export function textOf(bytes: Buffer, {code, where}: Pick<ReadOptions, 'code'> & {where: string}): string {
	const odd = isUtf8(bytes) ? (bytes.includes(0) ? 'a byte 0: it is no text' : undefined) : codingOf(bytes);
	if (odd === undefined) return withoutMark(bytes.toString('utf8'));
	throw new CatnapError(code, {
		where,
		expected: 'text in UTF-8',
		received: odd,
		todo: 'save the file as UTF-8',
	} as ThrownFacts<ReadCode>);
}

function codingOf(bytes: Buffer): string {
	const mark = bytes.subarray(0, 2).toString('hex');
	if (mark === 'fffe' || mark === 'feff') return 'UTF-16';
	return 'bytes that are no UTF-8, perhaps of an older coding such as Latin-1';
}

/** The value of a JSON text. @throws {SyntaxError} */
export function parseJson(text: string): unknown {
	return JSON.parse(withoutMark(text));
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function withoutMark(text: string): string {
	return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function kindOf(stats: Stats): string {
	if (stats.isDirectory()) return 'a folder';
	if (stats.isFIFO()) return 'a pipe';
	if (stats.isSocket()) return 'a socket';
	return 'a device';
}
