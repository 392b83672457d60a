// Which parts of the language a bundle uses: each intrinsic costs RAM on the chip, so only named ones are added.
import {parseAst} from 'rollup/parseAst';
import {type Absent, absentAt, ownName} from './absent.ts';
import {aliasesIn, globalsOf, keyOf, patternNames, textOf} from './global-names.ts';
import type {Intrinsic} from './image.ts';
import {isName, type Node, walk} from './syntax.ts';

/** Globals and methods that need an intrinsic. A local variable of the same name costs RAM, never correctness. */
const needs: Readonly<Record<string, Intrinsic>> = {
	Date: 'Date',
	RegExp: 'RegExp',
	Proxy: 'Proxy',
	WeakRef: 'WeakRef',
	FinalizationRegistry: 'WeakRef',
	Map: 'MapSet',
	Set: 'MapSet',
	WeakMap: 'MapSet',
	WeakSet: 'MapSet',
};
/** String methods that make a RegExp of a string. */
const regExpMethods: ReadonlySet<string> = new Set(['match', 'matchAll', 'search']);
const every: readonly Intrinsic[] = [...new Set(Object.values(needs))].sort();

export interface LanguageUse {
	readonly intrinsics: readonly Intrinsic[];
	readonly absent: readonly Absent[];
	/** Whether globals are reached in a way that the build cannot follow: all intrinsics are used then. */
	readonly unknown: boolean;
	/** Whether `globalThis` is given to code that the build does not follow, which may be of another module. */
	readonly escaped: boolean;
	/** Those whose names the code mentions, if only as texts: whoever has globalThis as a value can reach them. */
	readonly mentioned: readonly Intrinsic[];
	readonly shape: CodeShape;
}

/** What code unfolds to on the heap. */
export interface CodeShape {
	/** Methods among them. */
	readonly functions: number;
	readonly classes: number;
	/** Different names and strings. */
	readonly names: number;
	/** Bytes of long strings; they lie in the bytecode as in the heap. */
	readonly textBytes: number;
}

/** Shorter ones are names: as such they cost what code costs. */
const longText = 16;

/** Read the bundle's syntax tree. */
export function languageUse(code: string): LanguageUse {
	const used = new Set<Intrinsic>();
	const missing: Absent[] = [];
	const own = new Set<string>();
	const named = new Set<string>();
	const tree = parseAst(code) as unknown as Node;
	walk(tree, node => {
		const name = ownName(node);
		if (name !== undefined) own.add(name);
		for (const parameter of (node.params as readonly Node[] | undefined) ?? [])
			if (parameter.type === 'Identifier') own.add(parameter.name as string);
	});
	const aliases = aliasesIn(tree);
	const joined = new Set<string>();
	let isUnknown = false;
	let hasEscaped = false;
	let isComputed = false;
	walk(tree, (node, parent, key) => {
		if (node.type === 'Literal' && node.regex !== undefined) used.add('RegExp');
		if (typeof node.value === 'string' && regExpMethods.has(node.value)) named.add(node.value);
		if (node.type === 'MemberExpression' && node.computed === true) isComputed = true;
		for (const name of memberNames(node)) if (regExpMethods.has(name)) used.add('RegExp');
		if (/^(BinaryExpression|TemplateLiteral)$/.test(node.type)) joined.add(textOf(node) ?? '');
		const absent = absentAt(node, parent, key, own);
		if (absent !== undefined) missing.push(absent);
		if (node.type !== 'Identifier' || isName(parent, key)) return;
		const name = node.name as string;
		if (Object.hasOwn(needs, name)) used.add(needs[name]!);
		if (!aliases.names.has(name)) return;
		const reached = globalsOf(parent, key);
		if (reached === 'any') isUnknown = true;
		else if (reached === undefined) hasEscaped ||= !aliases.handed.has(node);
		else for (const one of reached) if (Object.hasOwn(needs, one)) used.add(needs[one]!);
	});
	// a method that is called by a name from elsewhere
	if (isComputed && named.size > 0) used.add('RegExp');
	const names = new Set<string>();
	const shape = shapeOf(tree, names);
	const mentioned = every.filter(one =>
		Object.entries(needs).some(([name, by]) => by === one && (names.has(name) || joined.has(name))),
	);
	if (hasEscaped) for (const one of mentioned) used.add(one);
	const intrinsics = isUnknown ? every : [...used].sort();
	return {intrinsics, absent: missing, unknown: isUnknown, escaped: hasEscaped, mentioned, shape};
}

/** `names` receives the names. */
function shapeOf(tree: Node, names: Set<string>): CodeShape {
	const counts = {functions: 0, classes: 0};
	const texts = new Set<string>();
	walk(tree, node => {
		if (/Function/.test(node.type)) counts.functions++;
		if (/^Class(Declaration|Expression)$/.test(node.type)) counts.classes++;
		if (node.type === 'Identifier' || node.type === 'PrivateIdentifier') names.add(node.name as string);
		const {cooked} = (node.type === 'TemplateElement' ? node.value : {}) as {readonly cooked?: string};
		const text = node.type === 'Literal' ? node.value : cooked;
		if (typeof text !== 'string') return;
		names.add(text);
		if (node.type === 'Literal' && text.length >= longText) texts.add(text);
	});
	const textBytes = [...texts].reduce((sum, text) => sum + text.length, 0);
	return {...counts, names: names.size, textBytes};
}

/** The uses of several modules as one. */
export function joinUses(uses: readonly LanguageUse[]): LanguageUse {
	const escaped = uses.some(one => one.escaped);
	const mentioned = [...new Set(uses.flatMap(one => one.mentioned))].sort();
	return {
		intrinsics: [
			...new Set([...uses.flatMap(({intrinsics}) => intrinsics), ...(escaped ? mentioned : [])]),
		].sort(),
		absent: uses.flatMap(({absent}) => absent),
		unknown: uses.some(({unknown}) => unknown),
		escaped,
		mentioned,
		shape: {
			functions: sumOf(uses, 'functions'),
			classes: sumOf(uses, 'classes'),
			names: sumOf(uses, 'names'),
			textBytes: sumOf(uses, 'textBytes'),
		},
	};
}

function sumOf(uses: readonly LanguageUse[], count: keyof CodeShape): number {
	return uses.reduce((sum, {shape}) => sum + shape[count], 0);
}

/** Names of properties that are read here, as members or by destructuring. */
function memberNames(node: Node): string[] {
	if (node.type === 'MemberExpression') return keyOf(node.property as Node, node.computed === true) ?? [];
	if (node.type !== 'ObjectPattern') return [];
	return patternNames(node) ?? [];
}
