// What rollup's first pass learns of the app's own modules: they stay whole, and some must stay apart.
import {sep} from 'node:path';
import type {Plugin, ProgramNode, TransformPluginContext} from 'rollup';
import {type Named, withDefaultName} from './default-names.ts';
import {mayHaveForms, refusedForm} from './import-forms.ts';
import {mayTakeNamespace, withNamespaces} from './namespaces.ts';
import {children, type Node} from './syntax.ts';

export interface Survey {
	readonly plugin: Plugin;
	/** The app's modules, in the order of their paths. */
	modules(): readonly string[];
	/**
	 * Whether each module must be one of its own, to run when the language says: one is imported when it is reached, or
	 * one that is imported waits at its top level and must not hold up its siblings; or to have a namespace object.
	 */
	isApart(): boolean;
	/** Whether the app's main module is imported when it is reached, or its namespace is: it is a module like the others then. */
	isMainReached(): boolean;
	/** Names of top-level classes and functions of the app. */
	readonly names: ReadonlySet<string>;
}

/** @param libraryDir what lies in it is Catnap's: it is shaken, as npm packages are. */
export function createSurvey(main: string, libraryDir: string): Survey {
	const modules = new Set<string>();
	const names = new Set<string>();
	const reached = new Set<string>();
	let isAwaited = false;
	const isApp = (id: string): boolean =>
		/\.[cm]?[jt]sx?$/.test(id) &&
		!id.startsWith('\0') &&
		!id.startsWith(libraryDir) &&
		!id.includes(`${sep}node_modules${sep}`);
	return {
		plugin: {
			name: 'catnap-survey',
			async transform(code, id) {
				if (!isApp(id)) return null;
				const take = (target: string): void => {
					reached.add(target);
					this.emitFile({type: 'chunk', id: target, preserveSignature: 'strict'});
				};
				const named = isPlain(code) ? undefined : await prepared(this, code, id, {isApp, take});
				// a call that throws, a loop that does not end: rollup may not judge what of an app matters
				return {...named, moduleSideEffects: 'no-treeshake'};
			},
			moduleParsed({id, ast, dynamicallyImportedIds}) {
				if (!isApp(id) || ast === null) return;
				modules.add(id);
				for (const one of dynamicallyImportedIds) reached.add(one);
				if (id !== main && awaitsAtTop(ast)) isAwaited = true;
				for (const name of topNames(ast)) names.add(name);
			},
		},
		modules: () => [...modules].sort(),
		isApart: () => reached.size > 0 || isAwaited,
		isMainReached: () => reached.has(main),
		names,
	};
}

/** Most modules need none of it: they are not parsed for it. */
function isPlain(code: string): boolean {
	return !mayHaveForms(code) && !mayTakeNamespace(code) && !/\bexport\s+default\b/.test(code);
}

async function prepared(
	context: TransformPluginContext,
	code: string,
	id: string,
	use: Parameters<typeof withNamespaces>[4],
): Promise<{code: string; map?: Named['map'] | null}> {
	const tree = parsed(context, code);
	const refused = refusedForm(tree, code);
	if (refused !== undefined) context.error({message: refused.message, code: 'IMPORT_FORM'}, refused.offset);
	const text = mayTakeNamespace(code) ? await withNamespaces(context, code, tree, id, use) : code;
	// imports have no place that a stack names: the map is still right
	return withDefaultName(text, text === code ? tree : parsed(context, text)) ?? {code: text, map: null};
}

function parsed(context: TransformPluginContext, code: string): Node {
	return context.parse(code) as unknown as Node;
}

/** Whether `await` stands outside every function. */
export function awaitsAtTop(ast: ProgramNode): boolean {
	return someNode(
		ast as unknown as Node,
		node =>
			node.type === 'AwaitExpression' ||
			(node.type === 'ForOfStatement' && node.await === true) ||
			(node.type === 'VariableDeclaration' && node.kind === 'await using'),
	);
}

function someNode(node: Node, is: (node: Node) => boolean): boolean {
	if (is(node)) return true;
	return children(node).some(child => !isFunction(child) && someNode(child, is));
}

/** Also a class's fields and static blocks, in which `await` is not allowed. */
function isFunction({type}: Node): boolean {
	return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|StaticBlock)$/.test(type);
}

function topNames(ast: ProgramNode): string[] {
	return (ast.body as unknown as readonly Node[]).flatMap(statement => {
		const isExport = /^Export(Named|Default)Declaration$/.test(statement.type);
		const declared = isExport ? (statement.declaration as Node | null) : statement;
		const isNamed = declared?.type === 'ClassDeclaration' || declared?.type === 'FunctionDeclaration';
		return isNamed && declared.id !== null ? [(declared.id as Node).name as string] : [];
	});
}
