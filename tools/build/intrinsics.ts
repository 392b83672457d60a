// Which parts of the language a bundle uses: each intrinsic costs RAM on the chip, so only named ones are added.
import {parseAst} from 'rollup/parseAst';
import {type Absent, absentAt, ownName} from './absent.ts';
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

export interface LanguageUse {
	readonly intrinsics: readonly Intrinsic[];
	readonly absent: readonly Absent[];
	/** Bytes of long strings; they lie in the bytecode as in the heap, where code unfolds. */
	readonly textBytes: number;
}

/** Shorter ones are names: as such they cost what code costs. */
const longText = 16;

/** Read the bundle's syntax tree. */
export function languageUse(code: string): LanguageUse {
	const used = new Set<Intrinsic>();
	const missing: Absent[] = [];
	const texts = new Set<string>();
	const own = new Set<string>();
	const tree = parseAst(code) as unknown as Node;
	walk(tree, node => {
		const name = ownName(node);
		if (name !== undefined) own.add(name);
	});
	walk(tree, (node, parent, key) => {
		if (node.type === 'Literal' && node.regex !== undefined) used.add('RegExp');
		if (typeof node.value === 'string' && node.value.length >= longText) texts.add(node.value);
		if (node.type === 'MemberExpression') addMember(node, used);
		const absent = absentAt(node, parent, key, own);
		if (absent !== undefined) missing.push(absent);
		if (node.type !== 'Identifier' || isName(parent, key)) return;
		const name = node.name as string;
		if (Object.hasOwn(needs, name)) used.add(needs[name]!);
	});
	const textBytes = [...texts].reduce((sum, text) => sum + text.length, 0);
	return {intrinsics: [...used].sort(), absent: missing, textBytes};
}

function addMember(node: Node, used: Set<Intrinsic>): void {
	const {object, property, computed} = node as unknown as {object: Node; property: Node; computed: boolean};
	if (!computed && regExpMethods.has(property.name as string)) used.add('RegExp');
	if (object.type !== 'Identifier' || object.name !== 'globalThis') return;
	if (!computed && Object.hasOwn(needs, property.name as string)) used.add(needs[property.name as string]!);
	// a name that is computed at run time can be any: take all
	if (computed) for (const intrinsic of Object.values(needs)) used.add(intrinsic);
}
