// TypeScript of an app and of the library in, one ES module with its source map out.
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, extname, join, relative} from 'node:path';
import {originalPositionFor, TraceMap} from '@jridgewell/trace-mapping';
import {type Plugin, type RollupLog, rollup} from 'rollup';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import type {App} from './app.ts';
import {boardDeclaration, boardModule} from './board-module.ts';
import {needsDisposal} from './disposal.ts';
import {type LanguageUse, languageUse} from './intrinsics.ts';
import {withoutUnusedMembers} from './members.ts';
import {libraryDir} from './public-modules.ts';
import {bundleName, createSymbolicator, type Symbolicator} from './symbolicate.ts';
import type {Node} from './syntax.ts';
import {createTypescriptPlugin, preludes, typescriptError} from './typescript.ts';

export interface Bundle {
	readonly code: string;
	/** JSON of the source map; sources are absolute paths. */
	readonly map: string;
	readonly use: LanguageUse;
	readonly symbolicator: Symbolicator;
	/** Messages that are no errors. */
	readonly warnings: readonly string[];
}

const entryId = '\0catnap:entry';
const boardId = '\0catnap:board';

/** Bundle `app` for `board`; `plugins` serve what is neither TypeScript nor the board. */
export async function bundleApp(
	app: App,
	board: BoardFacts,
	plugins: readonly Plugin[] = [],
): Promise<Bundle> {
	const workDir = await mkdtemp(join(tmpdir(), 'catnap-build-'));
	const logs: RollupLog[] = [];
	try {
		const declaration = boardDeclaration(board, join(libraryDir, 'board-types.ts'));
		const typescript = await createTypescriptPlugin(app, workDir, declaration);
		const all = await runRollup(
			app,
			entryId,
			[virtualModules(app, board), disposal(), ...plugins, typescript],
			logs,
		);
		throwTypescriptErrors(logs, app, board);
		const whole = join(app.dir, bundleName); // a name with \0 would have no place in the source map
		const output = await runRollup(app, whole, [usedMembers(whole, all)], logs);
		const symbolicator = createSymbolicator(output.map, app.dir, libraryDir);
		const use = languageUse(output.code);
		checkAbsentGlobals(use, output.code, symbolicator);
		return {...output, use, symbolicator, warnings: logs.map(({message}) => message)};
	} catch (error) {
		throwTypescriptErrors(logs, app, board);
		throw error instanceof CatnapError ? error : bundleError(error as RollupLog, app);
	} finally {
		await rm(workDir, {recursive: true, force: true});
	}
}

async function runRollup(
	app: App,
	input: string,
	plugins: Plugin[],
	logs: RollupLog[],
): Promise<{code: string; map: string}> {
	const build = await rollup({
		input,
		external: id => id.startsWith('catnap:') && id !== 'catnap:board',
		plugins,
		onLog: (level, log) => {
			if (level === 'warn') logs.push(log);
		},
		treeshake: {
			// a native module does nothing when it is only imported, and of the library only the globals do
			moduleSideEffects: (id, external) =>
				!external && (!id.startsWith(libraryDir) || id === preludes.globals),
		},
	});
	const {output} = await build.generate({
		format: 'es',
		file: join(app.dir, bundleName),
		sourcemap: true,
		sourcemapPathTransform: (source, mapPath) => join(mapPath, '..', source),
		inlineDynamicImports: true,
	});
	await build.close();
	const {code, map} = output[0];
	return {code, map: map?.toString() ?? ''};
}

/** The bundle once more, without members that nothing names: what only they used is dropped now. */
function usedMembers(whole: string, {code, map}: {code: string; map: string}): Plugin {
	const library = libraryOffsets(code, map);
	return {
		name: 'catnap-members',
		resolveId: id => (id === whole ? id : null),
		load: () => ({code: withoutUnusedMembers(code, library), map}),
	};
}

/** Which offsets of the bundle stem from the library. */
function libraryOffsets(code: string, map: string): (offset: number) => boolean {
	const trace = new TraceMap(map);
	return offset => {
		const before = code.slice(0, offset).split('\n');
		const {source} = originalPositionFor(trace, {line: before.length, column: before.at(-1)!.length});
		return source?.startsWith(libraryDir) === true;
	};
}

/** The entry, which installs the globals before the app's first line, and the board's facts. */
function virtualModules(app: App, board: BoardFacts): Plugin {
	const imports = [...Object.values(preludes), app.main].map(path => `import ${JSON.stringify(path)};\n`);
	const modules: Record<string, string> = {[entryId]: imports.join(''), [boardId]: boardModule(board)};
	return {
		name: 'catnap-modules',
		resolveId: id => (id === 'catnap:board' ? boardId : id === entryId || id === app.main ? id : null),
		load: id => modules[id] ?? null,
	};
}

/** What `using` asks for is in the bundle of an app whose own code needs it. */
function disposal(): Plugin {
	let needed = false;
	return {
		name: 'catnap-disposal',
		moduleParsed({id, ast}) {
			if (!id.startsWith(libraryDir) && ast !== null && needsDisposal(ast as unknown as Node)) needed = true;
			const module = this.getModuleInfo(preludes.disposal);
			if (needed && module !== null) module.moduleSideEffects = true;
		},
	};
}

function throwTypescriptErrors(logs: readonly RollupLog[], app: App, board: BoardFacts): void {
	const error = typescriptError(
		logs.filter(({plugin, pluginCode}) => plugin === 'typescript' && /^TS\d+$/.test(String(pluginCode))),
		app,
		board,
	);
	if (error !== undefined) throw error;
}

function checkAbsentGlobals(use: LanguageUse, code: string, symbolicator: Symbolicator): void {
	const first = use.absent[0];
	if (first === undefined) return;
	const before = code.slice(0, first.offset).split('\n');
	const place = symbolicator.position(before.length, before.at(-1)!.length + 1);
	throw new CatnapError('NOT_ON_CHIP', {
		name: first.name,
		reason: first.reason,
		where: place === undefined ? bundleName : `${place.file}:${place.line}:${place.column}`,
	});
}

function bundleError(error: RollupLog, app: App): CatnapError {
	const {loc, message, code = 'BUNDLE', id} = error;
	const file = loc?.file ?? id ?? app.main;
	const place = relative(app.dir, file) + (loc === undefined ? '' : `:${loc.line}:${loc.column}`);
	if (extname(file) === '.json') {
		return new CatnapError('BUNDLE', {
			which: 'json',
			where: relative(app.dir, file),
			expected: 'a .ts file, or a .tflite model',
			todo: `rename it to ${basename(file, '.json')}.ts and begin it with: export default`,
		});
	}
	return new CatnapError('BUNDLE', {which: 'app', where: place, received: `${message} (${code})`});
}
