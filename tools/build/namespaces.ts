// Namespace objects of the app's own modules that are used as values are those of the engine: what rollup makes instead is a
// frozen object, another one than import() gives.
import type {TransformPluginContext} from 'rollup';
import {children, isName, type Node, walk} from './syntax.ts';

/** Before the file of a module whose namespace is imported: rollup leaves it alone then. */
export const namespacePrefix = 'catnap-namespace:';

interface Edit {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** Whether code can take a namespace: most takes none, and need not be parsed for it. */
export function mayTakeNamespace(code: string): boolean {
	return /\*\s*as\b|\bimport\s*\(/.test(code);
}

/**
 * `code` of the module `importer` with such imports turned to `namespacePrefix` and the path of the module; lines stay. Its
 * import() of itself is among them, since rollup answers that at once.
 * @param isApp whether a path is one of the app's own modules.
 * @param take receives those paths.
 */
export async function withNamespaces(
	context: TransformPluginContext,
	code: string,
	tree: Node,
	importer: string,
	{isApp, take}: {readonly isApp: (id: string) => boolean; readonly take: (id: string) => void},
): Promise<string> {
	const edits: Edit[] = [];
	for (const node of takers(tree)) {
		const source = node.source as Node;
		const id = (await context.resolve(String(source.value), importer))?.id;
		if (id === undefined || !isApp(id)) continue;
		if (node.type === 'ImportExpression' && id !== importer) continue;
		take(id);
		edits.push(...editsFor(node, code, JSON.stringify(namespacePrefix + id)));
	}
	edits.sort((a, b) => a.start - b.start);
	return edits.reduceRight(
		(text, {start, end, text: put}) => text.slice(0, start) + put + text.slice(end),
		code,
	);
}

/** Statements that import the namespace of a module as a value, and all import(). */
function takers(tree: Node): Node[] {
	const found = (tree.body as readonly Node[]).filter(statement => takesNamespace(statement, tree));
	walk(tree, node => {
		if (node.type === 'ImportExpression') found.push(node);
	});
	return found;
}

function takesNamespace(statement: Node, tree: Node): boolean {
	if (statement.type === 'ExportAllDeclaration') return (statement.exported ?? null) !== null;
	const name = statement.type === 'ImportDeclaration' ? localOf(statement) : undefined;
	return name !== undefined && isValue(tree, name);
}

function namespaceOf(statement: Node): Node | undefined {
	return (statement.specifiers as readonly Node[]).find(({type}) => type === 'ImportNamespaceSpecifier');
}

function localOf(statement: Node): string | undefined {
	return (namespaceOf(statement)?.local as Node | undefined)?.name as string | undefined;
}

/** `import a, * as b from './c.js'` becomes two imports: its default is the bundler's affair. */
function editsFor(statement: Node, code: string, specifier: string): Edit[] {
	const {start, end} = statement.source as Node;
	const [first] = (statement.specifiers as readonly Node[] | undefined) ?? [];
	if (first?.type !== 'ImportDefaultSpecifier') return [{start, end, text: specifier}];
	const taken = code.slice(first.end, namespaceOf(statement)!.end);
	return [
		{start: first.end, end: first.end + taken.length, text: taken.replace(/[^\n]+/g, '')},
		{start: statement.end, end: statement.end, text: `;import * as ${localOf(statement)} from ${specifier};`},
	];
}

/** Whether the namespace `name` is used but to read members, and to list them: rollup's object does for these. */
function isValue(tree: Node, name: string): boolean {
	const harmless = new Set<Node>();
	walk(tree, node => {
		for (const one of readersOf(node)) harmless.add(one);
	});
	let found = false;
	walk(tree, (node, parent, key) => {
		if (node.type !== 'Identifier' || node.name !== name || isName(parent, key)) return;
		if (!harmless.has(node) && parent.type !== 'ImportNamespaceSpecifier') found = true;
	});
	return found;
}

/** The nodes below `node` of which it only reads members, or their names. */
function readersOf(node: Node): readonly Node[] {
	if (node.type === 'MemberExpression') return [node.object as Node];
	if (node.type === 'BinaryExpression' && node.operator === 'in') return [node.right as Node];
	if (node.type === 'ForInStatement') return [node.right as Node];
	if (node.type !== 'CallExpression') return [];
	const callee = node.callee as Node;
	const [object, method] = [callee.object as Node | undefined, callee.property as Node | undefined];
	const isListing = object?.name === 'Object' && /^(keys|values|entries)$/.test(String(method?.name));
	return isListing ? children(node).filter(child => child !== callee) : [];
}
