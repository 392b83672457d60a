// Which parts of the language a bundle uses: each intrinsic costs RAM on the chip, so only named ones are added.
import {parseAst} from 'rollup/parseAst';
import type {Intrinsic} from '../image.ts';

/** Globals and methods that need an intrinsic. A local variable of the same name costs RAM, never correctness. */
const needs: Readonly<Record<string, Intrinsic>> = {
	Date: 'Date',
	RegExp: 'RegExp',
	Proxy: 'Proxy',
	WeakRef: 'WeakRef',
	FinalizationRegistry: 'WeakRef',
	...{Map: 'MapSet', Set: 'MapSet', WeakMap: 'MapSet', WeakSet: 'MapSet'},
};
/** String methods that make a RegExp of a string. */
const regExpMethods: ReadonlySet<string> = new Set(['match', 'matchAll', 'search']);

const newerThanEngine = 'the engine is older than it; `using` itself works';

/** Globals that TypeScript knows and the chip does not have, with the reason. */
const absent: Readonly<Record<string, string>> = {
	eval: 'there is no parser on the chip',
	Function: 'there is no parser on the chip',
	Intl: 'the engine has no Intl',
	Atomics: 'the engine is built without Atomics',
	SharedArrayBuffer: 'the engine is built without Atomics',
	...{
		DisposableStack: newerThanEngine,
		AsyncDisposableStack: newerThanEngine,
		SuppressedError: newerThanEngine,
	},
};

/** Methods of text that TypeScript knows and the chip does not have. An app may have methods of that name itself. */
const absentMethods: Readonly<Record<string, string>> = {
	localeCompare: 'it has no tables of languages; < and > compare by code points',
	normalize: 'it has no tables of Unicode; keep texts in one form',
};

const computedImport = {
	name: 'import(...)',
	reason: 'its code is one module that is made at build; the path must be written out as a text',
};

export interface AbsentGlobal {
	readonly name: string;
	readonly reason: string;
	/** Offset in the bundle. */
	readonly offset: number;
}

export interface LanguageUse {
	readonly intrinsics: readonly Intrinsic[];
	readonly absent: readonly AbsentGlobal[];
	/** Bytes of long strings; they lie in the bytecode as in the heap, where code unfolds. */
	readonly textBytes: number;
}

/** Shorter ones are names: as such they cost what code costs. */
const longText = 16;

interface Node {
	readonly type: string;
	readonly start: number;
	readonly [key: string]: unknown;
}

/** Read the bundle's syntax tree. */
export function languageUse(code: string): LanguageUse {
	const used = new Set<Intrinsic>();
	const missing: AbsentGlobal[] = [];
	const texts = new Set<string>();
	const methods: AbsentGlobal[] = [];
	const own = new Set<string>();
	walk(parseAst(code) as unknown as Node, (node, parent, key) => {
		if (node.type === 'Literal' && node.regex !== undefined) used.add('RegExp');
		if (typeof node.value === 'string' && node.value.length >= longText) texts.add(node.value);
		if (node.type === 'MemberExpression') addMember(node, used);
		if (hasUnicodeProperty(node)) missing.push({...unicodeProperty, offset: node.start});
		if (node.type === 'ImportExpression' && (node.source as Node).type !== 'Literal')
			missing.push({...computedImport, offset: node.start});
		if (node.type !== 'Identifier') return;
		const name = node.name as string;
		if (isName(parent, key)) {
			if (!Object.hasOwn(absentMethods, name)) return;
			if (parent.type === 'MemberExpression')
				methods.push({name, reason: absentMethods[name]!, offset: node.start});
			else own.add(name);
			return;
		}
		if (Object.hasOwn(needs, name)) used.add(needs[name]!);
		if (Object.hasOwn(absent, name) && isUse(name, parent, key)) {
			missing.push({name, reason: absent[name]!, offset: node.start});
		}
	});
	const textBytes = [...texts].reduce((sum, text) => sum + text.length, 0);
	missing.push(...methods.filter(({name}) => !own.has(name)));
	return {intrinsics: [...used].sort(), absent: missing, textBytes};
}

const unicodeProperty = {
	name: "RegExp('\\\\p{...}')",
	reason: 'the tables of Unicode are used at build; a literal like /\\p{L}/u works',
};

/** A text with \p{...} that becomes a pattern at run time: only literals may have it. */
function hasUnicodeProperty(node: Node): boolean {
	if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return false;
	const {callee, arguments: parameters} = node as unknown as {callee: Node; arguments: readonly Node[]};
	const [pattern, flags] = parameters;
	if (callee.type !== 'Identifier' || callee.name !== 'RegExp' || flags === undefined) return false;
	const text = pattern?.type === 'Literal' ? pattern.value : undefined;
	return typeof text === 'string' && /\\p\{/i.test(text) && /[uv]/.test(String(flags.value ?? 'u'));
}

function addMember(node: Node, used: Set<Intrinsic>): void {
	const {object, property, computed} = node as unknown as {object: Node; property: Node; computed: boolean};
	if (!computed && regExpMethods.has(property.name as string)) used.add('RegExp');
	if (object.type !== 'Identifier' || object.name !== 'globalThis') return;
	if (!computed && Object.hasOwn(needs, property.name as string)) used.add(needs[property.name as string]!);
	// a name that is computed at run time can be any: take all
	if (computed) for (const intrinsic of Object.values(needs)) used.add(intrinsic);
}

/** Whether the identifier only names a property, not a variable. */
function isName(parent: Node, key: string): boolean {
	if (parent.computed === true) return false;
	if (parent.type === 'MemberExpression') return key === 'property';
	return key === 'key' && parent.shorthand !== true;
}

/** `x instanceof Function` and `typeof Intl` are fine everywhere; a call, `new` or member of it is not. */
function isUse(name: string, parent: Node, key: string): boolean {
	if (name === 'eval' || name === 'Function') {
		return (parent.type === 'CallExpression' || parent.type === 'NewExpression') && key === 'callee';
	}
	return parent.type === 'MemberExpression' || parent.type === 'NewExpression';
}

function walk(node: Node, visit: (node: Node, parent: Node, key: string) => void): void {
	for (const [key, value] of Object.entries(node)) {
		for (const child of Array.isArray(value) ? value : [value]) {
			if (typeof child !== 'object' || child === null || typeof child.type !== 'string') continue;
			visit(child, node, key);
			walk(child, visit);
		}
	}
}
