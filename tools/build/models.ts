// Models of an app: `import fan from './fan.tflite'` becomes a plan in the image and a typed module.
import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {basename, dirname, isAbsolute, relative, resolve} from 'node:path';
import type {Plugin} from 'rollup';
import {CatnapError} from '../../lib/errors.ts';
import {writeAtomically} from '../../lib/files.ts';
import {readBytes, textOf} from '../../lib/read.ts';
import {sensorOf} from '../model/features/index.ts';
import {placedPlan} from '../model/plan.ts';
import {type Link, readLink, readSidecar, type Sidecar} from '../model/sidecar.ts';
import type {EndSizes, NamedValue} from '../model/sidecar-results.ts';
import type {App} from './app.ts';
import type {ImageSection} from './image.ts';
import {checkInside} from './inside.ts';
import {loadTypescript} from './load-typescript.ts';

const typescript = loadTypescript();

/** What the build needs of a compiled model; tools/model gives more. */
export interface CompiledModel extends EndSizes {
	readonly plan: Uint8Array;
	readonly arenaBytes: number;
	/** Of a streaming model: its variables. */
	readonly stateBytes: number;
	/** Their types, as typed arrays are named. */
	readonly inputType: string;
	readonly outputType: string;
	/** Of a chain whose second model does not run each time: the output that says whether it did, and what a run costs. */
	readonly turnOutput?: number;
	readonly betweenCost?: number;
}

/** The model in front: its bytes, how often it runs, and how messages name its file and the place that joins them. */
export interface InFront extends Omit<Link, 'path'> {
	readonly tflite: Uint8Array;
	readonly file: string;
}

/** Compiles the bytes of a .tflite, behind those of another; `where` is its path for messages. */
export type ModelCompiler = (
	tflite: Uint8Array,
	where: string,
	chain?: InFront,
) => CompiledModel | Promise<CompiledModel>;

/** One `.tflite` that the app imports. */
export interface AppModel {
	/** Absolute path. */
	readonly path: string;
	/** Path as messages show it. */
	readonly where: string;
	readonly compiled: CompiledModel;
	readonly sidecar: Sidecar;
	/** Path of the model in front of it. */
	readonly front: string | undefined;
	/** Asset number of the plan. */
	readonly plan: number;
	/** Asset number of the feature stage. */
	readonly features: number | undefined;
	/** Asset number of the anomaly score. */
	readonly anomaly: number | undefined;
}

/** Compile every model that the app's files import, in the order of the imports. */
export async function loadModels(app: App, compile: ModelCompiler): Promise<AppModel[]> {
	const models: AppModel[] = [];
	let asset = 0;
	for (const path of await modelImports(app.main)) {
		const where = relative(app.dir, path);
		const facts = path.replace(/\.tflite$/, '.json');
		for (const file of [path, facts]) checkInside(app.dir, file);
		const link = await readLink(facts, app.dir);
		const chain = link && inFront(app, link);
		const compiled = await compile(readModel(path, where), where, chain);
		const sidecar = await readSidecar(facts, app.dir, compiled);
		const plan = asset++;
		models.push({
			path,
			where,
			compiled,
			sidecar,
			front: link?.path,
			plan,
			features: sidecar.features === undefined ? undefined : asset++,
			anomaly: sidecar.anomaly === undefined ? undefined : asset++,
		});
	}
	return placed(models);
}

function inFront(app: App, {path, every, where}: Link): InFront {
	checkInside(app.dir, path);
	const file = relative(app.dir, path);
	return {tflite: readModel(path, file), file, every, where};
}

/** With the plans that say where arena and state lie. */
function placed(models: readonly AppModel[]): AppModel[] {
	const sharing = models.filter(({sidecar}) => sidecar.isSharing);
	const sharedBytes = Math.max(...sharing.map(({compiled}) => compiled.arenaBytes));
	return models.map(({sidecar, compiled, where, ...model}) => {
		const {isSharing = false, isKept = false} = sidecar;
		if (isKept && compiled.stateBytes === 0)
			throw new CatnapError('MODEL_FACTS', {
				where: `${where.replace(/tflite$/, 'json')}: state`,
				expected: 'fresh: the model has no variables',
				received: 'retained',
			});
		const places = {isKept, ...(isSharing && {sharedBytes})};
		const plan = isSharing || isKept ? placedPlan(compiled.plan, places) : compiled.plan;
		return {...model, where, sidecar, compiled: {...compiled, plan}};
	});
}

/** The image's sections of the models: plans, and feature stages as assets. */
export function modelSections(models: readonly AppModel[]): ImageSection[] {
	return models.flatMap(({compiled, sidecar, plan, features, anomaly}): ImageSection[] => [
		{type: 'plan', id: plan, data: compiled.plan},
		...assetOf(features, sidecar.features),
		...assetOf(anomaly, sidecar.anomaly),
	]);
}

function assetOf(id: number | undefined, data: Uint8Array | undefined): ImageSection[] {
	return id === undefined || data === undefined ? [] : [{type: 'asset', id, data}];
}

