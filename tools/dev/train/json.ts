// JSON text in the repository's own format, so that a file that a script writes passes the formatter as it is.

const WIDTH = 110;

/** Objects a field a line; arrays on one line if they fit, else numbers filled and other items one a line. */
export function formatJson(value: unknown): string {
	return `${format(value, '', 0)}\n`;
}

function format(value: unknown, indent: string, column: number): string {
	if (Array.isArray(value)) return formatArray(value, indent, column);
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const inner = `${indent}  `;
	const fields = Object.entries(value).map(([key, item]) => {
		const name = `${inner}${JSON.stringify(key)}: `;
		return name + format(item, inner, name.length);
	});
	return `{\n${fields.join(',\n')}\n${indent}}`;
}

function formatArray(items: readonly unknown[], indent: string, column: number): string {
	const inner = `${indent}  `;
	const parts = items.map(item => format(item, inner, inner.length));
	const line = `[${parts.join(', ')}]`;
	if (!line.includes('\n') && column + line.length + 1 <= WIDTH) return line;
	if (!items.every(item => typeof item === 'number'))
		return `[\n${inner}${parts.join(`,\n${inner}`)}\n${indent}]`;
	return `[\n${fill(parts, inner)}\n${indent}]`;
}

// As many numbers a line as fit with their comma.
function fill(parts: readonly string[], indent: string): string {
	const lines: string[] = [];
	let line = indent;
	for (const [i, part] of parts.entries()) {
		const text = i < parts.length - 1 ? `${part},` : part;
		if (line !== indent && line.length + 1 + text.length > WIDTH) {
			lines.push(line);
			line = indent;
		}
		line += line === indent ? text : ` ${text}`;
	}
	return [...lines, line].join('\n');
}
