// The error that a command shows to a person: what, where, expected, received, what to do, with a code.

export interface ErrorFacts {
	/** What went wrong, one sentence without a full stop. */
	readonly what: string;
	/** Where: a path, optionally with `:line` or `:line:column`. */
	readonly where?: string;
	readonly expected?: string;
	readonly received?: string;
	/** What the person can do now. */
	readonly todo?: string;
}

/** Exit code 1: the work failed. */
export class CatnapError extends Error {
	override readonly name: string = 'CatnapError';
	readonly code: string;
	readonly facts: ErrorFacts;
	readonly exitCode: number = 1;

	constructor(code: string, facts: ErrorFacts) {
		super(formatFacts(code, facts));
		this.code = code;
		this.facts = facts;
	}
}

/** Exit code 2: the command was called wrongly. */
export class UsageError extends CatnapError {
	override readonly name = 'UsageError';
	override readonly exitCode = 2;
}

function formatFacts(code: string, facts: ErrorFacts): string {
	const lines = [`error ${code}: ${facts.what}`];
	if (facts.where !== undefined) lines.push(`  at ${facts.where}`);
	if (facts.expected !== undefined) lines.push(`  expected: ${facts.expected}`);
	if (facts.received !== undefined) lines.push(`  received: ${printable(facts.received)}`);
	if (facts.todo !== undefined) lines.push(`  ${facts.todo}`);
	return lines.join('\n');
}

const longestLine = 240;

/** What was received can be anything, a binary file too: a terminal must not obey it, and nobody reads pages of it. */
function printable(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
	const clean = text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\ufffd]+/g, '?');
	const lines = clean
		.split('\n')
		.map(line => (line.length > longestLine ? `${line.slice(0, longestLine)} ...` : line));
	return lines.join('\n');
}