/** Serves each model as a module whose default export is a `Model`. */
export function modelPlugin(models: readonly AppModel[]): Plugin {
	const byPath = new Map(models.map(model => [model.path, model]));
	return {
		name: 'catnap-models',
		resolveId: (id, importer) => {
			if (!id.endsWith('.tflite') || importer === undefined) return null;
			return resolve(dirname(importer), id);
		},
		load: id => {
			const model = byPath.get(id);
			if (model === undefined) return null;
			const {plan, features = -1, anomaly = -1, sidecar, compiled, front} = model;
			const facts = JSON.stringify({
				...{plan, features, anomalyAsset: anomaly},
				labels: sidecar.labels,
				...resultFacts(model),
				...(front !== undefined && {turn: compiled.turnOutput ?? -1}),
				input: compiled.inputType,
				output: compiled.outputType,
			});
			const type = sidecar.isSharing ? 'SharedModel' : 'Model';
			return `import {${type}} from 'catnap/model';\nexport default new ${type}(${facts});\n`;
		},
	};
}

/** Where an app finds named values and detections, if the model has them. */
function resultFacts({sidecar, compiled: {detection}}: AppModel): object {
	return {
		...(sidecar.values.length > 0 && {
			values: sidecar.values.map(({name, output, element}) => [name, output, element]),
		}),
		...(detection && {
			detection: [detection.boxes, detection.classes, detection.scores, detection.count, detection.most],
		}),
	};
}

/** The declaration beside a model: what the editor and the compiler know of it. */
export function modelDeclaration({
	path,
	sidecar,
	compiled,
	front,
}: Pick<AppModel, 'path' | 'sidecar' | 'compiled' | 'front'>): string {
	const name = basename(path);
	const label = sidecar.labels.map(quoted).join(' | ');
	return [
		`// Generated from ${name} and ${name.replace(/tflite$/, 'json')} by catnap build. Edit those files, then build again.`,
		"import type {Model} from 'catnap/model';",
		'',
		'declare const model: Model<{',
		`\tsamples: ${sidecar.samples ?? 'never'};`,
		`\trateHz: ${sidecar.rateHz ?? 'never'};`,
		...(sidecar.stage !== undefined && sensorOf(sidecar.stage) === 'microphone'
			? ["\tsensor: 'microphone';"]
			: []),
		...(sidecar.anomaly === undefined ? [] : ['\tanomaly: true;']),
		...(compiled.detection === undefined ? [] : ['\tdetection: true;']),
		...(front === undefined ? [] : ['\tchain: true;']),
		...(sidecar.values.length === 0 ? [] : [`\tvalues: {${sidecar.values.map(unitOf).join(' ')}};`]),
		`\tlabel: ${label === '' ? 'never' : label};`,
		`\tinput: '${compiled.inputType}';`,
		`\toutput: '${compiled.outputType}';`,
		'}>;',
		'export default model;',
		'',
	].join('\n');
}

function quoted(text: string): string {
	return `'${text.replace(/['\\]/g, '\\$&')}'`;
}

function unitOf({name, unit}: NamedValue): string {
	return `${name}: ${quoted(unit)};`;
}

export function declarationPath(modelPath: string): string {
	return modelPath.replace(/\.tflite$/, '.d.tflite.ts');
}

/** Write the declarations that are missing or stale; returns their paths. */
export async function writeDeclarations(models: readonly AppModel[]): Promise<string[]> {
	const written: string[] = [];
	for (const model of models) {
		const path = declarationPath(model.path);
		const text = modelDeclaration(model);
		if (existsSync(path) && (await readFile(path, 'utf8')) === text) continue;
		await writeAtomically(path, text);
		written.push(path);
	}
	return written;
}

const longestMb = 1024;

function readModel(path: string, where: string): Uint8Array {
	if (existsSync(path)) return readBytes(path, {code: 'MODEL_READ', longestMb, where});
	throw new CatnapError('NO_MODEL', {
		which: 'import',
		where,
		expected: `a .tflite file at ${path}`,
		todo: 'correct the path in the import, or put the model there',
	});
}

/** Paths of all .tflite files that `main` imports, itself or through its own relative imports. */
async function modelImports(main: string): Promise<string[]> {
	const models = new Set<string>();
	const seen = new Set<string>();
	const visit = async (file: string): Promise<void> => {
		if (seen.has(file) || !existsSync(file)) return;
		seen.add(file);
		for (const {fileName} of typescript.preProcessFile(await sourceText(file)).importedFiles) {
			const isPath = fileName.startsWith('.') || isAbsolute(fileName);
			if (!isPath && fileName.endsWith('.tflite')) throw notAPath(file, fileName);
			if (!isPath) continue;
			const path = resolve(dirname(file), fileName);
			if (path.endsWith('.tflite')) models.add(path);
			else await visit(sourceOf(path));
		}
	};
	await visit(main);
	return [...models];
}

function notAPath(file: string, name: string): CatnapError {
	return new CatnapError('NO_MODEL', {
		which: 'import',
		where: file,
		expected: 'the path of a .tflite file, beginning with ./ or ../',
		received: name,
		todo: 'correct the path in the import',
	});
}

/** TypeScript would put a mark in the place of each byte that it cannot read. */
async function sourceText(file: string): Promise<string> {
	const bytes = await readFile(file);
	return textOf(bytes, {code: 'BAD_SOURCE', where: file});
}

/** `./x.ts`, `./x.js` and `./x` all mean x.ts; `./x` may be a folder with index.ts. */
function sourceOf(path: string): string {
	if (path.endsWith('.ts')) return path;
	const file = `${path.replace(/\.js$/, '')}.ts`;
	return existsSync(file) ? file : resolve(path, 'index.ts');
}
