// Facts of the board that an app never reads: taken out of the library's text, so that its image does not carry them.
import {parseAst} from 'rollup/parseAst';
import {isName, isVariable, type Node, propertyName, walk} from './syntax.ts';

/** Facts within these are taken out one by one. */
const groups: ReadonlySet<string> = new Set(['pins', 'analog']);

/**
 * The library's `code`, which declares `board`, with blanks in place of each member of it that no module of the app
 * reads; positions stay. An app that uses the board or a group as a value keeps all of it.
 */
export function withoutUnreadFacts(code: string, apps: readonly string[]): string {
	const board = boardIn(parse(code));
	if (board === undefined) return code;
	const read = new Set(apps.flatMap(app => pathsRead(parse(app))));
	if (read.has('')) return code;
	const unread = membersOf(board).flatMap(member => {
		const name = keyOf(member);
		const inner = groups.has(name) && !read.has(name) ? membersOf(member.value as Node) : [];
		const isRead = read.has(name) || [...read].some(path => path.startsWith(`${name}.`));
		return isRead ? inner.filter(one => !read.has(`${name}.${keyOf(one)}`)) : [member];
	});
	return unread.reduce((text, {start, end}) => blank(text, start, end), code);
}

function parse(code: string): Node {
	return parseAst(code) as unknown as Node;
}

/** The object of `const board = {...}`. */
function boardIn(tree: Node): Node | undefined {
	let found: Node | undefined;
	walk(tree, ({type, id, init}) => {
		if (type !== 'VariableDeclarator' || !isVariable(id, 'board')) return;
		if ((init as Node | null)?.type === 'ObjectExpression') found ??= init as Node;
	});
	return found;
}

function membersOf(object: Node): readonly Node[] {
	return object.properties as readonly Node[];
}

function keyOf({key}: Node): string {
	const {name, value} = key as Node & {readonly name?: string; readonly value?: string};
	return name ?? String(value);
}

/** What a module reads of the board it imports, such as `name` and `pins.led`; `` where the board is used as a value. */
function pathsRead(tree: Node): string[] {
	const local = localName(tree);
	if (local === undefined) return [];
	const paths: string[] = [];
	walk(tree, (node, parent, key) => {
		if (/^(Import|Export)Specifier$/.test(parent.type) || isName(parent, key)) return;
		const path = pathOf(node, local);
		if (path === undefined) return;
		// a longer path stands around it
		if (key === 'object' && pathOf(parent, local) !== undefined) return;
		const names = key === 'init' ? namesTaken(parent.id as Node) : undefined;
		for (const name of names ?? [undefined]) {
			paths.push([...path, ...(name === undefined ? [] : [name])].slice(0, 2).join('.'));
		}
	});
	return paths;
}

/** `['pins']` of the pattern `{pins: mine}`; undefined where it may take any member. */
function namesTaken(pattern: Node): string[] | undefined {
	if (pattern.type !== 'ObjectPattern') return undefined;
	const properties = membersOf(pattern);
	const isPlain = properties.every(({type, computed}) => type === 'Property' && computed !== true);
	return isPlain ? properties.map(keyOf) : undefined;
}

/** `['pins', 'led']` of `board.pins.led`, `[]` of `board`; undefined for what is neither. */
function pathOf(node: Node, local: string): string[] | undefined {
	if (isVariable(node, local)) return [];
	const name = propertyName(node);
	const before = name === undefined ? undefined : pathOf(node.object as Node, local);
	return before === undefined ? undefined : [...before, name!];
}

function localName(tree: Node): string | undefined {
	let found: string | undefined;
	walk(tree, ({type, imported, local}) => {
		if (type === 'ImportSpecifier' && isVariable(imported, 'board')) found = (local as Node).name as string;
	});
	return found;
}

/** The member's text and the comma behind it. Lines stay. */
export function blank(code: string, start: number, end: number): string {
	const comma = /^\s*,/.exec(code.slice(end))?.[0].length ?? 0;
	return code.slice(0, start) + code.slice(start, end + comma).replace(/\S/g, ' ') + code.slice(end + comma);
}
