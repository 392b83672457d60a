// `catnap build [app]`: writes app.catnap, its source map, NOTICE and, for a board to flash, firmware and device file; says what is in them.
import {extname, join, relative, resolve} from 'node:path';
import type {Command} from 'commander';
import {layoutOf} from '../../boards/facts/layout.ts';
import {type Content, makeFolder, writeTogether} from '../../lib/files.ts';
import {withLock} from '../../lib/lock.ts';
import {createPainter, print, progress} from '../../lib/output.ts';
import {findApp} from '../build/app.ts';
import type {BuiltApp} from '../build/build.ts';
import {allowedBytes, checkFit, type Room, usedBytes} from '../build/fit.ts';
import {packagePrices, priceLines} from '../build/package-prices.ts';
import type {Device, DeviceFiles} from '../flash/build-device.ts';
import {boardOption, targetOption} from '../options.ts';
import {barLines} from '../report/bars.ts';

interface BuildCommandOptions {
	readonly board?: string;
	readonly target: string;
	readonly out?: string;
	readonly json?: boolean;
}

export function register(program: Command): void {
	program
		.command('build')
		.description('bundle and compile an app: app.catnap for flashing, app.js.map for its stacks')
		.argument('[app]', 'folder of the app', '.')
		.addOption(targetOption())
		.addOption(boardOption())
		.option('--out <dir>', 'where to write (default: <app>/build)')
		.option('--json', 'print one JSON document')
		.action(build);
}

async function build(dir: string, options: BuildCommandOptions): Promise<void> {
	// a folder without an app is reported before the compilers are loaded
	const app = await findApp(dir);
	const {buildApp} = await import('../build/build.ts');
	const started = performance.now();
	const built = await buildApp(app, options);
	const device = await makeDeviceOf(built);
	const rooms = built.rooms(device?.size);
	checkFit(built.app.name, rooms, built.board, built);
	const out = resolve(options.out ?? join(built.app.dir, 'build'));
	const {image, files} = await writeAll(out, built, device, options.out === undefined);
	for (const path of built.declarations) progress(`wrote ${relative(process.cwd(), path)}`);
	for (const warning of built.warnings) progress(`warning: ${warning}`);
	if (options.json)
		print(
			JSON.stringify({
				...buildReport(built, image),
				memory: memoryReport(rooms, built),
				...(device && files && {device: deviceReport(device, files)}),
			}),
		);
	else {
		print(describeBuild(built, relative(process.cwd(), image), performance.now() - started));
		print(barLines(rooms.slice(2), built.board.headroom, createPainter(process.stdout)).join('\n'));
		if (device && files) print(`${relative(process.cwd(), files.device)}: firmware and app\n${device.table}`);
	}
}

/** Nothing is written before all of it is made and fits. */
async function writeAll(
	out: string,
	built: BuiltApp,
	device: Device | undefined,
	isInApp: boolean,
): Promise<{image: string; files?: DeviceFiles}> {
	await makeFolder(out);
	// two builds at once: an image never stands beside the map of the other
	return withLock(join(out, '.lock'), () => writeIn(out, built, device, isInApp));
}

async function writeIn(
	out: string,
	built: BuiltApp,
	device: Device | undefined,
	isInApp: boolean,
): Promise<{image: string; files?: DeviceFiles}> {
	const image = join(out, 'app.catnap');
	const ofApp: Content[] = [
		[join(out, 'app.js.map'), built.map],
		[image, built.image],
	];
	if (isInApp) {
		// editors and tsc look for it in the app
		const {boardTypes} = await import('../build/board-types.ts');
		ofApp.push([join(out, 'board.d.ts'), boardTypes(built.board)]);
	}
	if (device) {
		const {writeDevice} = await import('../flash/build-device.ts');
		return {image, files: await writeDevice(out, device, ofApp)};
	}
	const {noticeText} = await import('../build/notice.ts');
	await writeTogether([...ofApp, [join(out, 'NOTICE'), noticeText(built.app.name, built.packages)]]);
	return {image};
}

/** Firmware and device file for a board that can be flashed; undefined for the others. */
async function makeDeviceOf(built: BuiltApp): Promise<Device | undefined> {
	const {board} = built;
	const layout = layoutOf(board);
	const {ensureFirmwareFor, throwWithoutPort} = await import('../build/firmware.ts');
	throwWithoutPort(board);
	if (!layout) return undefined;
	const {makeDevice} = await import('../flash/build-device.ts');
	return makeDevice(built, layout, await ensureFirmwareFor(built));
}

function buildReport(built: BuiltApp, path: string): object {
	const {app, board, target, image, sections, intrinsics, pool} = built;
	const poolBytes = pool.reduce((sum, {bytes}) => sum + bytes, 0);
	return {
		app: app.name,
		board: board.name,
		...(board.own && {wiring: {hash: board.own.hash, title: board.title}}),
		target,
		path,
		bytes: image.length,
		sections,
		intrinsics,
		poolBytes,
		pool,
		packages: packagePrices(built),
	};
}

function deviceReport({size, table}: Device, {elf, device, notice}: DeviceFiles): object {
	return {elf, [extname(device).slice(1)]: device, notice, size, table};
}

/** Each memory with what it has, may hold and holds, in bytes. */
function memoryReport(rooms: readonly Room[], {board}: BuiltApp): object[] {
	return rooms.map(room => ({
		what: room.what,
		haveBytes: room.haveKb * 1024,
		allowedBytes: allowedBytes(room, board.headroom),
		usedBytes: usedBytes(room),
		parts: room.needs,
	}));
}

function describeBuild(built: BuiltApp, path: string, ms: number): string {
	const {app, board, image, sections, intrinsics, pool} = built;
	const row = (bytes: number, what: string): string => `${String(bytes).padStart(9)}  ${what}`;
	const poolBytes = pool.reduce((sum, {bytes}) => sum + bytes, 0);
	const of = (kb: number, bytes: number): string => `${Math.round((bytes / kb / 1024) * 100)} % of ${kb} KB`;
	const wiring = board.own === undefined ? '' : `, wiring ${board.own.hash} (${board.title})`;
	return [
		`${path}: ${app.name} for ${board.name}${wiring}, ${(ms / 1000).toFixed(1)} s`,
		row(image.length, `bytes of flash, ${of(board.memory.appImageKb, image.length)}`),
		...sections.map(({bytes, what}) => row(bytes, `  ${what}`)),
		row(poolBytes, `bytes of RAM before the app runs, ${of(board.memory.poolKb, poolBytes)}`),
		...pool.map(({bytes, what}) => row(bytes, `  ${what}`)),
		...priceLines(built, row),
		`language parts: ${intrinsics.join(', ') || 'none'}`,
	].join('\n');
}
