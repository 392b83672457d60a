// Rollup's two passes over an app: the app's modules stay whole, the library's are shaken and lose unused members.
import {basename, join} from 'node:path';
import {type OutputChunk, type OutputOptions, type Plugin, type RollupLog, rollup} from 'rollup';
import type {App} from './app.ts';
import {withoutUnreadFacts} from './board-facts.ts';
import {withoutUnusedMembers} from './members.ts';
import {bundleName, type ModuleCode, moduleName} from './module-code.ts';
import {namespacePrefix} from './namespaces.ts';
import {isOfPackage, packageOf} from './npm-packages.ts';
import {withOwnNames} from './own-names.ts';
import {createSurvey, type Survey} from './survey.ts';

const libraryChunk = 'catnap';
/** Shaken like the library, but none of its members is taken out: packages reach them in ways of their own. */
const packagesChunk = 'packages';

interface Passes {
	readonly app: App;
	readonly libraryDir: string;
	readonly plugins: readonly Plugin[];
	/** Receives rollup's warnings. */
	readonly logs: RollupLog[];
}

export interface Bundled {
	readonly modules: ModuleCode[];
	/** Characters of code that each npm package brings. */
	readonly packageChars: ReadonlyMap<string, number>;
}

/**
 * The modules of an app, the main one first. There is one, unless the app's modules must stay apart (survey.ts).
 * @param entry the id of the module to begin with.
 */
export async function bundleModules(entry: string, passes: Passes): Promise<Bundled> {
	const {app, libraryDir} = passes;
	const survey = createSurvey(app.main, libraryDir);
	const chunks = await firstPass(entry, survey, passes);
	return {modules: await secondPass(chunks, survey, passes), packageChars: packageChars(chunks)};
}

function packageChars(chunks: readonly OutputChunk[]): Map<string, number> {
	const chars = new Map<string, number>();
	for (const [id, {renderedLength}] of chunks.flatMap(({modules}) => Object.entries(modules))) {
		const name = packageOf(id);
		if (name !== undefined) chars.set(name, (chars.get(name) ?? 0) + renderedLength);
	}
	return chars;
}

async function firstPass(
	entry: string,
	survey: Survey,
	{app, libraryDir, plugins, logs}: Passes,
): Promise<OutputChunk[]> {
	const build = await rollup({
		input: {app: entry},
		external: id => isLeft(id) && id !== 'catnap:board',
		plugins: [...plugins, survey.plugin],
		onLog: keepWarnings(logs),
		treeshake: {
			// a native module does nothing when it is only imported, and of the library only globals.ts does
			moduleSideEffects: (id, external) =>
				!external && (!id.startsWith(libraryDir) || id === join(libraryDir, 'globals.ts')),
		},
	});
	const modules = survey.modules();
	const numberOf = (id: string): string => numbered(2 + modules.indexOf(id));
	const pathOf = (id: string): string => `${namespacePrefix}${numberOf(id)}.js`;
	const chunkOf = (id: string): string | undefined => {
		if (id === entry || (id === app.main && !survey.isMainReached())) return undefined;
		if (isOfPackage(id) || id.endsWith('.json'))
			return survey.isApart() ? numbered(2 + modules.length) : packagesChunk;
		if (id.endsWith('.tflite')) return survey.isApart() ? numbered(2 + modules.length) : undefined;
		if (!modules.includes(id)) return libraryChunk;
		return survey.isApart() ? numberOf(id) : undefined;
	};
	return generate(build, app, {chunkOf, pathOf});
}

/** The chunks once more: members of the library that nothing names are blanks now, and what only they used is dropped. */
async function secondPass(
	chunks: readonly OutputChunk[],
	survey: Survey,
	{app, logs}: Passes,
): Promise<ModuleCode[]> {
	const main = join(app.dir, bundleName);
	const build = await rollup({
		input: {app: main},
		external: isLeft,
		plugins: [loadChunks(app, chunks, survey.names)],
		onLog: keepWarnings(logs),
	});
	const chunkOf = (id: string): string | undefined =>
		survey.isApart() && id !== main ? nameApart(basename(id, '.js')) : undefined;
	const output = await generate(build, app, {chunkOf, pathOf: file => `./${file}`});
	return output.map(({fileName, code, map}) => ({name: fileName, code, map: map!.toString()}));
}

