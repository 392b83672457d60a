// What a module exports by default without a name of its own is called "default", as the language has it; rollup calls it
// after the file.
import type {Node} from './syntax.ts';

/** Such a function gets this name, since it may be called before its line; own-names.ts sets what it is called. */
export const defaultFunction = 'default$0';

export interface Named {
	readonly code: string;
	/** A source map: JSON would be of the same form. */
	readonly map: {
		readonly version: 3;
		readonly sources: string[];
		readonly names: string[];
		readonly mappings: string;
	};
}

interface Insertion {
	readonly offset: number;
	readonly text: string;
}

/** `code` with a name for its default export; undefined if that has one, or there is none. */
export function withDefaultName(code: string, tree: Node): Named | undefined {
	const found = (tree.body as readonly Node[]).find(({type}) => type === 'ExportDefaultDeclaration');
	const insertions = found === undefined ? [] : insertionsFor(found.declaration as Node, code);
	if (insertions.length === 0) return undefined;
	return {
		code: inserted(code, insertions),
		map: {version: 3, sources: [''], names: [], mappings: mappingsOf(code, insertions)},
	};
}

function insertionsFor(declared: Node, code: string): Insertion[] {
	if ((declared.id ?? null) !== null) return [];
	if (declared.type === 'FunctionDeclaration') {
		const open = code.indexOf('(', declared.start);
		return [{offset: open, text: ` ${defaultFunction}`}];
	}
	const isClass = declared.type === 'ClassDeclaration';
	if (!isClass && !/^(ArrowFunctionExpression|FunctionExpression|ClassExpression)$/.test(declared.type))
		return [];
	// a property gives its name to an anonymous function that is its value
	return [
		{offset: declared.start, text: '({default: '},
		{offset: declared.end, text: `}).default${isClass ? ';' : ''}`},
	];
}

function inserted(code: string, insertions: readonly Insertion[]): string {
	return [...insertions]
		.reverse()
		.reduce((text, {offset, text: more}) => text.slice(0, offset) + more + text.slice(offset), code);
}

/** A segment for every word, since rollup takes the nearest one before a place. */
function mappingsOf(code: string, insertions: readonly Insertion[]): string {
	let previous = [0, 0];
	let lineStart = 0;
	const lines = code.split('\n').map((text, line) => {
		let before = 0;
		const segments = [...text.matchAll(/\w+|[^\w\s]/g)].map(({index}) => {
			const shift = insertions
				.filter(({offset}) => offset >= lineStart && offset <= lineStart + index)
				.reduce((sum, one) => sum + one.text.length, 0);
			const column = index + shift;
			const segment = [column - before, 0, line - previous[0]!, index - previous[1]!].map(vlq).join('');
			before = column;
			previous = [line, index];
			return segment;
		});
		lineStart += text.length + 1;
		return segments.join(',');
	});
	return lines.join(';');
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base 64 VLQ (Source Map Revision 3): five bits a digit, the sign last, the lowest digit first. */
function vlq(value: number): string {
	let rest = value < 0 ? (-value << 1) | 1 : value << 1;
	let text = '';
	do {
		const more = rest > 31 ? 32 : 0;
		text += digits[(rest & 31) | more];
		rest >>= 5;
	} while (rest > 0);
	return text;
}
