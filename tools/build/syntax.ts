// The syntax tree that rollup makes of JavaScript (ESTree), as far as the scans of a bundle need it.

export interface Node {
	readonly type: string;
	readonly start: number;
	readonly end: number;
	readonly [key: string]: unknown;
}

/** Visit every node below `node`, parents first, with the node it is in and the field of that. */
export function walk(node: Node, visit: (node: Node, parent: Node, key: string) => void): void {
	for (const [key, value] of Object.entries(node)) {
		for (const child of Array.isArray(value) ? value : [value]) {
			if (!isNode(child)) continue;
			visit(child, node, key);
			walk(child, visit);
		}
	}
}

export function children(node: Node): Node[] {
	return Object.values(node).flat().filter(isNode);
}

function isNode(value: unknown): value is Node {
	return typeof (value as Node | null)?.type === 'string';
}

/** Whether an identifier only names a property, not a variable. */
export function isName(parent: Node, key: string): boolean {
	if (parent.computed === true) return false;
	if (parent.type === 'MemberExpression') return key === 'property';
	return key === 'key' && parent.shorthand !== true;
}

/** The name by which a property is read: `a.name` and `a['name']`; undefined where it is computed, or no property. */
export function propertyName(node: Node): string | undefined {
	if (node.type !== 'MemberExpression') return undefined;
	const property = node.property as Node;
	if (node.computed !== true) return property.name as string;
	return typeof property.value === 'string' ? property.value : undefined;
}

/** Whether this is the variable `name`, where it is no name of a property. */
export function isVariable(node: unknown, name: string): boolean {
	return isNode(node) && node.type === 'Identifier' && node.name === name;
}

/** Whether `name` is mentioned as a variable and the module declares none of that name. */
export function isGlobalIn(tree: Node, name: string): boolean {
	let isMentioned = false;
	let isOwn = false;
	walk(tree, (node, parent, key) => {
		if (node.type !== 'Identifier' || node.name !== name || isName(parent, key)) return;
		const isDeclared =
			/^(ClassDeclaration|FunctionDeclaration|VariableDeclarator)$/.test(parent.type) && key === 'id';
		if (isDeclared || key === 'params' || /^Import\w*Specifier$/.test(parent.type)) isOwn = true;
		else isMentioned = true;
	});
	return isMentioned && !isOwn;
}