/** What the engine resolves: a native module, and a module whose namespace object it makes. */
function isLeft(id: string): boolean {
	return id.startsWith('catnap:') || id.startsWith(namespacePrefix);
}

/** The library is a module like the app's own where these stay apart. */
function nameApart(chunk: string): string {
	return chunk === libraryChunk ? numbered(1) : chunk;
}

function numbered(number: number): string {
	return moduleName(number).replace('.js', '');
}

function keepWarnings(logs: RollupLog[]) {
	return (level: string, log: RollupLog): void => {
		// such an import would fail on the chip, when the app starts
		if (log.code === 'UNRESOLVED_IMPORT') throw log;
		if (level === 'warn') logs.push(log);
	};
}

interface Places {
	/** The name of the chunk that a module goes to, if it is not the main one. */
	readonly chunkOf: (id: string) => string | undefined;
	/** What a module is called in the import of its namespace. */
	readonly pathOf: (id: string) => string;
}

async function generate(
	build: Awaited<ReturnType<typeof rollup>>,
	app: App,
	{chunkOf, pathOf}: Places,
): Promise<OutputChunk[]> {
	const options: OutputOptions = {
		format: 'es',
		dir: app.dir,
		entryFileNames: '[name].js',
		// one whose namespace is imported would be called after its file
		chunkFileNames: ({facadeModuleId: id}) => `${(id === null ? undefined : chunkOf(id)) ?? '[name]'}.js`,
		sourcemap: true,
		sourcemapPathTransform: (source, mapPath) => join(mapPath, '..', source),
		// a namespace object has its tag; names stay those that stacks and the second pass know
		generatedCode: {symbols: true, constBindings: true},
		minifyInternalExports: false,
		// an import runs its module: the order of the statements is the app's
		hoistTransitiveImports: false,
		paths: id => (id.startsWith(namespacePrefix) ? pathOf(id.slice(namespacePrefix.length)) : id),
		manualChunks: chunkOf,
	};
	try {
		const {output} = await build.generate(options);
		return output.filter(part => part.type === 'chunk').sort(byRank);
	} finally {
		await build.close();
	}
}

/** The main module first, then by number. */
function byRank(a: OutputChunk, b: OutputChunk): number {
	const rank = ({fileName}: OutputChunk): number =>
		fileName === bundleName ? 0 : 1 + Number(/\d+/.exec(fileName)?.[0] ?? 0);
	return rank(a) - rank(b);
}

function loadChunks(app: App, chunks: readonly OutputChunk[], names: ReadonlySet<string>): Plugin {
	const byId = new Map(chunks.map(chunk => [join(app.dir, chunk.fileName), chunk]));
	const isLibrary = ({fileName}: OutputChunk): boolean => fileName === `${libraryChunk}.js`;
	const others = chunks.filter(chunk => !isLibrary(chunk)).map(({code}) => code);
	const imported = chunks.flatMap(({imports, dynamicImports}) => [...imports, ...dynamicImports]);
	const taken = new Set(imported.filter(id => id.startsWith(namespacePrefix)));
	return {
		name: 'catnap-chunks',
		buildStart() {
			for (const id of taken) {
				const file = join(app.dir, id.slice(namespacePrefix.length));
				this.emitFile({type: 'chunk', id: file, preserveSignature: 'strict'});
			}
		},
		resolveId: (source, importer) => {
			const id = importer === undefined ? source : join(app.dir, source);
			return byId.has(id) ? id : null;
		},
		load(id) {
			const chunk = byId.get(id)!;
			const {code, map} = chunk;
			const text = map!.toString();
			if (isLibrary(chunk)) {
				const shaken = withoutUnreadFacts(
					withoutUnusedMembers(code, () => true, others),
					others,
				);
				return {code: shaken, map: text};
			}
			return {code: withOwnNames(code, names), map: text, moduleSideEffects: 'no-treeshake'};
		},
	};
}
