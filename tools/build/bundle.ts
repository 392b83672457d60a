// TypeScript of an app and of the library in, ES modules with their source map out.
import {basename, isAbsolute, join, relative} from 'node:path';
import type {Plugin, RollupLog} from 'rollup';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import {refusalOf, withTemporary} from '../../lib/files.ts';
import type {App} from './app.ts';
import {boardDeclaration, boardModule, wiringModule} from './board-module.ts';
import {bundleModules} from './chunks.ts';
import {printsValues} from './console-values.ts';
import {needsDisposal} from './disposal.ts';
import {joinUses, type LanguageUse, languageUse} from './intrinsics.ts';
import {joinMaps, type ModuleCode} from './module-code.ts';
import {chainTo, isOfPackage, type Need, needsNode, packagePlugins, shown} from './npm-packages.ts';
import {libraryDir} from './public-modules.ts';
import {refuseAbsent} from './refusals.ts';
import {createSymbolicator, type Symbolicator, shortenPath} from './symbolicate.ts';
import {isGlobalIn, type Node} from './syntax.ts';
import {createTypescriptPlugin, preludes, typescriptError} from './typescript.ts';

export interface Bundle {
	/** The main module first; more than one if the app's modules must stay apart. */
	readonly modules: readonly ModuleCode[];
	/** JSON of the source map of all modules; sources are absolute paths. */
	readonly map: string;
	readonly use: LanguageUse;
	readonly symbolicator: Symbolicator;
	/** By name of an npm package the share of the code that is its. */
	readonly packageShares: ReadonlyMap<string, number>;
	/** Absolute paths of all files that were read, made ones left out. */
	readonly inputs: readonly string[];
	/** Messages that are no errors. */
	readonly warnings: readonly string[];
}

const entryId = '\0catnap:entry';
const boardId = '\0catnap:board';
const wiringId = '\0catnap:wiring';

/** Bundle `app` for `board`; `plugins` serve what is neither TypeScript nor the board. */
export async function bundleApp(
	app: App,
	board: BoardFacts,
	plugins: readonly Plugin[] = [],
): Promise<Bundle> {
	const logs: RollupLog[] = [];
	try {
		return await withTemporary('build', folder => bundleIn(folder, app, board, plugins, logs));
	} catch (error) {
		throwTypescriptErrors(logs, app, board);
		throw error instanceof CatnapError ? error : (refusalOf(error) ?? bundleError(error as RollupLog, app));
	}
}

async function bundleIn(
	workDir: string,
	app: App,
	board: BoardFacts,
	plugins: readonly Plugin[],
	logs: RollupLog[],
): Promise<Bundle> {
	const declaration = boardDeclaration(board, join(libraryDir, 'board-types.ts'));
	const typescript = await createTypescriptPlugin(app, workDir, declaration);
	const inputs = new Set<string>();
	const importers = new Map<string, string[]>();
	const needs: Need[] = [];
	const all = [
		virtualModules(app, board),
		...onDemand(),
		...plugins,
		typescript,
		...packagePlugins(app, needs),
		gather(inputs, importers),
	];
	const {modules, packageChars} = await bundleModules(entryId, {app, libraryDir, plugins: all, logs});
	throwTypescriptErrors(logs, app, board);
	if (needs[0]) throw needsNode(needs[0], app, id => importers.get(id) ?? []);
	const map = joinMaps(modules);
	const symbolicator = createSymbolicator(map, app.dir, libraryDir);
	const uses = modules.map(({code}) => languageUse(code));
	const chain = (file: string) => chainOf(file, app, importers);
	const warnings = [
		...refuseAbsent(uses, modules, symbolicator, chain),
		...logs.filter(isForUser).map(({message}) => message.replace(/^\[plugin [\w-]+\] /, '')),
		...unknownGlobals(uses),
	];
	const read = [...inputs].filter(path => isAbsolute(path) && !path.startsWith(workDir));
	const packageShares = sharesOf(packageChars, modules);
	return {modules, map, use: joinUses(uses), symbolicator, packageShares, inputs: read, warnings};
}

/** Characters of code are what is known of a package; its bytes are about as many of all bytes. */
function sharesOf(chars: ReadonlyMap<string, number>, modules: readonly ModuleCode[]): Map<string, number> {
	const all = modules.reduce((sum, {code}) => sum + code.length, 0);
	return new Map([...chars].map(([name, count]) => [name, Math.min(1, count / all)]));
}

function gather(inputs: Set<string>, importers: Map<string, string[]>): Plugin {
	return {
		name: 'catnap-inputs',
		moduleParsed({id, importedIds}) {
			for (const one of importedIds) importers.set(one, [...(importers.get(one) ?? []), id]);
		},
		buildEnd() {
			for (const path of this.getWatchFiles()) inputs.add(path);
		},
	};
}

