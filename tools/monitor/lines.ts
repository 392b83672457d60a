// Bytes of a serial port to lines of text; says when they do not look like text, which a wrong rate does.

export interface LineReader {
	/** More bytes, in pieces of any length. */
	push(bytes: Uint8Array): void;
	/** The port is gone: what has no end of line yet is a line as well. */
	end(): void;
}

/** A line that never ends is cut there. */
const longest = 4096;
/** With fewer characters one wrong bit would decide; above this share of them it is not text. */
const enough = 16;
const share = 0.2;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const odd = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f\ufffd]/g;

/**
 * @param onLine each line without its end; bytes that are no UTF-8 are U+FFFD.
 * @param onGarbage called once, as soon as what has come cannot be text.
 */
export function readLines(onLine: (line: string) => void, onGarbage: () => void): LineReader {
	let decoder = new TextDecoder();
	let rest = '';
	const seen = {all: 0, odd: 0, told: false};
	const look = (text: string): void => {
		seen.all += text.length;
		seen.odd += text.match(odd)?.length ?? 0;
		if (seen.told || seen.all < enough || seen.odd < share * seen.all) return;
		seen.told = true;
		onGarbage();
	};
	const take = (text: string): void => {
		look(text);
		const lines = (rest + text).split('\n');
		rest = lines.pop()!;
		for (const line of lines) onLine(line.replace(/\r$/, ''));
		while (rest.length > longest) {
			onLine(rest.slice(0, longest));
			rest = rest.slice(longest);
		}
	};
	return {
		push: bytes => take(decoder.decode(bytes, {stream: true})),
		end() {
			take(decoder.decode());
			decoder = new TextDecoder();
			if (rest !== '') onLine(rest);
			rest = '';
		},
	};
}
