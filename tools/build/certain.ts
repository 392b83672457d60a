// Which code of a bundle runs as far as its text says: what an app's own code names, and of packages what that and their
// modules call at once. What only a method, a callback or a branch reaches may never run.
import {children, type Node} from './syntax.ts';

/** Functions and other names by the function, or the module, that declares them. */
interface Scope {
	readonly names: ReadonlyMap<string, Closure | undefined>;
	readonly outer?: Scope;
}

interface Closure {
	readonly code: Node;
	readonly scope: Scope;
}

/**
 * The offsets of nodes that run.
 * @param isOwn whether a statement of the module is the app's or the library's: all of it counts, also what stands in
 * functions.
 */
export function certainOffsets(tree: Node, isOwn: (statement: Node) => boolean): ReadonlySet<number> {
	const walk = new Walk();
	const module = scopeOf(tree, []);
	for (const statement of tree.body as readonly Node[]) walk.visit(statement, module, isOwn(statement));
	return walk.offsets;
}

class Walk {
	readonly offsets = new Set<number>();
	readonly #entered = new Set<Node>();

	visit(node: Node, scope: Scope, isOwn: boolean): void {
		this.offsets.add(node.start);
		if (/^(Call|New)Expression$/.test(node.type)) this.#call(node, scope);
		if (isFunction(node)) {
			if (isOwn) this.#inside(node, scope, true);
			return;
		}
		for (const [key, value] of Object.entries(node))
			for (const child of [value].flat() as (Node | null)[]) {
				if (typeof child?.type !== 'string' || (!isOwn && mayNotRun(node, key))) continue;
				this.visit(child, scope, isOwn);
			}
	}

	/** Enter what is called by its name, or on the spot, with the functions that are passed there: so modules are wrapped. */
	#call(call: Node, scope: Scope): void {
		const callee = called(call.callee as Node);
		if (isFunction(callee)) {
			for (const code of [callee, ...(call.arguments as readonly Node[])]) this.#enter(code, scope);
		} else if (callee.type === 'Identifier') {
			const found = lookUp(callee.name as string, scope);
			if (found !== undefined) this.#enter(found.code, found.scope);
		}
	}

	#enter(code: Node, scope: Scope): void {
		if (this.#entered.has(code)) return;
		this.#entered.add(code);
		if (code.type === 'ClassDeclaration') {
			for (const member of (code.body as Node).body as readonly Node[])
				if (member.kind === 'constructor') this.#inside(member.value as Node, scope, false);
		} else if (isFunction(code)) this.#inside(code, scope, false);
	}

	#inside(code: Node, outer: Scope, isOwn: boolean): void {
		const {params, body} = code as unknown as {params: readonly Node[]; body: Node};
		const scope = scopeOf(body, params, outer);
		for (const part of [...params, body]) this.visit(part, scope, isOwn);
	}
}

/** `function () {}` of `(function () {}).call(this)`. */
function called(callee: Node): Node {
	const {object, property} = callee as unknown as {readonly object?: Node; readonly property?: Node};
	return object !== undefined && /^(call|apply)$/.test(String(property?.name)) ? object : callee;
}

function isFunction({type}: Node): boolean {
	return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type);
}

/** Branches, by the fields of the nodes that hold them; `try`, too, for its author reckons with a failure. */
const branches: Readonly<Record<string, string>> = {
	IfStatement: 'consequent alternate',
	ConditionalExpression: 'consequent alternate',
	LogicalExpression: 'right',
	SwitchStatement: 'cases',
	TryStatement: 'block handler',
	ForStatement: 'body update',
	ForInStatement: 'body',
	ForOfStatement: 'body',
	WhileStatement: 'body',
};

function mayNotRun({type}: Node, key: string): boolean {
	return branches[type]?.split(' ').includes(key) ?? false;
}

function lookUp(name: string, scope: Scope): Closure | undefined {
	for (let at: Scope | undefined = scope; at !== undefined; at = at.outer)
		if (at.names.has(name)) return at.names.get(name);
	return undefined;
}

/** What a function or a module declares, also in its blocks; a name that is declared twice, or no function, stands for nothing. */
function scopeOf(body: Node, params: readonly Node[], outer?: Scope): Scope {
	const names = new Map<string, Closure | undefined>();
	const scope: Scope = {names, ...(outer && {outer})};
	const add = (name: string, code?: Node): void => {
		names.set(name, code !== undefined && !names.has(name) ? {code, scope} : undefined);
	};
	for (const param of params) for (const name of identifiersOf(param)) add(name);
	const gather = (node: Node): void => {
		const {id, init} = node as unknown as {readonly id?: Node | null; readonly init?: Node | null};
		if (node.type === 'VariableDeclarator')
			for (const name of identifiersOf(id!)) add(name, init && isFunction(init) ? init : undefined);
		else if (/^(Function|Class)Declaration$/.test(node.type) && id) add(id.name as string, node);
		if (!isFunction(node)) for (const child of children(node)) gather(child);
	};
	gather(body);
	return scope;
}

/** Names in a pattern; that of a default value only hides a function. */
function identifiersOf(pattern: Node): string[] {
	if (pattern.type === 'Identifier') return [pattern.name as string];
	return children(pattern).flatMap(identifiersOf);
}
