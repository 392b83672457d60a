// Firmware on demand: built with CMake into the cache when its inputs have changed, else taken from there.

import {execFileSync, spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, statSync} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {loadBoard} from '../../boards/facts/boards.ts';
import {cores} from '../../boards/facts/cores.ts';
import {portOf, toolchainOf} from '../../boards/facts/port.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {cacheFolder, makeCache} from '../../lib/cache.mjs';
import {CatnapError} from '../../lib/errors.ts';
import {copyAtomically, writeAtomically} from '../../lib/files.ts';
import {withLock} from '../../lib/lock.ts';
import {progress} from '../../lib/output.ts';
import {findPrebuilt} from '../../lib/prebuilt.ts';
import {catnapRoot, hasSources} from '../../lib/root.mjs';
import {type Work, working} from '../../lib/working.ts';
import {onlyHeader} from '../model/only.ts';
import {type Linked, linkedOf} from '../model/plan-kernels.ts';
import {fetchQuickjs} from './fetch.mjs';
import {inputFiles, inputHash, sourcesHash, toolVersions} from './inputs.ts';
import {heldOf} from './linked.ts';

const root = catnapRoot;

export interface Firmware {
	/** The .wasm or .elf. */
	readonly path: string;
	/** The linker's map; absent if the firmware came with the package. */
	readonly map?: string;
	/** What of it others wrote, in the words of linked.ts. */
	readonly held: readonly string[];
}

const building = new Map<string, Promise<Firmware>>();

/**
/**
 * The firmware of `board`, with these kernels and parts of models only, and of the services by need those of these modules;
 * without a list of kernels, and from the package, with all. Progress goes to stderr.
 */
export function ensureFirmware(
	board: string,
	kernels?: readonly Linked[],
	modules?: readonly string[],
): Promise<Firmware> {
	const only = kernels && onlyHeader(kernels, modules);
	const key = `${board}\n${only}`;
	const known = building.get(key) ?? ensure(board, only);
	building.set(key, known);
	known.catch(() => building.delete(key));
	return known;
}

/** Of a built app what decides about its firmware. */
interface BuiltFor {
	readonly board: BoardFacts;
	readonly models: readonly {readonly compiled: {readonly plan: Uint8Array}}[];
	readonly modulesByNeed: readonly string[];
}

/** The firmware that is flashed with an app: it holds the kernels of the app's models and no other. */
export function ensureFirmwareFor({board, models, modulesByNeed}: BuiltFor): Promise<Firmware> {
	return ensureFirmware(board.name, linkedOf(models.map(({compiled}) => compiled.plan)), modulesByNeed);
}

/** Where CMake builds a board. Its files name the tree and the toolchain file: with others it would not start again. */
export function buildFolder(board: BoardFacts, kind: string): string {
	return join(cacheFolder(), kind, `${board.name}-${keyOf(root + toolchainOf(board))}`);
}

async function ensure(board: string, only: string | undefined): Promise<Firmware> {
	const facts = await loadBoard(board);
	if (!hasSources) return findPrebuilt(board) ?? noPort(facts);
	const port = portOf(facts) ?? noPort(facts);
	const files = inputFiles(root, facts, port);
	const {compiler, suffix} = port.core;
	let versions: string;
	try {
		versions = toolVersions(compiler);
	} catch (error) {
		// without the tools, what `npm run prepack` built from the same sources serves as well
		const prebuilt = findPrebuilt(board, sourcesHash(root, files));
		if (prebuilt !== undefined) return prebuilt;
		throw error;
	}
	const quickjs = fetchQuickjs();
	const hash = inputHash(root, files, quickjs, versions);
	const base = join(
		cacheFolder(),
		'firmware',
		`${board}-${hash}${only === undefined ? '' : `-${keyOf(only)}`}`,
	);
	const isThere = (): boolean => ['held.json', 'map', suffix].every(end => existsSync(`${base}.${end}`));
	if (!isThere()) {
		const folder = buildFolder(facts, 'build');
		makeCache('build');
		makeCache('firmware');
		await withLock(`${folder}.lock`, async () => {
			if (!isThere()) await build(board, {quickjs, folder, base, suffix, only});
		});
	}
	const held = JSON.parse(readFileSync(`${base}.held.json`, 'utf8')) as string[];
	return {path: `${base}.${suffix}`, map: `${base}.map`, held};
}

