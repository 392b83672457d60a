// What TypeScript knows and the chip does not have: the patches `no-...` in bindings/engine/patches leave it out.

import {isName, type Node, propertyName} from './syntax.ts';

export interface Absent {
	readonly name: string;
	readonly reason: string;
	/** Offset in the bundle. */
	readonly offset: number;
}

/** What makes an error of a name; the names are those that the standard gives to globals or to members. */
type Use =
	/** A global that is called or constructed: `x instanceof Function` is fine. */
	| 'call'
	/** A global of which a member is read, or which is constructed: `typeof Intl` is fine. */
	| 'use'
	/** A member that is mentioned, unless the bundle has one of that name itself. */
	| 'member'
	/** A member that is called, unless the bundle has one: some are common as names of values. */
	| 'method'
	/** A member that is called with a language, which it would ignore, or taken to be called so, unless the bundle has one. */
	| 'locale';

interface LeftOut {
	readonly names: string;
	readonly use: Use;
	readonly reason: string;
}

const elsewhere = 'it is there in browsers or in Node only';
const old = 'it is from the early web (Annex B of the standard) and left out';

const leftOut: readonly LeftOut[] = [
	{names: 'eval Function', use: 'call', reason: 'there is no parser on the chip'},
	{names: 'escape unescape', use: 'call', reason: old},
	{
		names:
			'anchor big blink bold compile fixed fontcolor fontsize italics link small strike sub sup toGMTString getYear ' +
			'setYear __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__',
		use: 'method',
		reason: old,
	},
	{names: 'fetch require importScripts setImmediate', use: 'call', reason: elsewhere},
	{
		names:
			'window document navigator localStorage sessionStorage XMLHttpRequest WebSocket process Buffer FileReader Blob',
		use: 'use',
		reason: elsewhere,
	},
	{names: 'Intl', use: 'use', reason: 'the engine has no Intl'},
	{names: 'Atomics SharedArrayBuffer', use: 'use', reason: 'the engine is built without Atomics'},
	{
		names: 'DisposableStack AsyncDisposableStack SuppressedError',
		use: 'use',
		reason: 'the engine is older than it; `using` itself works',
	},
	{
		names: 'localeCompare',
		use: 'member',
		reason: 'it has no tables of languages; < and > compare by code points',
	},
	{
		names: 'toLocaleString toLocaleDateString toLocaleTimeString toLocaleUpperCase toLocaleLowerCase',
		use: 'locale',
		reason: 'it has no tables of languages; without arguments it works',
	},
	{names: 'normalize', use: 'member', reason: 'it has no tables of Unicode; keep texts in one form'},
];

const byName = new Map(leftOut.flatMap(one => one.names.split(' ').map(name => [name, one] as const)));

/** All names that the chip does not have. */
export const leftOutNames: ReadonlySet<string> = new Set(byName.keys());

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
	return absentMember(node, parent, key, own);
}

function absentGlobal(node: Node, parent: Node, key: string, own: ReadonlySet<string>) {
	if (node.type !== 'Identifier' || isName(parent, key)) return undefined;
	const name = node.name as string;
	const found = own.has(name) ? undefined : byName.get(name);
	const isMade = parent.type === 'NewExpression' && key === 'callee';
	const isCalled = isMade || (parent.type === 'CallExpression' && key === 'callee');
	const isUsed = isMade || (parent.type === 'MemberExpression' && key === 'object');
	const isWrong = (found?.use === 'call' && isCalled) || (found?.use === 'use' && isUsed);
	return isWrong ? {name, reason: found!.reason} : undefined;
}

function absentMember(node: Node, parent: Node, key: string, own: ReadonlySet<string>): Absent | undefined {
	const name = propertyName(node);
	const found = name === undefined || own.has(`.${name}`) ? undefined : byName.get(name);
	if (found === undefined) return undefined;
	const isCalled = parent.type === 'CallExpression' && key === 'callee';
	const isGiven = isCalled && (parent.arguments as readonly Node[]).length > 0;
	const isPassed = /^(call|apply|bind)$/.test(String(propertyName(parent)));
	const isWrong =
		found.use === 'member' ||
		(found.use === 'method' && isCalled) ||
		(found.use === 'locale' && (isGiven || isPassed));
	return isWrong ? {name: name!, reason: found.reason, offset: (node.property as Node).start} : undefined;
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
