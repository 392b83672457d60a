// TypeScript inside rollup: the project of one build, and its diagnostics gathered into one error.
import {existsSync, readdirSync} from 'node:fs';
import {mkdir, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {dirname, join, resolve} from 'node:path';
import type {Plugin, RollupLog} from 'rollup';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import type {App} from './app.ts';
import {unread} from './build-cache.ts';
import {type CompilerProject, compilerPlugin} from './compiler.ts';
import {loadTypescript} from './load-typescript.ts';
import {libraryDir, libraryModules} from './public-modules.ts';
import {shortenPath} from './symbolicate.ts';
import {wakeSourceError, wakeSourceProblem} from './wake-source-error.ts';

/** What stands before an app's first line, in this order; all but the globals only on demand. */
export const preludes = {
	globals: join(libraryDir, 'globals.ts'),
	disposal: join(libraryDir, 'dispose.ts'),
	values: join(libraryDir, 'values.ts'),
	format: join(libraryDir, 'format.ts'),
	base64: join(libraryDir, 'web/base64.ts'),
	clone: join(libraryDir, 'web/clone.ts'),
	encoding: join(libraryDir, 'web/encoding.ts'),
	events: join(libraryDir, 'web/events.ts'),
	performance: join(libraryDir, 'web/performance.ts'),
};
/** For editors: the default board's declaration, and what finds that of the app. A build has that of its own board. */
const editorDeclarations = ['gen/board.d.ts', 'app-board.d.ts'].map(path => join(libraryDir, path));
const shownErrors = 10;

/** The plugin, set up by a project file in `workDir`, which must stay until the build has ended. */
export async function createTypescriptPlugin(
	app: App,
	workDir: string,
	boardDeclaration: string,
): Promise<Plugin> {
	return compilerPlugin(await writeProject(app, workDir, boardDeclaration));
}

/** The project of a build: it extends the app's own tsconfig.json, if there is one, and then fixes what the chip decides. */
export async function writeProject(
	app: App,
	workDir: string,
	boardDeclaration: string,
): Promise<CompilerProject> {
	await mkdir(workDir, {recursive: true});
	const boardFile = join(workDir, 'board.d.ts');
	await writeFile(boardFile, boardDeclaration);
	const own = join(app.dir, 'tsconfig.json');
	const isOwn = existsSync(own);
	const paths = isOwn ? await ownPaths(own, app) : {};
	const project = {
		extends: isOwn ? own : join(libraryDir, 'tsconfig.app.json'),
		files: [app.main, ...Object.values(preludes), boardFile, ...nativeDeclarations()],
		// the app's own declarations, those of a package that brings none among them
		include: [join(app.dir, '**/*.d.ts')],
		exclude: [join(app.dir, '**/node_modules'), ...unread.map(name => join(app.dir, name))],
		compilerOptions: {...chipOptions, paths: {...paths, ...chipOptions.paths}},
	};
	const tsconfig = join(workDir, 'tsconfig.json');
	await writeFile(tsconfig, JSON.stringify(project));
	return {tsconfig, libraryDir};
}

/** `paths` of the app's own tsconfig.json, or of one that it extends, with absolute places. */
async function ownPaths(tsconfig: string, app: App): Promise<Record<string, string[]>> {
	const ts = loadTypescript();
	const host = {...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {}};
	const options = ts.getParsedCommandLineOfConfigFile(tsconfig, {}, host)?.options ?? {};
	if (options.allowJs === true || options.checkJs === true)
		throw new CatnapError('BUNDLE', {which: 'allowJs', where: 'tsconfig.json'});
	const base = options.baseUrl ?? (options.pathsBasePath as string | undefined) ?? app.dir;
	const paths = Object.entries(options.paths ?? {}).map(
		([name, places]) => [name, places.map(place => resolve(base, place))] as const,
	);
	return Object.fromEntries(paths);
}

/** What an app's own tsconfig.json cannot change. */
const chipOptions = {
	target: 'ES2022',
	// of later standards what the engine has
	lib: [
		'ES2023',
		'ES2024.Collection',
		'ES2024.Object',
		'ES2024.Promise',
		'ES2024.String',
		'ES2025.Promise',
		'ESNext.Disposable',
		'ESNext.Error',
	],
	types: [],
	module: 'ESNext',
	moduleResolution: 'Bundler',
	moduleDetection: 'force',
	strict: true,
	allowArbitraryExtensions: true,
	resolveJsonModule: true,
	esModuleInterop: true,
	allowImportingTsExtensions: true,
	rewriteRelativeImportExtensions: true,
	noEmit: false,
	declaration: false,
	composite: false,
	incremental: false,
	sourceMap: true,
	inlineSources: true,
	skipLibCheck: true,
	paths: {
		...Object.fromEntries(Object.entries(libraryModules).map(([name, path]) => [name, [path]])),
		// the compiler asks for it wherever a private field stands, although none of it is used at this target
		tslib: [join(dirname(createRequire(import.meta.url).resolve('tslib')), 'tslib.d.ts')],
	},
};

/** Declarations of the chip's globals and of the native modules `catnap:<service>`. */
export function nativeDeclarations(): string[] {
	const folders = [libraryDir, join(libraryDir, 'gen')];
	const files = folders.flatMap(folder => readdirSync(folder).map(name => join(folder, name)));
	return files.filter(path => path.endsWith('.d.ts') && !editorDeclarations.includes(path)).sort();
}

/** One error of all diagnostics that the plugin logged; undefined when there are none. */
export function typescriptError(
	logs: readonly RollupLog[],
	app: App,
	board: BoardFacts,
): CatnapError | undefined {
	const found = new Map<string, RollupLog>();
	for (const log of logs) found.set(`${placeOf(log, app)} ${textOf(log)}`, log);
	const errors = [...found.values()];
	const first = errors[0];
	if (first === undefined) return undefined;
	// alone they get words of their own; among other errors they are lines like those
	if (errors.every(({message}) => wakeSourceProblem(message)))
		return wakeSourceError(first.message, placeOf(first, app), board);
	// TS1xxx are syntax errors: what comes after one is often only its echo
	const syntax = errors.filter(log => /^TS1\d{3}$/.test(String(log.pluginCode)));
	const lines = errors.slice(0, shownErrors).map(log => `${placeOf(log, app)} ${textOf(log)}`);
	if (errors.length > shownErrors) lines.push(`and ${errors.length - shownErrors} more`);
	const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
	const kind = syntax.length > 0 ? 'SYNTAX_ERROR' : 'TYPE_ERROR';
	return new CatnapError(kind, {
		errors: count,
		app: app.name,
		where: placeOf(syntax[0] ?? first, app),
		received: errors.length === 1 ? textOf(first) : `\n    ${lines.join('\n    ')}`,
	});
}

function placeOf({loc}: RollupLog, app: App): string {
	if (loc === undefined) return 'tsconfig.json';
	return `${shortenPath(loc.file ?? app.main, app.dir, libraryDir)}:${loc.line}:${loc.column}`;
}

/** By what stands for a model that does not have what is asked of it (ts-src/model.ts). */
const modelProblems: Readonly<Record<string, string>> = {
	NoLabels:
		'the model has no labels: name them in a .json beside the .tflite, {"labels": [...]}, or use score() and output',
	NoAnomaly:
		'the model has no anomaly score: catnap model anomaly <file> --data <dir> makes one of recordings (docs/features.md)',
	NoClasses: 'the model is a detector, whose labels are those of boxes: use detections()',
	NoValues:
		'the outputs of the model have no names: give them in a .json beside the .tflite, {"values": [{"name": "speed", "unit": "m/s"}]}, or use score() and output',
	NoChain:
		'no model stands in front of this one: name it in a .json beside the .tflite, {"from": {"model": "features.tflite"}}, or set input and invoke()',
	NoDetections:
		'the model is no detector: its outputs are not those of TFLite_Detection_PostProcess; use best(), values() or output',
};

function textOf({message, pluginCode}: RollupLog): string {
	const wake = wakeSourceProblem(message);
	if (wake) return `${wake.what} (${pluginCode})`;
	const model = modelProblems[/'this' of type '(No\w+)'/.exec(message)?.[1] ?? ''];
	if (model) return `${model} (${pluginCode})`;
	const text = message.slice(message.indexOf(`${pluginCode}: `)).replace(`${pluginCode}: `, '');
	const untyped = /^Could not find a declaration file for module '((?![./])[^']+)'/.exec(text)?.[1];
	if (untyped !== undefined) return `${withoutTypes(packageOf(untyped))} (${pluginCode})`;
	// the compiler's hints lead to the declarations of Node and browsers, which the chip does not have
	const said = text
		.replaceAll('\n', ' ')
		.replace(/ +(Do you need to (install|change)|Try `npm i) .*$/, ' The chip does not have it.');
	return `${said}${missingHint(said)} (${pluginCode})`;
}

/** What to do about a package that is not there. */
function missingHint(said: string): string {
	const missing = /^Cannot find module '((?![./]|node:)[^']+)'/.exec(said)?.[1];
	return missing === undefined ? '' : ` Is it installed? npm install ${packageOf(missing)}`;
}

function withoutTypes(name: string): string {
	const types = `@types/${name.replace(/^@/, '').replace('/', '__')}`;
	const file = `src/${name.replace(/^.*\//, '')}.d.ts`;
	return `'${name}' brings no types: npm install --save-dev ${types}, or declare them in ${file}: declare module '${name}';`;
}

function packageOf(specifier: string): string {
	return specifier
		.split('/')
		.slice(0, specifier.startsWith('@') ? 2 : 1)
		.join('/');
}