/** @throws {CatnapError} NO_FIRMWARE for a board that has facts only */
export function throwWithoutPort(board: BoardFacts): void {
	const has = hasSources ? portOf(board) !== undefined : findPrebuilt(board.name) !== undefined;
	if (!has) noPort(board);
}

function noPort({name, core, chip}: BoardFacts): never {
	throw new CatnapError('NO_FIRMWARE', {
		which: 'build',
		board: name,
		where: `boards/${name}/board.ts`,
		...(core in cores
			? {expected: `a port of its chip, ${chip}`, received: 'its facts only'}
			: {expected: `one of the cores ${Object.keys(cores).join(', ')}`, received: core}),
		todo: `name another board; to see what it would draw: catnap power <app> --board ${name}`,
	});
}

interface Build {
	readonly quickjs: string;
	readonly folder: string;
	/** Path of the result, without its ends. */
	readonly base: string;
	readonly suffix: string;
	/** The header that lists kernels and services; all without it. */
	readonly only: string | undefined;
}

async function build(board: string, {quickjs, folder, base, suffix, only}: Build): Promise<void> {
	const since = Date.now();
	progress(`firmware: building ${board} (once; it is kept in ${cacheFolder()})`);
	await configureFirmware(board, quickjs, folder, [`-DCN_KERNELS=${await kernelsHeader(folder, only)}`]);
	await working(`building the firmware of ${board}`, {total: 1}, work =>
		run(board, ['--build', folder], work),
	);
	await writeAtomically(`${base}.held.json`, JSON.stringify(heldIn(folder)));
	await copyAtomically(join(folder, 'catnap.map'), `${base}.map`);
	await copyAtomically(join(folder, `catnap.${suffix}`), `${base}.${suffix}`);
	const kb = Math.ceil(statSync(`${base}.${suffix}`).size / 1024);
	progress(`firmware: ${board} is built, ${kb} KB, ${((Date.now() - since) / 1000).toFixed(1)} s`);
}

/** CMake's files for the firmware of `board`, in `folder`; nothing is compiled. */
export async function configureFirmware(
	board: string,
	quickjs: string,
	folder: string,
	settings: readonly string[] = [],
): Promise<void> {
	const own = [`-DCN_BOARD=${board}`, `-DCN_QUICKJS=${quickjs}`];
	await run(board, ['-G', 'Ninja', '-S', root, '-B', folder, ...own, ...settings]);
}

/** Where the list of kernels is, named after what it says: with another one the table of kernels is compiled again. */
async function kernelsHeader(folder: string, only: string | undefined): Promise<string> {
	if (only === undefined) return '';
	await mkdir(folder, {recursive: true});
	const path = join(folder, `kernels-${keyOf(only)}.h`);
	await writeAtomically(path, only);
	return path;
}

function keyOf(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function heldIn(folder: string): string[] {
	const deps = execFileSync('ninja', ['-C', folder, '-t', 'deps'], {encoding: 'utf8', maxBuffer: 1 << 28});
	return heldOf(readFileSync(join(folder, 'catnap.map'), 'utf8'), deps, root);
}

function run(board: string, args: readonly string[], work?: Work): Promise<void> {
	const child = spawn('cmake', args, {stdio: ['ignore', 'pipe', 'pipe']});
	let said = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', bytes => {
			said += String(bytes);
			work?.at(shareDone(said));
		});
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', code => {
			if (code === 0) resolve();
			else reject(failed(board, said));
		});
	});
}

/** Ninja counts its steps: `[12/80] Building C object ...`. */
function shareDone(said: string): number {
	const [, done, of] = said.match(/^\[(\d+)\/(\d+)\](?![\s\S]*^\[\d+\/)/m) ?? [];
	return done === undefined ? 0 : Number(done) / Number(of);
}

function failed(board: string, said: string): CatnapError {
	const lines = said.split('\n');
	const first = lines.findIndex(line => /error|undefined|overflowed/i.test(line));
	return new CatnapError('FIRMWARE', {
		board,
		where: `boards/${board}`,
		received: lines.slice(Math.max(0, first), Math.max(0, first) + 12).join('\n    '),
	});
}
