// What the commands hand to the entry functions, and what these hand back: data for --json, text for people.

export interface Result<Data> {
	/** What `--json` prints. */
	readonly data: Data;
	/** What the command prints without it. */
	readonly text: string;
	/** 0, or 1 if the work failed. */
	readonly exitCode: 0 | 1;
}

/** Columns, each as wide as its widest cell; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
	const cells = [head, ...rows.map(row => row.map(shown))];
	const widths = head.map((_, column) => Math.max(...cells.map(row => row[column]!.length)));
	const right = head.map((_, column) => rows.every(row => typeof row[column] === 'number'));
	return cells
		.map(row =>
			row
				.map((cell, column) =>
					right[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
				)
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

function shown(cell: string | number): string {
	return typeof cell === 'number' ? cell.toLocaleString('en-US') : cell;
}

export const count = (n: number) => n.toLocaleString('en-US');
