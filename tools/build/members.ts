// Members of the library's objects and classes that a bundle never names: they are taken out of its text.
import {parseAst} from 'rollup/parseAst';
import {blank} from './board-facts.ts';
import {children, isVariable, type Node, propertyName} from './syntax.ts';

/** A method, getter or setter that may go, or a function of the module; and the names that its text mentions. */
interface Candidate {
	/** `#name` of a private member, `name()` of a function. */
	readonly name: string;
	readonly isMember: boolean;
	/** A member that becomes a variable of the program: also used where its name stands alone. */
	readonly isGlobal: boolean;
	readonly start: number;
	readonly end: number;
	readonly names: Set<string>;
}

/** Named by the language, not by the bundle. */
const protocol = new Set([
	'constructor',
	'next',
	'return',
	'throw',
	'then',
	'toString',
	'valueOf',
	'toJSON',
	'message',
	'name',
]);

/**
 * `code` with each member that nothing names written over by blanks, so that all positions stay. Rollup drops functions
 * that nothing calls, but neither methods nor getters: all of `power` would be in an app that uses one of them. A name
 * counts as used wherever the bundle mentions it as a property, also of another object, and in an app that computes the
 * names of properties also in any text: too much may stay, nothing that is used goes.
 * @param isLibrary whether the text at an offset is Catnap's own; an app's members are left alone.
 * @param others the app's modules, which are read for the names that they mention.
 */
export function withoutUnusedMembers(
	code: string,
	isLibrary: (offset: number) => boolean,
	others: readonly string[] = [],
): string {
	const found: Found = {
		candidates: [],
		texts: new Set(),
		computes: false,
		isLibrary,
		globals: new Set(),
	};
	const used = new Set(protocol);
	collect(parseAst(code) as unknown as Node, used, found);
	for (const other of others) {
		const app: Found = {...found, isLibrary: () => false};
		collect(parseAst(other) as unknown as Node, used, app);
		found.computes ||= app.computes;
	}
	if (found.computes) for (const text of found.texts) used.add(text);
	let waiting = found.candidates;
	for (;;) {
		const kept = waiting.filter(candidate => isUsed(candidate, used));
		if (kept.length === 0) break;
		waiting = waiting.filter(candidate => !isUsed(candidate, used));
		for (const {names} of kept) for (const name of names) used.add(name);
	}
	return waiting
		.filter(({isMember}) => isMember)
		.reduce((text, {start, end}) => blank(text, start, end), code);
}

function isUsed({name, isGlobal}: Candidate, used: ReadonlySet<string>): boolean {
	return used.has(name) || (isGlobal && used.has(`${name}()`));
}

interface Found {
	readonly candidates: Candidate[];
	readonly texts: Set<string>;
	/** Whether the app names a property by a value. */
	computes: boolean;
	readonly isLibrary: (offset: number) => boolean;
	/** Members that become globals. */
	readonly globals: Set<Node>;
}

function collect(node: Node, names: Set<string>, found: Found): void {
	for (const global of globalsOf(node)) found.globals.add(global);
	const member = memberName(node);
	const name = member ?? (node.type === 'FunctionDeclaration' ? `${(node.id as Node).name}()` : undefined);
	if (name !== undefined && found.isLibrary(node.start)) {
		const {start, end} = node;
		const isGlobal = found.globals.has(node);
		const candidate = {name, isMember: member !== undefined, isGlobal, start, end, names: new Set<string>()};
		found.candidates.push(candidate);
		const parts =
			member === undefined ? [...(node.params as Node[]), node.body as Node] : [node.value as Node];
		for (const part of parts) collect(part, candidate.names, found);
		return;
	}
	addNames(node, names, found);
	for (const child of children(node)) collect(child, names, found);
}

/** `Object.assign(globalThis, {...}, {...})` makes variables of the members, wherever it stands. */
function globalsOf({type, callee, arguments: given}: Node): readonly Node[] {
	if (type !== 'CallExpression' || propertyName(callee as Node) !== 'assign') return [];
	const [target, ...sources] = given as readonly Node[];
	if (!isVariable(target, 'globalThis')) return [];
	return sources.flatMap(source => (source.properties as readonly Node[] | undefined) ?? []);
}

/** The name of a method, getter or setter; undefined for every other node. */
function memberName(node: Node): string | undefined {
	const isMethod =
		node.type === 'MethodDefinition' ||
		(node.type === 'Property' && (node.method === true || node.kind === 'get' || node.kind === 'set'));
	if (!isMethod || node.computed === true) return undefined;
	const key = node.key as Node;
	return key.type === 'PrivateIdentifier'
		? `#${key.name}`
		: typeof key.name === 'string'
			? key.name
			: undefined;
}

function addNames(node: Node, names: Set<string>, found: Found): void {
	if (node.type === 'Identifier') names.add(`${node.name}()`);
	if (node.type === 'Literal' && typeof node.value === 'string') found.texts.add(node.value);
	if (node.type === 'TemplateElement') found.texts.add((node.value as {cooked: string}).cooked);
	if (node.type === 'MemberExpression') {
		const property = node.property as Node;
		if (node.computed !== true) addKey(property, names);
		else if (property.type === 'Literal') names.add(String(property.value));
		else if (!found.isLibrary(node.start)) found.computes = true;
	}
	if (node.type !== 'ObjectPattern') return;
	for (const property of node.properties as readonly Node[])
		if (property.type === 'Property') addKey(property.key as Node, names);
}

function addKey(key: Node, names: Set<string>): void {
	if (key.type === 'PrivateIdentifier') names.add(`#${key.name}`);
	else if (key.type === 'Identifier') names.add(key.name as string);
}
