// `catnap flash <what>`: an app's folder, a .hex or an app.catnap onto a board, over its debug probe or its drive.

import {extname, join, relative} from 'node:path';
import {type Command, Option} from 'commander';
import {loadBoard, loadBoards} from '../../boards/facts/boards.ts';
import {type FlashLayout, layoutOf} from '../../boards/facts/layout.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import {makeFolder, withTemporary, writeAtomically} from '../../lib/files.ts';
import {print, progress} from '../../lib/output.ts';
import {readBytes, readText} from '../../lib/read.ts';
import {deploymentParts} from '../flash/deploy.ts';
import {checkAppImage, checkPieces} from '../flash/device-image.ts';
import {chooseDrive, mountedDrives, writeToDrive} from '../flash/drive.ts';
import {type FlashOptions, flash} from '../flash/flash.ts';
import {readHex, writeHex} from '../flash/intel-hex.ts';
import {programmers} from '../flash/programmers.ts';
import {boardOption} from '../options.ts';

interface FlashCommandOptions {
	readonly board: string;
	readonly tool?: string | undefined;
	readonly appOnly?: boolean;
	readonly recover?: boolean;
	readonly drive?: string | true;
}

export function register(program: Command): void {
	program
		.command('flash')
		.description('write firmware and app to a board over its debug probe, or by the drive of a kit')
		.argument('<what>', 'folder of an app, device.hex, or app.catnap (the app only)')
		.option('--app-only', 'leave the firmware as it is: the app goes into the slot that is not in force')
		.option('--recover', 'unlock a locked chip first, which erases all of it')
		.option('--drive [folder]', 'copy the .hex to the USB drive of a kit, which needs no program')
		.addOption(boardOption().makeOptionMandatory())
		.addOption(
			new Option('--tool <name>', 'the program to use').choices(programmers.map(({command}) => command)),
		)
		.action(putOnBoard);
}

/** @throws {CatnapError} of flash.ts; what is on the board then is said. */
export async function putOnBoard(what: string, options: FlashCommandOptions): Promise<void> {
	const board = await loadBoard(options.board);
	const layout = layoutOf(board);
	if (!layout) {
		const able = (await loadBoards()).filter(layoutOf).map(({name}) => name);
		throw new CatnapError('NOT_FLASHABLE', {
			expected: able.join(', '),
			received: board.name,
		});
	}
	const started = performance.now();
	checkOptions(options);
	await withTemporary('flash', async folder => {
		const work = await prepare(what, options.appOnly === true, board, layout, folder);
		const {drive} = options;
		const tool = drive === undefined ? await flashed(work, layout, options) : await copy(work, drive);
		print(
			`${relative(process.cwd(), what) || what}: on ${board.name} by ${tool}, ${((performance.now() - started) / 1000).toFixed(1)} s`,
		);
	});
}

/** No chip holds as much. */
const file = {code: 'NO_FILE', longestMb: 64} as const;

type Work = Pick<FlashOptions, 'hexes' | 'left'> & {
	/** The .hex of a whole device, for which nothing has to be read from the chip. */
	readonly whole?: string;
};

/** What excludes each other. */
function checkOptions({appOnly, drive, recover, tool}: FlashCommandOptions): void {
	const clash = drive !== undefined && (recover ? '--recover' : tool && '--tool');
	const other = clash || (recover && appOnly && '--app-only');
	if (!other) return;
	throw new CatnapError('OPTIONS_CLASH', {
		which: clash ? 'drive' : 'recover',
		received: clash ? `--drive with ${other}` : '--recover with --app-only',
	});
}

async function flashed(
	work: Work,
	layout: FlashLayout,
	{tool, recover}: FlashCommandOptions,
): Promise<string> {
	try {
		return await flash({...work, layout, tool, recover, progress});
	} catch (error) {
		const canCopy = work.whole !== undefined && !recover && mountedDrives().length === 1;
		if (!canCopy || !(error instanceof CatnapError) || error.code !== 'NO_FLASH_TOOL') throw error;
		return copy(work, true);
	}
}

/** A drive cannot be asked what the chip holds: it takes whole devices only. */
async function copy({whole}: Work, drive: string | true): Promise<string> {
	if (whole === undefined) {
		throw new CatnapError('NOT_A_DEVICE', {
			expected: 'the folder of an app or device.hex',
			received: 'an app alone',
		});
	}
	const folder = chooseDrive(drive === true ? undefined : drive);
	progress(`flash: copying to ${folder}; the kit flashes it by itself`);
	await writeToDrive(whole, folder);
	return `the drive ${folder}, which does not tell success`;
}

/** What to write, checked before any program is asked. */
export async function prepare(
	what: string,
	appOnly: boolean,
	board: BoardFacts,
	layout: FlashLayout,
	folder: string,
): Promise<Work> {
	const kind = extname(what).toLowerCase(); // drives and mails write names in capitals
	if (kind === '.hex') {
		if (appOnly) throw notAnApp(what);
		checkPieces(board, layout, readHex(readText(what, file), what));
		return {hexes: async () => [what], whole: what};
	}
	if (kind === '.catnap') return deployment(readBytes(what, file), board, layout, folder);
	const [{buildApp}, {ensureFirmwareFor}, {makeDevice, writeDevice}] = await Promise.all([
		import('../build/build.ts'),
		import('../build/firmware.ts'),
		import('../flash/build-device.ts'),
	]);
	const built = await buildApp(what, {board: board.name, target: board.name});
	// for `catnap monitor`, which names places in what is on the board
	await makeFolder(join(built.app.dir, 'build'));
	await writeAtomically(join(built.app.dir, 'build', 'app.js.map'), built.map);
	if (appOnly) return deployment(built.image, board, layout, folder);
	const device = await makeDevice(built, layout, await ensureFirmwareFor(built));
	const {hex} = await writeDevice(folder, device);
	return {hexes: async () => [hex], whole: hex};
}

/** The app goes beside the one in force, whose place it takes with the last thing that is written. */
function deployment(image: Uint8Array, board: BoardFacts, layout: FlashLayout, folder: string): Work {
	checkAppImage(board, layout, image);
	return {
		left: () => 'the app that was in force before still is',
		hexes: async read => {
			const parts = await deploymentParts(board, layout, image, read);
			return Promise.all(
				parts.map(async (pieces, index) => {
					const path = join(folder, `app-${index + 1}.hex`);
					await writeAtomically(path, writeHex(pieces));
					return path;
				}),
			);
		},
	};
}

function notAnApp(what: string): CatnapError {
	const expected = 'with --app-only: the folder of an app, or app.catnap';
	return new CatnapError('NOT_AN_IMAGE', {which: 'hex', expected, received: what});
}
