// Where a command's words go: the product to stdout, progress to stderr, colour only for a person at a terminal.
// No control character of an app, a board or a file gets out: all words pass `shown`.
import {visible} from './visible.mjs';
import {wipe} from './working.ts';

/** The product of the command, one line or several. */
export function print(text: string): void {
	wipe();
	process.stdout.write(`${shown(text)}\n`);
}

/** Bytes that another program made, for a file or a program that wants them as they are. */
export function printBytes(bytes: Uint8Array): void {
	wipe();
	process.stdout.write(bytes);
}

/** A line about the work, for the person who waits. */
export function progress(text: string): void {
	wipe();
	process.stderr.write(`${shown(text)}\n`);
}

const styles = {
	bold: [1, 22],
	dim: [2, 22],
	red: [31, 39],
	green: [32, 39],
	yellow: [33, 39],
	cyan: [36, 39],
} as const;
export type Style = keyof typeof styles;
export type Painter = (style: Style, text: string) => string;

/** Halves of a character, which no UTF-8 gives: what a painter leaves in a text stands for an escape sequence of ours. */
const markOf = (code: number): string => String.fromCharCode(0xdc00 + code);
const sequences = new Map(
	Object.values(styles)
		.flat()
		.map(code => [markOf(code), `\u001b[${code}m`]),
);

function shown(text: string): string {
	return visible(text, found => sequences.get(found));
}

/** Colours where the stream is a terminal and NO_COLOR is not set; else the text as it is. */
export function createPainter(stream: {isTTY?: boolean}, env: NodeJS.ProcessEnv = process.env): Painter {
	const on = stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
	return (style, text) => (on ? `${markOf(styles[style][0])}${text}${markOf(styles[style][1])}` : text);
}