/** The entry, which installs the globals before the app's first line, and the board's facts. */
function virtualModules(app: App, board: BoardFacts): Plugin {
	const wiring = wiringModule(board);
	const first = [...Object.values(preludes), ...(wiring === '' ? [] : [wiringId])];
	const imports = [...first, app.main].map(path => `import ${JSON.stringify(path)};\n`);
	const modules: Record<string, string> = {
		[entryId]: imports.join(''),
		[boardId]: boardModule(board),
		[wiringId]: wiring,
	};
	return {
		name: 'catnap-modules',
		resolveId: id =>
			id === 'catnap:board' ? boardId : [entryId, wiringId, app.main].includes(id) ? id : null,
		load: id => modules[id] ?? null,
	};
}

/** Modules of the library that only some apps need, and how an app's own code asks for them. */
const demanded: readonly {readonly file: string; readonly by: (tree: Node, code: string) => boolean}[] = [
	{file: preludes.disposal, by: needsDisposal},
	{file: preludes.values, by: printsValues},
	{file: preludes.format, by: (_tree, code) => /%[sdifjoOc]/.test(code)},
	{file: preludes.base64, by: naming('atob', 'btoa')},
	{file: preludes.clone, by: naming('structuredClone')},
	{file: preludes.encoding, by: naming('TextEncoder', 'TextDecoder')},
	{file: preludes.events, by: naming('Event', 'EventTarget', 'AbortController', 'AbortSignal')},
	{file: preludes.performance, by: naming('performance')},
];

/** Code in which one of these stands as a global. */
function naming(...names: string[]): (tree: Node, code: string) => boolean {
	return (tree, code) => names.some(name => code.includes(name) && isGlobalIn(tree, name));
}

function onDemand(): Plugin[] {
	return demanded.map(({file, by}) => {
		let needed = false;
		return {
			name: `catnap-${basename(file, '.ts')}`,
			moduleParsed({id, ast, code}) {
				if (!id.startsWith(libraryDir) && ast !== null && by(ast as unknown as Node, code ?? ''))
					needed = true;
				const module = this.getModuleInfo(file);
				if (needed && module !== null) module.moduleSideEffects = true;
			},
		};
	});
}

function throwTypescriptErrors(logs: readonly RollupLog[], app: App, board: BoardFacts): void {
	const error = typescriptError(
		logs.filter(({plugin, pluginCode}) => plugin === 'typescript' && /^TS\d+$/.test(String(pluginCode))),
		app,
		board,
	);
	if (error !== undefined) throw error;
}

/** What the build could not know of the app's globals, so that it pays for all of them. */
function unknownGlobals(uses: readonly LanguageUse[]): string[] {
	if (!uses.some(({unknown}) => unknown)) return [];
	return [
		'a property of globalThis is computed: every part of the language is switched on (about 9 KB of RAM); name globals directly to pay only for those',
	];
}

/** How packages are written is not for the app's author to mend. */
function isForUser({id, ids, code}: RollupLog): boolean {
	const isHabit = /^(CIRCULAR_DEPENDENCY|THIS_IS_UNDEFINED|EVAL|MODULE_LEVEL_DIRECTIVE)$/.test(code ?? '');
	return !isHabit || ![id, ...(ids ?? [])].some(one => one !== undefined && isOfPackage(one));
}

/** Through which imports a file of a package came into the app; undefined for files of the app. */
function chainOf(
	file: string,
	app: App,
	importers: ReadonlyMap<string, readonly string[]>,
): string | undefined {
	const id = [...importers.keys()].find(
		one => isOfPackage(one) && shortenPath(one, app.dir, libraryDir) === file,
	);
	if (id === undefined) return undefined;
	const ids = chainTo(id, one => importers.get(one) ?? []).filter(one => !one.startsWith('\0'));
	return ids.map(one => shown(one, app)).join('\n    imports ');
}

function bundleError(error: RollupLog, app: App): CatnapError {
	const {loc, message, code = 'BUNDLE', pluginCode, id} = error;
	const file = loc?.file ?? id ?? app.main;
	const place = relative(app.dir, file) + (loc === undefined ? '' : `:${loc.line}:${loc.column + 1}`);
	// rollup writes plugin and place before what a plugin says
	const said = message.replace(/^\[plugin [\w-]+\] (\S.* \(\d+:\d+\): )?/, '');
	return new CatnapError('BUNDLE', {which: 'app', where: place, received: `${said} (${pluginCode ?? code})`});
}
