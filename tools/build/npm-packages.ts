// npm packages inside apps: found, made ES modules, and refused with the chain of imports if they need what no chip has.
import {existsSync, readFileSync} from 'node:fs';
import {isBuiltin} from 'node:module';
import {join, relative} from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import nodeResolve from '@rollup/plugin-node-resolve';
import type {Plugin} from 'rollup';
import {CatnapError} from '../../lib/errors.ts';
import type {App} from './app.ts';
import {checkInside} from './inside.ts';
import {jsonKeys} from './json-keys.ts';
import {libraryDir} from './public-modules.ts';
import {children, isGlobalIn, isVariable, type Node, propertyName, walk} from './syntax.ts';

/** Whether a module belongs to a package; the library and what the compiler asks of tslib do not. */
export function isOfPackage(id: string): boolean {
	if (/^\0+(commonjs|catnap:absent:)/.test(id)) return true;
	return /[\\/]node_modules[\\/](?!tslib[\\/])/.test(id) && !id.startsWith(libraryDir);
}

/** The package that a module comes from. */
export function packageOf(id: string): string | undefined {
	if (!isOfPackage(id)) return undefined;
	return /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/?]+)/.exec(id)?.[1]?.replace('\\', '/');
}

/** A module that stands for one of Node. */
const absentPrefix = '\0catnap:absent:';

// their types call them CommonJS modules, in which the functions would be one step deeper
const plugins = {commonjs, json, nodeResolve} as unknown as {
	readonly commonjs: typeof commonjs.default;
	readonly json: typeof json.default;
	readonly nodeResolve: typeof nodeResolve.default;
};

/** A module of Node that a package cannot do without, and who imports it. */
export interface Need {
	readonly name: string;
	readonly importer: string;
}

/** For the end of the list of plugins: what is TypeScript is found before. */
export function packagePlugins(app: App, needs: Need[]): Plugin[] {
	return [
		withoutNode(app, needs),
		withinReach(app),
		plugins.json({preferConst: true}),
		jsonKeys(),
		plugins.nodeResolve({
			browser: true,
			preferBuiltins: false,
			extensions: ['.mjs', '.js', '.json', '.cjs'],
			exportConditions: ['catnap', 'production'],
		}),
		plugins.commonjs({include: /node_modules/, sourceMap: true, ignoreDynamicRequires: true}),
	];
}

function withinReach(app: App): Plugin {
	return {
		name: 'catnap-inside',
		load: id => {
			if (id.endsWith('.json') && !isOfPackage(id)) checkInside(app.dir, id);
			return null;
		},
	};
}

/** What packages look for before they use it; the answer is known, so rollup drops what follows. */
const lookedFor = new Set(
	(
		'window document navigator process Buffer XMLHttpRequest importScripts WorkerGlobalScope FileReader File Blob ' +
		'MessageChannel setImmediate self'
	).split(' '),
);

/** `typeof window` and `process.env.NODE_ENV` written over in the same number of characters, so that places stay. */
export function settled(code: string, parse: (code: string) => Node): string {
	if (!/\btypeof\b|\bNODE_ENV\b/.test(code)) return code;
	const tree = parse(code);
	let text = code;
	walk(tree, node => {
		const answer = answerTo(node, tree);
		if (answer === undefined) return;
		text = text.slice(0, node.start) + answer.padEnd(node.end - node.start) + text.slice(node.end);
	});
	return text;
}

function answerTo(node: Node, tree: Node): string | undefined {
	const {argument, object} = node as unknown as {readonly argument?: Node; readonly object?: Node};
	if (node.type === 'UnaryExpression' && node.operator === 'typeof' && argument?.type === 'Identifier') {
		const name = argument.name as string;
		return lookedFor.has(name) && isGlobalIn(tree, name) ? '"undefined"' : undefined;
	}
	const isEnvironment =
		propertyName(node) === 'NODE_ENV' &&
		propertyName(object!) === 'env' &&
		isVariable((object as unknown as {object: Node}).object, 'process');
	return isEnvironment ? '"production"' : undefined;
}

