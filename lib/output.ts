// Where a command's words go: the product to stdout, progress to stderr, colour only for a person at a terminal.

/** The product of the command, one line or several. */
export function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

/** A line about the work, for the person who waits. */
export function progress(text: string): void {
	process.stderr.write(`${text}\n`);
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

/** Colours where the stream is a terminal and NO_COLOR is not set; else the text as it is. */
export function createPainter(stream: {isTTY?: boolean}, env: NodeJS.ProcessEnv = process.env): Painter {
	const on = stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
	return (style, text) => (on ? `\u001b[${styles[style][0]}m${text}\u001b[${styles[style][1]}m` : text);
}
