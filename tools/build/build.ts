// From the folder of an app to its image: models, bundle, bytecode, fit.

import {loadBoard} from '../../boards/facts/boards.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import {type App, findApp} from './app.ts';
import {type BuildTools, loadBuildTools} from './build-tools.ts';
import {type Bundle, bundleApp} from './bundle.ts';
import {checkFit, type FirmwareNeed, type Need, poolNeeds, type Room, roomsOf} from './fit.ts';
import {type Image, type ImageSection, writeImage} from './image.ts';
import {inputBuffers} from './input-buffers.ts';
import {type AppModel, loadModels, modelPlugin, modelSections, writeDeclarations} from './models.ts';
import {moduleNumber} from './module-code.ts';
import type {Part} from './notice.ts';
import {packagesIn} from './packages.ts';
import type {Symbolicator} from './symbolicate.ts';

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
	const board = await loadBoard(options.board ?? target);
	const app = typeof folderOrApp === 'string' ? await findApp(folderOrApp) : folderOrApp;
	const use = tools ?? (await loadBuildTools());
	const models = await loadModels(app, use.compileModel);
	const declarations = await writeDeclarations(models);
	const bundle = await bundleApp(app, board, [modelPlugin(models)]);
	const image = await createImage(app, board, bundle, models, use);
	const bytes = writeImage(image);
	const inputs = await inputBuffers(app.main, board, models);
	const pool = poolNeeds(image, models, bundle.use.textBytes, inputs);
	const rooms = (firmware?: FirmwareNeed): Room[] => roomsOf(image, bytes.length, pool, board, firmware);
	checkFit(app.name, rooms(), board);
	return {
		app,
		board,
		target,
		image: bytes,
		sections: describeSections(image.sections, models),
		intrinsics: image.intrinsics,
		models,
		pool,
		rooms,
		packages: packagesIn(bundle.map),
		map: bundle.map,
		symbolicator: bundle.symbolicator,
		warnings: bundle.warnings,
		declarations,
	};
}

async function createImage(
	app: App,
	board: BoardFacts,
	bundle: Bundle,
	models: readonly AppModel[],
	tools: BuildTools,
): Promise<Image> {
	const modules = await compileBundle(bundle, tools);
	return {
		name: app.name,
		engineId: tools.engineId,
		intrinsics: bundle.use.intrinsics,
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
