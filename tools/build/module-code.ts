// A module that a bundle consists of, and the names under which modules are compiled, so those in stacks.

export interface ModuleCode {
	readonly name: string;
	readonly code: string;
	/** JSON of its source map; sources are absolute paths. */
	readonly map: string;
}

/** The main module. */
export const bundleName = 'app.js';

/** The module with this number in the image, 1 or more (SPEC.md, "App image"). */
export function moduleName(number: number): string {
	return `app-${number}.js`;
}

/** The number of a module by its name; 0 for the main one. */
export function moduleNumber(name: string): number {
	return Number(/^app-(\d+)\.js$/.exec(name)?.[1] ?? 0);
}

/** All modules in one source map of sections (Source Map Revision 3), each behind the lines of those before it. */
interface Joined {
	readonly version: 3;
	readonly file: string;
	readonly sections: readonly {
		readonly offset: {readonly line: number; readonly column: 0};
		readonly map: object;
	}[];
	/** The modules' names, in the order of the sections. */
	readonly x_modules: readonly string[];
}

/** The source map of all modules together. */
export function joinMaps(modules: readonly ModuleCode[]): string {
	const [main] = modules;
	if (modules.length === 1) return main!.map;
	let line = 0;
	const sections = modules.map(({code, map}) => {
		const section = {offset: {line, column: 0 as const}, map: JSON.parse(map) as object};
		line += code.split('\n').length;
		return section;
	});
	const joined: Joined = {version: 3, file: bundleName, sections, x_modules: modules.map(({name}) => name)};
	return JSON.stringify(joined);
}

/** The lines before each module in a map of `joinMaps`; a map of one module has none. */
export function linesBefore(map: string): ReadonlyMap<string, number> {
	const {sections, x_modules: names} = JSON.parse(map) as Partial<Joined>;
	if (sections === undefined || names === undefined) return new Map([[bundleName, 0]]);
	return new Map(names.map((name, index) => [name, sections[index]!.offset.line]));
}

/** The files that code of a map comes from, of all its modules. */
export function sourcesOf(map: string): string[] {
	const {sections, sources = []} = JSON.parse(map) as Partial<Joined> & {
		readonly sources?: readonly string[];
	};
	const parts = sections?.map(section => (section.map as {sources: readonly string[]}).sources) ?? [sources];
	return [...new Set(parts.flat())];
}
