// Under which names the code of a module has `globalThis`, and what it reaches through them.
import {type Node, walk} from './syntax.ts';

/**
 * `globalThis` and the variables that may hold it. A name counts wherever it stands: a local variable of the same name
 * costs RAM, never correctness.
 */
export interface Aliases {
	readonly names: ReadonlySet<string>;
	/** The mentions that only give one of them to another. */
	readonly handed: ReadonlySet<Node>;
}

/** A variable and what it may get. */
interface Assigned {
	readonly name: string;
	readonly value: Node;
}

export function aliasesIn(tree: Node): Aliases {
	const assigned: Assigned[] = [];
	walk(tree, node => {
		assigned.push(...assignedAt(node));
	});
	const names = new Set(['globalThis']);
	const handed = new Set<Node>();
	for (let known = 0; known < names.size; ) {
		known = names.size;
		for (const {name, value} of assigned) {
			const mentions = mentionsIn(value, names);
			if (mentions.length > 0) names.add(name);
			for (const mention of mentions) handed.add(mention);
		}
	}
	return {names, handed};
}

function assignedAt(node: Node): Assigned[] {
	const isDeclared = node.type === 'VariableDeclarator';
	if (!isDeclared && node.type !== 'AssignmentExpression' && node.type !== 'AssignmentPattern') return [];
	const target = (isDeclared ? node.id : node.left) as Node;
	const value = (isDeclared ? node.init : node.right) as Node | null;
	if (value === null) return [];
	if (target.type === 'Identifier') return [{name: target.name as string, value}];
	if (target.type !== 'ObjectPattern') return [];
	// the rest of globalThis has what it has
	const rest = (target.properties as readonly Node[]).find(({type}) => type === 'RestElement');
	const name = (rest?.argument as Node | undefined)?.name as string | undefined;
	return name === undefined ? [] : [{name, value}];
}

/** Where a value is one of `names`, at least in one case; none: it is something else. */
function mentionsIn(value: Node, names: ReadonlySet<string>): Node[] {
	const within = (...keys: string[]): Node[] =>
		keys.flatMap(key => (value[key] === undefined ? [] : mentionsIn(value[key] as Node, names)));
	switch (value.type) {
		case 'Identifier':
			return names.has(value.name as string) ? [value] : [];
		case 'ConditionalExpression':
			return within('consequent', 'alternate');
		case 'LogicalExpression':
			return within('left', 'right');
		case 'AssignmentExpression':
			return within('right');
		case 'SequenceExpression':
			return mentionsIn((value.expressions as readonly Node[]).at(-1)!, names);
		case 'CallExpression':
			return within('callee');
		case 'ArrowFunctionExpression':
			return within('body');
		default:
			return [];
	}
}

/** The name that a key says, if it is not computed from a value. */
export function keyOf(key: Node, isComputed: boolean): string[] | undefined {
	if (!isComputed) return key.type === 'Identifier' ? [key.name as string] : [String(key.value)];
	const text = textOf(key);
	return text === undefined ? undefined : [text];
}

/** What an expression of texts that are written out says. */
export function textOf(node: Node): string | undefined {
	if (node.type === 'Literal') return String(node.value);
	if (node.type === 'BinaryExpression' && node.operator === '+') {
		const [left, right] = [textOf(node.left as Node), textOf(node.right as Node)];
		return left === undefined || right === undefined ? undefined : left + right;
	}
	if (node.type !== 'TemplateLiteral') return undefined;
	const texts = (node.expressions as readonly Node[]).map(textOf);
	if (texts.includes(undefined)) return undefined;
	const quasis = (node.quasis as readonly Node[]).map(({value}) => (value as {cooked: string}).cooked);
	return quasis.map((quasi, index) => quasi + (texts[index] ?? '')).join('');
}

/** Keys of a pattern; undefined if one is computed. */
export function patternNames({properties}: Node): string[] | undefined {
	const names: string[] = [];
	for (const property of properties as readonly Node[]) {
		if (property.type !== 'Property') continue;
		const name = keyOf(property.key as Node, property.computed === true);
		if (name === undefined) return undefined;
		names.push(...name);
	}
	return names;
}

/** The globals that a mention of `globalThis` reaches; 'any' if a name is computed, undefined if it is given elsewhere. */
export function globalsOf(parent: Node, key: string): string[] | 'any' | undefined {
	if (parent.type === 'MemberExpression' && key === 'object')
		return keyOf(parent.property as Node, parent.computed === true) ?? 'any';
	const pattern = (parent.type === 'VariableDeclarator' ? parent.id : parent.left) as Node | undefined;
	const isTaken = /^(VariableDeclarator|AssignmentExpression|AssignmentPattern)$/.test(parent.type);
	if (isTaken && pattern?.type === 'ObjectPattern') return patternNames(pattern) ?? 'any';
	// it gets another value, or is asked for
	if ((isTaken && (key === 'id' || key === 'left')) || key === 'params') return [];
	if (parent.type === 'UnaryExpression' || /^[!=]==?$/.test(String(parent.operator))) return [];
	if (/^(LogicalExpression|ConditionalExpression)$/.test(parent.type) && key === 'test') return [];
	// `Object.assign(globalThis, {...})` and `Object.defineProperty(globalThis, ...)` only write
	const {object, property} = (parent.callee ?? {}) as {object?: Node; property?: Node};
	const isWrite =
		object?.name === 'Object' && /^(assign|defineProperty|defineProperties)$/.test(String(property?.name));
	const isTarget = (parent.arguments as readonly Node[] | undefined)?.[0]?.name === 'globalThis';
	return parent.type === 'CallExpression' && isWrite && isTarget ? [] : undefined;
}
