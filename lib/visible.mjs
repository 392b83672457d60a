// Text of others (apps, boards, files) made safe to show: a terminal obeys no character of it, and a reader sees each.

/**
 * Control characters but tab and end of line; what turns the direction of text, as Rust's compiler refuses it
 * (text_direction_codepoint); ends of lines that are none; halves of characters; what XML forbids.
 */
const hidden = /(?![\n\t])[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/**
 * ESC becomes the six characters `\u001b`, a carriage return `\r`: as in JSON, so a JSON document keeps its values.
 * `show` may give other words for a character.
 */
export function visible(text, show = () => undefined) {
	return text.replace(hidden, found => show(found) ?? escaped(found));
}

/** The same for what belongs in one line. */
export function visibleLine(text) {
	return visible(text).replaceAll('\n', '\\n');
}

function escaped(found) {
	return found === '\r' ? '\\r' : `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
