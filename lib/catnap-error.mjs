// The error that a command shows to a person, in plain JavaScript; errors.ts gives it its types.
import {errorTable} from './error-table.mjs';
import {visible, visibleLine} from './visible.mjs';

export class CatnapError extends Error {
	#thrown;

	/** `thrown`: where, expected, received, todo; `which` sentence of the code, and what its gaps are filled with. */
	constructor(code, thrown = {}) {
		const {exit, what, todo} = errorTable[code];
		const {which, where, expected, received} = thrown;
		const facts = {
			what: fill(which === undefined ? what : what[which], thrown),
			where,
			expected,
			received,
			todo: thrown.todo ?? (todo && fill(todo, thrown)),
		};
		super(format(code, facts));
		this.name = 'CatnapError';
		this.code = code;
		this.exitCode = exit;
		this.facts = facts;
		this.#thrown = thrown;
	}

	/** The same error at another place. */
	at(where) {
		return new CatnapError(this.code, {...this.#thrown, where});
	}

	/** The same error where something else helps. */
	withTodo(todo) {
		return new CatnapError(this.code, {...this.#thrown, todo});
	}
}

function fill(text, thrown) {
	return text.replace(/\{(\w+)\}/g, (gap, name) =>
		thrown[name] === undefined ? gap : visibleLine(String(thrown[name])),
	);
}

function format(code, {what, where, expected, received, todo}) {
	const lines = [`error ${code}: ${what}`];
	if (where !== undefined) lines.push(`  at ${visibleLine(where)}`);
	if (expected !== undefined) lines.push(`  expected: ${visible(expected)}`);
	if (received !== undefined) lines.push(`  received: ${printable(received)}`);
	if (todo !== undefined) lines.push(`  ${visible(todo)}`);
	return lines.join('\n');
}

const longestLine = 240;

/** What was received can be anything, a binary file too: nobody reads pages of it. */
function printable(text) {
	const lines = visible(text)
		.split('\n')
		.map(line => (line.length > longestLine ? `${line.slice(0, longestLine)} ...` : line));
	return lines.join('\n');
}
