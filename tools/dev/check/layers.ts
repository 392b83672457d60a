// Whether each import and include keeps to the table of floors, and whether files stand in a circle.
import {readFileSync} from 'node:fs';
import {basename, dirname, join, normalize} from 'node:path';
import ts from 'typescript';
import {loadBoards} from '../../../boards/facts/boards.ts';
import {portOf} from '../../../boards/facts/port.ts';
import {catnapRoot} from '../../build/app.ts';
import {cCalls} from './c-calls.ts';
import {circles, type Graph} from './circles.ts';
import {cFiles, repositoryFiles, tsFiles} from './files.ts';
import {chipRoom, cRooms, type IncludeRule, includeRules, knowsEngine, pcFloors} from './floors.ts';

/** Lines like `native/src/power.c:3 includes "nrfx_clock.h"; native may include <std> and "cn/..." only`. */
export async function layerProblems(): Promise<string[]> {
	const sources = new Map([...cFiles(), ...tsFiles()].map(path => [path, read(path)]));
	return houseProblems(sources, [...cRooms, ...(await portRooms())]);
}

/** A room for each board's port: the folders whose C is linked into its firmware. */
async function portRooms(): Promise<RegExp[]> {
	const ports = (await loadBoards()).flatMap(board => portOf(board)?.folders.join('|') ?? []);
	return ports.map(folders => new RegExp(`^(${folders})/[^/]+$`));
}

/** The same over any files: paths relative to the repository, and their texts. */
export function houseProblems(
	sources: ReadonlyMap<string, string>,
	rooms: readonly RegExp[] = cRooms,
): string[] {
	const imports = [...sources].filter(([path]) => !/\.[ch]$/.test(path)).flatMap(importsOf);
	const cSources = [...sources].filter(([path]) => /\.[ch]$/.test(path));
	return [
		...cSources.flatMap(([path, text]) => includeProblems(path, text)),
		...imports.flatMap(floorProblems),
		...circleProblems(graphOf(imports), 'import'),
		// boards of one family share a circle of its files
		...new Set(
			rooms.flatMap(within => {
				const room = new Map(cSources.filter(([path]) => within.test(path)));
				return circleProblems(cCalls(room), 'call');
			}),
		),
	];
}

function read(path: string): string {
	return readFileSync(join(catnapRoot, path), 'utf8');
}

interface Import {
	readonly from: string;
	readonly line: number;
	readonly target: string;
}

function importsOf([from, text]: readonly [string, string]): Import[] {
	return ts
		.preProcessFile(text, true, true)
		.importedFiles.filter(({fileName}) => fileName.startsWith('.'))
		.map(({fileName, pos}) => ({
			from,
			line: text.slice(0, pos).split('\n').length,
			target: normalize(join(dirname(from), fileName)).replaceAll('\\', '/'),
		}));
}

function floorProblems({from, line, target}: Import): string[] {
	const at = `${from}:${line} imports ${target}`;
	if (chipRoom.in.test(from)) {
		return chipRoom.in.test(target) ? [] : [`${at}; ts-src runs on the chip: it may import ts-src only`];
	}
	const floor = floorOf(from);
	if (floor < 0) return [];
	const below = floorOf(target);
	if (below >= 0 && below <= floor) return [];
	const called = pcFloors[floor]!.called;
	const other =
		below < 0 ? 'a file outside the table of floors' : `${pcFloors[below]!.called}, which stands above it`;
	return [`${at}; ${called} may not import ${other} (tools/dev/check/floors.ts)`];
}

function floorOf(path: string): number {
	return pcFloors.findIndex(floor => floor.in.test(path));
}

function graphOf(imports: readonly Import[]): Graph {
	const graph = new Map<string, Set<string>>();
	for (const {from, target} of imports) graph.set(from, (graph.get(from) ?? new Set()).add(target));
	return graph;
}

function circleProblems(graph: Graph, verb: string): string[] {
	return circles(graph).map(
		files => `${files.length} files ${verb} each other in a circle: ${files.join(', ')}`,
	);
}

function includeProblems(path: string, text: string): string[] {
	const rule = includeRules.find(({in: folder}) => folder.test(path));
	return text.split('\n').flatMap((line, index) => {
		const header = /^\s*#\s*include\s*([<"])([^>"]+)[>"]/.exec(line);
		if (header === null) return [];
		const [, quote, name] = header as unknown as [string, string, string];
		// the engine's header is one folder's business, whichever way it is written
		const engine = /^quickjs/.test(name) && !knowsEngine.test(path);
		const wrong =
			engine || (rule !== undefined && quote === '"' && !rule.may.test(name) && !isNear(path, name, rule));
		if (!wrong) return [];
		const says = engine ? 'only bindings/engine and bindings/gen know the engine' : rule!.says;
		return [`${path}:${index + 1} includes "${name}"; ${says}`];
	});
}

function isNear(path: string, name: string, rule: IncludeRule): boolean {
	if (name.includes('/')) return false;
	const folders = headers()
		.filter(header => basename(header) === name)
		.map(dirname);
	return folders.some(folder => folder === dirname(path) || rule.folders?.test(folder));
}

/** All headers, generated ones too. */
function headers(): string[] {
	return repositoryFiles().filter(path => path.endsWith('.h'));
}
