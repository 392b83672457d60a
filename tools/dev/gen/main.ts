// Write the generated files, or with --check say which are stale.
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {argv} from 'node:process';
import {fileURLToPath, pathToFileURL} from 'node:url';
import type {Service} from '../../../bindings/schema.ts';
import {boardNames, loadBoards} from '../../../boards/facts/boards.ts';
import type {BoardFacts} from '../../../boards/facts/schema.ts';
import {CatnapError} from '../../../lib/errors.ts';
import {stepsHeader} from '../../model/steps-header.ts';
import {abiHeader, abiTypes} from './abi.ts';
import {apiReference} from './api-reference.ts';
import {boardTypes} from './board-declaration.ts';
import {boardsFiles} from './board-files.ts';
import {declarations} from './declarations.ts';
import {dspTables} from './dsp-tables.ts';
import {engineReadme} from './engine-readme.ts';
import {errorPages} from './error-page.ts';
import {errorHeader, errorTable, errorTypes} from './errors.ts';
import {frontendTables, rfft16Tables} from './frontend-tables.ts';
import {serviceFile, servicesHeader, servicesTable} from './module.ts';
import {notice} from './notice.ts';
import {reference} from './reference.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** All descriptions in bindings/api, by name. */
export async function loadServices(folder = join(root, 'bindings/api')): Promise<Service[]> {
	const names = readdirSync(folder).filter(name => name.endsWith('.ts'));
	const modules = await Promise.all(names.sort().map(name => import(pathToFileURL(join(folder, name)).href)));
	return modules.map(module => module.default as Service);
}

/** The C side of `services`: file name and text. */
export function cFiles(services: readonly Service[]): Map<string, string> {
	return new Map([
		['abi.h', abiHeader(services)],
		['errors.c', errorTable()],
		['services.c', servicesTable(services)],
		['services.h', servicesHeader(services)],
		...services.map(service => [`${service.name}.c`, serviceFile(service)] as const),
	]);
}

/** All generated files: path from the root, and text. */
export function generate(services: readonly Service[], boards: readonly BoardFacts[]): Map<string, string> {
	return new Map([
		...[...cFiles(services)].map(([name, text]) => [`bindings/gen/${name}`, text] as const),
		['bindings/gen/abi.ts', abiTypes(services)],
		['native/include/cn/gen/error.h', errorHeader()],
		['native/include/cn/gen/plan_steps.h', stepsHeader()],
		['native/gen/dsp_tables.h', dspTables()],
		['native/gen/frontend_tables.h', frontendTables()],
		['native/gen/rfft16_tables.h', rfft16Tables()],
		['ts-src/gen/board.d.ts', boardTypes()],
		['ts-src/gen/errors.ts', errorTypes()],
		...services.map(service => [`ts-src/gen/${service.name}.d.ts`, declarations(service)] as const),
		['bindings/engine/README.md', engineReadme()],
		['docs/reference.md', reference(services)],
		...errorPages(),
		...apiReference(),
		...boardsFiles(boards),
		['NOTICE', notice()],
	]);
}

/** Paths that differ from what the descriptions say, or should not be there. */
export function stale(files: ReadonlyMap<string, string>, base = root): string[] {
	const wrong = [...files].filter(
		([path, text]) => !existsSync(join(base, path)) || readFileSync(join(base, path), 'utf8') !== text,
	);
	const left = [
		'bindings/gen',
		'ts-src/gen',
		'boards/gen',
		'docs/reference',
		'docs/errors',
		...boardNames().map(name => `boards/${name}/gen`),
	]
		.filter(folder => existsSync(join(base, folder)))
		.flatMap(folder => readdirSync(join(base, folder)).map(name => `${folder}/${name}`))
		.filter(path => !files.has(path));
	return [...wrong.map(([path]) => path), ...left];
}

async function main(check: boolean): Promise<void> {
	const files = generate(await loadServices(), await loadBoards());
	const paths = stale(files);
	if (check && paths.length > 0) {
		throw new CatnapError('STALE', {where: paths.join(', ')});
	}
	for (const path of paths) {
		const text = files.get(path);
		mkdirSync(dirname(join(root, path)), {recursive: true});
		if (text === undefined) rmSync(join(root, path));
		else writeFileSync(join(root, path), text);
		console.error(`gen: ${text === undefined ? 'removed' : 'wrote'} ${path}`);
	}
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
	try {
		await main(argv.includes('--check'));
	} catch (error) {
		if (!(error instanceof CatnapError)) throw error;
		console.error(error.message);
		process.exitCode = error.exitCode;
	}
}
