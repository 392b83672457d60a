// Tables that programs export as text (CSV): their lines, and numbers as they are written in every country's files.

/** What ends a line of this text, whichever system wrote it; a carriage return before it is white space. */
function endOf(text: string): string {
	return text.includes('\n') ? '\n' : '\r';
}

export function lineCount(text: string): number {
	const end = endOf(text);
	let count = 1;
	for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1)) count++;
	return count;
}

/** Lines without the white space around them, and their numbers from 1. */
export function* linesOf(text: string): Generator<readonly [line: string, number: number]> {
	const end = endOf(text);
	let number = 0;
	for (let at = 0; at <= text.length; ) {
		const next = text.indexOf(end, at);
		const until = next < 0 ? text.length : next;
		yield [text.slice(at, until).trim(), ++number];
		at = until + 1;
	}
}

/** A decimal number, with a point; undefined for everything else, also what JavaScript would take for one (`0x10`, ``). */
export function decimal(text: string): number | undefined {
	if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text)) return undefined;
	const value = Number(text);
	return Number.isFinite(value) ? value : undefined;
}
