// From the folder of an app to its image: models, bundle, bytecode, fit.

import {pinCautions} from '../../boards/facts/own-board.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import {working} from '../../lib/working.ts';
import {type App, findApp} from './app.ts';
import {checkServices} from './board-services.ts';
import {BuildCache} from './build-cache.ts';
import {type BuildTools, loadBuildTools} from './build-tools.ts';
import type {Bundle} from './bundle.ts';
import {checkFit, type FirmwareNeed, type Need, poolNeeds, type Room, roomsOf, statesRoom} from './fit.ts';
import {type Image, type ImageSection, writeImage} from './image.ts';
import type {AppModel} from './models.ts';
import {moduleNumber} from './module-code.ts';
import type {Part} from './notice.ts';
import {boardOf} from './own-board.ts';
import {packagesIn} from './packages.ts';
import {libraryDir} from './public-modules.ts';
import {createSymbolicator, type Symbolicator} from './symbolicate.ts';

export interface BuildOptions {
	/** The board whose pins, memory and energy count. @default the target's own */
	readonly board?: string;
	/** Where it will run. @default 'host' */
	readonly target?: string;
}

export interface BuiltApp {
	readonly app: App;
	readonly board: BoardFacts;
	readonly target: string;
	/** Bytes of the image. */
	readonly image: Uint8Array;
	readonly sections: readonly (Need & {readonly type: ImageSection['type']})[];
	readonly intrinsics: Image['intrinsics'];
	readonly models: readonly AppModel[];
	/** What is known at build of the pool's use. */
	readonly pool: readonly Need[];
	/** The memories of the board with all their parts; with a firmware that was measured, or the room set aside for it. */
	readonly rooms: (firmware?: FirmwareNeed) => readonly Room[];
	/** npm packages whose code is in the bundle. */
	readonly packages: readonly Part[];
	/** By name of an npm package the share of the bytecode that is its, about. */
	readonly packageShares: ReadonlyMap<string, number>;
	/** Modules of the firmware that it imports, of those that only firmware for such an app has. */
	readonly modulesByNeed: readonly string[];
	/** Source map of the bundle. */
	readonly map: string;
	readonly symbolicator: Symbolicator;
	readonly warnings: readonly string[];
	/** Model declarations that were written because they were missing or stale. */
	readonly declarations: readonly string[];
}

export const defaultTarget = 'host';

/**
 * Build an app, or the one in a folder, in memory; only model declarations are written, whole, beside their models.
 */
export async function buildApp(
	folderOrApp: string | App,
	options: BuildOptions = {},
	tools?: BuildTools,
): Promise<BuiltApp> {
	const {target = defaultTarget} = options;
	const app = typeof folderOrApp === 'string' ? await findApp(folderOrApp) : folderOrApp;
	const board = await boardOf(app.dir, target, options.board);
	const cache = tools === undefined ? new BuildCache<Made>(app, JSON.stringify(board)) : undefined;
	const {image, pool, map, ...made} =
		cache?.find() ?? (await working(`building ${app.name}`, {}, () => make(app, board, tools, cache)));
	const bytes = writeImage(image);
	const rooms = (firmware?: FirmwareNeed): Room[] => [
		...roomsOf(image, bytes.length, pool, board, firmware),
		...statesRoom(made.models, board),
	];
	const sections = describeSections(image.sections, made.models);
	checkFit(app.name, rooms(), board, {...made, sections, pool});
	return {
		...made,
		warnings: [...pinCautions(board), ...made.warnings],
		app,
		board,
		target,
		image: bytes,
		sections,
		intrinsics: image.intrinsics,
		pool,
		rooms,
		packages: packagesIn(map),
		map,
		symbolicator: createSymbolicator(map, app.dir, libraryDir),
	};
}

/** What takes time to make, and can be kept. */
interface Made
	extends Pick<
		BuiltApp,
		'models' | 'modulesByNeed' | 'pool' | 'map' | 'packageShares' | 'warnings' | 'declarations'
	> {
	readonly image: Image;
}

/** The compilers are loaded here: an unchanged app does not need them. */
async function make(
	app: App,
	board: BoardFacts,
	tools: BuildTools | undefined,
	cache: BuildCache<Made> | undefined,
): Promise<Made> {
	const [{bundleApp}, {inputBuffers}, {loadModels, modelPlugin, writeDeclarations}] = await Promise.all([
		import('./bundle.ts'),
		import('./input-buffers.ts'),
		import('./models.ts'),
	]);
	const use = tools ?? (await loadBuildTools());
	const models = await loadModels(app, use.compileModel);
	const declarations = await writeDeclarations(models);
	const bundle = await bundleApp(app, board, [modelPlugin(models)]);
	const image = await createImage(app, board, bundle, models, use);
	const buffers = await inputBuffers(app.main, board, models);
	const pool = poolNeeds(image, models, bundle.use.shape, buffers);
	const {map, warnings, packageShares} = bundle;
	const {modulesByNeed: all} = await import('../../bindings/gen/abi.ts');
	const imports = (name: string): boolean =>
		bundle.modules.some(({code}) => new RegExp(`\\bfrom\\s*['"]${name}['"]`).test(code));
	const modulesByNeed = all.filter(imports);
	checkServices(modulesByNeed, board, app.main);
	const made = {image, models, modulesByNeed, pool, map, warnings, packageShares};
	const modelFiles = models.flatMap(({path, front}) => [
		...[path, path.replace(/tflite$/, 'json')],
		...(front === undefined ? [] : [front]),
	]);
	cache?.keep({...made, declarations: []}, [...bundle.inputs, ...modelFiles]);
	return {...made, declarations};
}

async function createImage(
	app: App,
	board: BoardFacts,
	bundle: Bundle,
	models: readonly AppModel[],
	tools: BuildTools,
): Promise<Image> {
	const modules = await compileBundle(bundle, tools);
	const {modelSections} = await import('./models.ts');
	return {
		name: app.name,
		engineId: tools.engineId,
		intrinsics: bundle.use.intrinsics,
		...(app.tries && {tries: app.tries}),
		boardId: board.id,
		sections: [...modules, ...modelSections(models)],
	};
}

/** What the engine does not take is said with the place in TypeScript. */
async function compileBundle({modules, symbolicator}: Bundle, tools: BuildTools): Promise<ImageSection[]> {
	const sections: ImageSection[] = [];
	try {
		for (const {name, code} of modules) {
			const id = moduleNumber(name);
			sections.push({
				type: id === 0 ? 'bytecode' : 'module',
				id,
				data: await tools.compileModule(code, name),
			});
		}
	} catch (error) {
		if (!(error instanceof CatnapError) || error.facts.where === undefined) throw error;
		throw error.at(symbolicator.text(error.facts.where));
	}
	return sections;
}

function describeSections(
	sections: readonly ImageSection[],
	models: readonly AppModel[],
): BuiltApp['sections'] {
	return sections.map(({type, id, data}) => {
		const model =
			type === 'bytecode' || type === 'module'
				? undefined
				: models.find(({plan, features}) => plan === id || features === id);
		const what =
			model === undefined
				? type === 'bytecode'
					? 'bytecode'
					: `bytecode of module ${id}`
				: `${model.plan === id ? 'plan' : 'feature stage'} of ${model.where}`;
		return {type, what, bytes: data.length};
	});
}
