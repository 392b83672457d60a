// Which code gives the console more than texts: only then an app carries what turns values into text.
import {isName, isVariable, type Node, propertyName, walk} from './syntax.ts';

/**
 * Code that may print what is no text. Each mention of the console counts, but for calls whose arguments are texts by
 * their form; so does a mention of the global object that hides which global is meant.
 */
export function printsValues(tree: Node): boolean {
	const plain = new Set<Node>();
	let found = false;
	walk(tree, (node, parent, key) => {
		if (isPlainCall(node)) plain.add((node.callee as Node).object as Node);
		const isMention = isVariable(node, 'console') && !isName(parent, key);
		if (isMention && !plain.has(node)) found = true;
		if (isVariable(node, 'globalThis') && !readsOther(parent, key)) found = true;
	});
	return found;
}

/** `console.log` of texts alone. */
function isPlainCall({type, callee, arguments: given}: Node): boolean {
	if (type !== 'CallExpression') return false;
	const isOfConsole =
		propertyName(callee as Node) !== undefined && isVariable((callee as Node).object, 'console');
	return isOfConsole && (given as readonly Node[]).every(isText);
}

/** `globalThis.name` of a name that stands there and is not the console's. */
function readsOther(parent: Node, key: string): boolean {
	if (key !== 'object') return false;
	const name = propertyName(parent);
	return name !== undefined && name !== 'console';
}

/** A text whatever its parts are. */
function isText(node: Node): boolean {
	switch (node.type) {
		case 'Literal':
			return typeof node.value === 'string';
		case 'TemplateLiteral':
			return true;
		case 'BinaryExpression':
			return node.operator === '+' && (isText(node.left as Node) || isText(node.right as Node));
		case 'ConditionalExpression':
			return isText(node.consequent as Node) && isText(node.alternate as Node);
		default:
			return false;
	}
}
