// The arrows of DESIGN.md: which folder may include or import what.
import {readFileSync} from 'node:fs';
import {dirname, join, normalize} from 'node:path';
import ts from 'typescript';
import {catnapRoot} from '../../build/app.ts';
import {cFiles, repositoryFiles, tsFiles} from './files.ts';

interface CRule {
	readonly in: RegExp;
	/** Headers in quotes, by how they are written. Headers in the same folder and `<std>` headers are free. */
	readonly may: RegExp;
	/** Folders whose headers may be written without a path. */
	readonly folders: readonly string[];
	readonly says: string;
}

/** The first rule whose folder matches counts. */
const cRules: readonly CRule[] = [
	{
		in: /^native\//,
		may: /^(cn|\.\.\/gen|\.\.\/portable)\//,
		folders: [],
		says: 'native may include <std>, "cn/...", "../gen/...", "../portable/..." and headers beside',
	},
	{
		in: /^bindings\/(engine|gen)\//,
		may: /^(cn\/|quickjs\.h$|\.\.\/(engine|gen)\/)/,
		folders: ['bindings/engine', 'bindings/gen'],
		says: 'bindings may include "cn/...", quickjs.h and their own headers',
	},
	{
		in: /^boards\//,
		may: /^(cn|\.\.\/\w+)\//,
		folders: ['boards/virtual', 'boards/chips'],
		says: 'boards may include <std>, "cn/..." and headers of boards',
	},
];

/** Where TypeScript of a folder may reach with relative imports, first match of the folder. */
const tsRules: readonly {readonly in: RegExp; readonly may: RegExp; readonly says: string}[] = [
	{
		in: /^ts-src\/testing\//,
		may: /^(ts-src\/|boards\/|tools\/|bindings\/)/,
		says: 'ts-src/testing may import anything but tests',
	},
	{
		in: /^ts-src\//,
		may: /^ts-src\/(?!testing\/)/,
		says: 'ts-src runs on the chip: it may import ts-src only',
	},
	{in: /^bindings\//, may: /^bindings\//, says: 'bindings may import bindings only'},
	{
		in: /^boards\//,
		may: /^(boards\/|tools\/errors\.ts$|ts-src\/testing\/)/,
		says: 'boards may import boards and the world',
	},
	{in: /^tools\//, may: /^(?!test\/|examples\/)/, says: 'tools may import anything but tests and examples'},
];

/** Lines like `native/src/power.c:3 includes "nrfx_clock.h"; native may include <std> and "cn/..." only`. */
export async function layerProblems(): Promise<string[]> {
	return [...cFiles().flatMap(includeProblems), ...tsFiles().flatMap(importProblems)];
}

function includeProblems(path: string): string[] {
	const rule = cRules.find(({in: folder}) => folder.test(path));
	const lines = readFileSync(join(catnapRoot, path), 'utf8').split('\n');
	return lines.flatMap((line, index) => {
		const header = /^\s*#\s*include\s*([<"])([^>"]+)[>"]/.exec(line);
		if (header === null) return [];
		const [, quote, name] = header as unknown as [string, string, string];
		// the engine's header is one folder's business, whichever way it is written
		const engine = /^quickjs/.test(name) && !/^bindings\/(engine|gen)\//.test(path);
		const wrong =
			engine || (rule !== undefined && quote === '"' && !rule.may.test(name) && !isNear(path, name, rule));
		if (!wrong) return [];
		const says = engine ? 'only bindings/engine and bindings/gen know the engine' : rule!.says;
		return [`${path}:${index + 1} includes "${name}"; ${says}`];
	});
}

function isNear(path: string, name: string, rule: CRule): boolean {
	const folders = [dirname(path), ...rule.folders];
	return !name.includes('/') && folders.some(folder => headers().includes(`${folder}/${name}`));
}

function importProblems(path: string): string[] {
	const rule = tsRules.find(({in: folder}) => folder.test(path));
	if (rule === undefined) return [];
	const text = readFileSync(join(catnapRoot, path), 'utf8');
	return ts.preProcessFile(text, true, true).importedFiles.flatMap(({fileName, pos}) => {
		if (!fileName.startsWith('.')) return [];
		const target = normalize(join(dirname(path), fileName)).replaceAll('\\', '/');
		if (rule.may.test(target)) return [];
		const line = text.slice(0, pos).split('\n').length;
		return [`${path}:${line} imports ${target}; ${rule.says}`];
	});
}

/** All headers, generated ones too. */
function headers(): string[] {
	return repositoryFiles().filter(path => path.endsWith('.h'));
}
