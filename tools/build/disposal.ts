// Which code asks for `Symbol.dispose` and `Symbol.asyncDispose`, which the engine does not have by itself.
import {isVariable, type Node, propertyName, walk} from './syntax.ts';

/** What the compiler calls for a `using`, which it writes out. */
const helper = '__addDisposableResource';

/** Code that says `using` or names one of the symbols, and code that takes a lock, which can be disposed of. */
export function needsDisposal(tree: Node): boolean {
	let needed = false;
	walk(tree, (node, parent, key) => {
		if (isVariable(node, helper) || namesSymbol(node)) needed = true;
		if (propertyName(node) === 'lock' && parent.type === 'CallExpression' && key === 'callee') needed = true;
	});
	return needed;
}

function namesSymbol(node: Node): boolean {
	if (node.type !== 'MemberExpression' || !isVariable(node.object, 'Symbol')) return false;
	const name = propertyName(node);
	return name === undefined || name === 'dispose' || name === 'asyncDispose';
}
