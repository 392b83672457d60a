// What TypeScript knows and the chip does not have: bindings/engine/absent.cmake and libregexp.cmake leave it out.

export interface Node {
	readonly type: string;
	readonly start: number;
	readonly [key: string]: unknown;
}

export interface Absent {
	readonly name: string;
	readonly reason: string;
	/** Offset in the bundle. */
	readonly offset: number;
}

const noParser = 'there is no parser on the chip';
const newerThanEngine = 'the engine is older than it; `using` itself works';
const old = 'it is from the early web (Annex B of the standard) and left out';

/** Globals that are functions: a call or `new` is an error, `x instanceof Function` is fine. */
const functions: Readonly<Record<string, string>> = {
	...{eval: noParser, Function: noParser},
	...{escape: old, unescape: old},
};
/** Globals of which a member or `new` is an error; `typeof Intl` is fine. */
const objects: Readonly<Record<string, string>> = {
	Intl: 'the engine has no Intl',
	Atomics: 'the engine is built without Atomics',
	SharedArrayBuffer: 'the engine is built without Atomics',
	DisposableStack: newerThanEngine,
	AsyncDisposableStack: newerThanEngine,
	SuppressedError: newerThanEngine,
};
/** Methods of text; a mention is an error, unless the bundle has a member of that name itself. */
const textMethods: Readonly<Record<string, string>> = {
	localeCompare: 'it has no tables of languages; < and > compare by code points',
	normalize: 'it has no tables of Unicode; keep texts in one form',
};
/** The same, but only a call is an error: some are common as names of values. */
const oldMethods: ReadonlySet<string> = new Set([
	...[
		'anchor',
		'big',
		'blink',
		'bold',
		'fixed',
		'fontcolor',
		'fontsize',
		'italics',
		'link',
		'small',
		'strike',
	],
	...['sub', 'sup', '__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__'],
	...['getYear', 'setYear', 'toGMTString'],
]);

const computedImport = {
	name: 'import(...)',
	reason: 'its code is one module that is made at build; the path must be written out as a text',
};
const unicodeProperty = {
	name: "RegExp('\\\\p{...}')",
	reason: 'the tables of Unicode are used at build; a literal like /\\p{L}/u works',
};
const unicodeGroup = {
	name: "RegExp('(?<...>)')",
	reason: 'for names beyond ASCII the tables of Unicode are used at build; a literal works',
};

/** What stands here, with what it is in; `own`: names that the bundle has itself, by `ownName`. */
export function absentAt(
	node: Node,
	parent: Node,
	key: string,
	own: ReadonlySet<string>,
): Absent | undefined {
	if (node.type === 'ImportExpression' && (node.source as Node).type !== 'Literal')
		return {...computedImport, offset: node.start};
	const found = absentPattern(node) ?? absentGlobal(node, parent, key, own);
	if (found !== undefined) return {...found, offset: node.start};
	return absentMethod(node, parent, key, own);
}

function absentGlobal(node: Node, parent: Node, key: string, own: ReadonlySet<string>) {
	if (node.type !== 'Identifier' || isName(parent, key)) return undefined;
	const name = node.name as string;
	if (own.has(name)) return undefined;
	const isCall = parent.type === 'CallExpression' || parent.type === 'NewExpression';
	if (Object.hasOwn(functions, name) && isCall && key === 'callee') return {name, reason: functions[name]!};
	const isUse = parent.type === 'MemberExpression' || parent.type === 'NewExpression';
	return Object.hasOwn(objects, name) && isUse ? {name, reason: objects[name]!} : undefined;
}

function absentMethod(node: Node, parent: Node, key: string, own: ReadonlySet<string>): Absent | undefined {
	if (node.type !== 'MemberExpression' || node.computed === true) return undefined;
	const {name, start: offset} = node.property as Node & {readonly name: string};
	if (own.has(`.${name}`)) return undefined;
	if (Object.hasOwn(textMethods, name)) return {name, reason: textMethods[name]!, offset};
	const isCalled = parent.type === 'CallExpression' && key === 'callee';
	return isCalled && oldMethods.has(name) ? {name, reason: old, offset} : undefined;
}

/** A text that becomes a pattern at run time: only literals may have what needs the tables of Unicode. */
function absentPattern(node: Node) {
	if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return undefined;
	const {callee, arguments: parameters} = node as unknown as {callee: Node; arguments: readonly Node[]};
	const [pattern, flags] = parameters;
	if (callee.type !== 'Identifier' || callee.name !== 'RegExp') return undefined;
	const text = pattern?.type === 'Literal' ? pattern.value : undefined;
	if (typeof text !== 'string') return undefined;
	if (/\(\?<[^=!>]*[^\0-\x7f>][^>]*>/.test(text)) return unicodeGroup;
	if (flags === undefined || !/\\p\{/i.test(text)) return undefined;
	return /[uv]/.test(String(flags.value ?? 'u')) ? unicodeProperty : undefined;
}

/** Whether the identifier only names a property, not a variable. */
export function isName(parent: Node, key: string): boolean {
	if (parent.computed === true) return false;
	if (parent.type === 'MemberExpression') return key === 'property';
	return key === 'key' && parent.shorthand !== true;
}

/** The name that a declaration brings into the bundle, or, with a dot before it, a member. */
export function ownName(node: Node): string | undefined {
	switch (node.type) {
		case 'MethodDefinition':
		case 'PropertyDefinition':
		case 'Property':
			return node.computed === true ? undefined : `.${(node.key as Node).name}`;
		case 'AssignmentExpression': {
			const {property, computed} = node.left as Node & {readonly property?: Node};
			return property === undefined || computed === true ? undefined : `.${property.name}`;
		}
		case 'FunctionDeclaration':
		case 'VariableDeclarator':
			return (node.id as Node | null)?.name as string | undefined;
		default:
			return undefined;
	}
}