function withoutNode(app: App, needs: Need[]): Plugin {
	/** Requires that stand in a function, and may never run, or in `try`, and may fail. */
	const late = new Set<string>();
	const tried = new Set<string>();
	const wanted = dependenciesOf(app);
	return {
		name: 'catnap-packages',
		resolveId(source, importer) {
			if (importer === undefined) return null;
			const from = importer.replace(/^\0/, '').split('?')[0]!;
			const use = `${from} ${source}`;
			if (isBuiltin(source)) {
				if (!late.has(use) && !tried.has(use)) needs.push({name: source, importer: from});
				else this.warn(`${shown(from, app)} can ask for '${source}' of Node: it gets an empty object`);
			} else if (tried.has(use) && !wanted.has(source)) {
				this.warn(
					`${shown(from, app)} can do without '${source}', which is left out: with it in "dependencies" of package.json it is taken`,
				);
			} else return null;
			return `${absentPrefix}${source}`;
		},
		load: id =>
			id.startsWith(absentPrefix) ? {code: 'export default {};\n', syntheticNamedExports: true} : null,
		transform(code, id) {
			if (!isOfPackage(id) || id.startsWith('\0')) return null;
			if (/\.json$/.test(id)) return null;
			const parse = (source: string): Node => this.parse(source) as unknown as Node;
			const text = settled(code, parse);
			if (/\brequire\s*\(/.test(text)) {
				const tree = parse(text);
				for (const name of requiresIn(tree, isLate)) late.add(`${id} ${name}`);
				for (const name of requiresIn(tree, isTried)) if (!name.startsWith('.')) tried.add(`${id} ${name}`);
			}
			return {code: text, map: null};
		},
	};
}

const isFunction = /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/;

/** In a function, one around a whole module left out. */
function isLate({type}: Node, parent: Node): boolean {
	return isFunction.test(type) && parent.type !== 'CallExpression' && parent.type !== 'Program';
}

function isTried(_node: Node, parent: Node, key: string): boolean {
	return parent.type === 'TryStatement' && key === 'block';
}

/** Names that are required somewhere in the nodes chosen. */
function requiresIn(tree: Node, isChosen: (node: Node, parent: Node, key: string) => boolean): string[] {
	const names: string[] = [];
	const visit = (node: Node): void => {
		const {callee, arguments: [named] = []} = node as unknown as {callee?: Node; arguments?: readonly Node[]};
		if (node.type === 'CallExpression' && callee?.name === 'require' && typeof named?.value === 'string')
			names.push(named.value);
		for (const child of children(node)) visit(child);
	};
	walk(tree, (node, parent, key) => {
		if (isChosen(node, parent, key)) visit(node);
	});
	return names;
}

/** Packages that the app names itself: what is optional for another package is wanted then. */
function dependenciesOf(app: App): ReadonlySet<string> {
	const path = join(app.dir, 'package.json');
	if (!existsSync(path)) return new Set();
	const {dependencies} = JSON.parse(readFileSync(path, 'utf8')) as {readonly dependencies?: object};
	return new Set(Object.keys(dependencies ?? {}));
}

export function needsNode(
	{name, importer}: Need,
	app: App,
	importersOf: (id: string) => readonly string[],
): CatnapError {
	const chain = chainTo(importer, importersOf);
	return new CatnapError('NEEDS_NODE', {
		name,
		where: shown(importer, app),
		received: [...chain.map(id => shown(id, app)), name].join('\n    imports '),
	});
}

/** The modules from the first that imports to `id`, as far as they are known; `importersOf` gives ids. */
export function chainTo(id: string, importersOf: (id: string) => readonly string[]): string[] {
	const chain = [id];
	for (let at = id; ; ) {
		const before = importersOf(at).find(one => !one.startsWith('\0') && !chain.includes(one));
		if (before === undefined) return chain;
		chain.unshift(before);
		at = before;
	}
}

/** `papaparse/papaparse.min.js`, or the app's file. */
export function shown(id: string, app: App): string {
	const parts = id.split(/[\\/]node_modules[\\/]/);
	return parts.length > 1 ? parts.at(-1)!.replaceAll('\\', '/') : relative(app.dir, id);
}
