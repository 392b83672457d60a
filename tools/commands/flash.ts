// `catnap flash <what>`: an app's folder, a .hex or an app.catnap onto a board, over its debug probe or its drive.

import {join, relative} from 'node:path';
import {type Command, Option} from 'commander';
import {loadBoard, loadBoards} from '../../boards/facts/boards.ts';
import {type FlashLayout, layoutOf} from '../../boards/facts/layout.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import {withTemporary, writeAtomically} from '../../lib/files.ts';
import {print, progress} from '../../lib/output.ts';
import {loadSerialPort, portOrOnly, usbIdsOf} from '../../lib/serial-ports.ts';
import {chooseDrive, mountedDrives, writeToDrive} from '../flash/drive.ts';
import {dryRunLines} from '../flash/dry-run.ts';
import {flash, type ProbeLayout, type ReadWords} from '../flash/flash.ts';
import {type Piece, writeHex} from '../flash/intel-hex.ts';
import {prepare, type Work} from '../flash/prepare.ts';
import {programmers} from '../flash/programmers.ts';
import {boardOption, countArgument, portOption} from '../options.ts';

interface FlashCommandOptions {
	readonly board: string;
	readonly tool?: string | undefined;
	readonly appOnly?: boolean;
	readonly recover?: boolean;
	readonly drive?: string | true;
	readonly port?: string | undefined;
	readonly baud?: number;
	readonly dryRun?: boolean;
}

/** What adapters for the console reach; esptool's usual choice. */
const usualBaud = 460_800;

export function register(program: Command): void {
	program
		.command('flash')
		.description(
			'write firmware and app to a board: over its debug probe or serial port, or by the drive of a kit',
		)
		.argument('[what]', 'folder of an app, its device.hex or device.bin, or app.catnap (the app only)', '.')
		.option('--app-only', 'leave the firmware as it is: the app goes into the slot that is not in force')
		.option('--recover', 'unlock a locked chip first, which erases all of it')
		.option('--drive [folder]', 'copy the .hex to the USB drive of a kit, which needs no program')
		.addOption(boardOption('the board to write, one that can be flashed').makeOptionMandatory())
		.addOption(
			new Option('--tool <name>', 'the program to use').choices(programmers.map(({command}) => command)),
		)
		.addOption(portOption())
		.addOption(
			new Option('--baud <rate>', `bits a second of the transfer (default: ${usualBaud})`).argParser(
				countArgument,
			),
		)
		.option('--dry-run', 'make and check all of it, and print what would be written where')
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
	checkOptions(board, layout, options);
	const work = await prepare(what, options.appOnly === true, board, layout);
	if (options.dryRun) {
		print(dryRunLines(layout, work).join('\n'));
		return;
	}
	const how =
		layout.by === 'loader' ? serially(work, board, layout, options) : byProbe(work, layout, options);
	const name = relative(process.cwd(), what) || what;
	print(`${name}: on ${board.name} by ${await how}, ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

type Given = Exclude<keyof FlashCommandOptions, 'board' | 'appOnly' | 'dryRun'>;

/** Options that only one kind of board has. */
const optionsOf = {probe: ['drive', 'recover', 'tool'], loader: ['port', 'baud']} as const satisfies Record<
	FlashLayout['by'],
	readonly Given[]
>;

/** What excludes each other. */
function checkOptions({name}: BoardFacts, {by}: FlashLayout, options: FlashCommandOptions): void {
	const {appOnly, drive, recover, tool} = options;
	const foreign = optionsOf[by === 'probe' ? 'loader' : 'probe'].find(
		option => options[option] !== undefined,
	);
	if (foreign !== undefined)
		throw new CatnapError('OPTIONS_CLASH', {
			which: by,
			board: name,
			received: `--${foreign}`,
			todo: `leave --${foreign} out`,
		});
	const clash = drive !== undefined && (recover ? '--recover' : tool && '--tool');
	const other = clash || (recover && appOnly && '--app-only');
	if (!other) return;
	throw new CatnapError('OPTIONS_CLASH', {
		which: clash ? 'drive' : 'recover',
		received: clash ? `--drive with ${other}` : '--recover with --app-only',
	});
}

async function serially(
	work: Work,
	board: BoardFacts,
	layout: FlashLayout,
	{port, baud = usualBaud}: FlashCommandOptions,
): Promise<string> {
	const [{SerialPort}, {flashOverSerial}] = await Promise.all([
		loadSerialPort(),
		import('../flash/serial/flash.ts'),
	]);
	const path = await portOrOnly(port);
	await flashOverSerial({
		board,
		layout,
		work,
		path,
		ids: await usbIdsOf(path),
		baud,
		create: wanted => new SerialPort(wanted),
		progress,
	});
	return path;
}

function byProbe(
	work: Work,
	layout: ProbeLayout,
	{drive, tool, recover}: FlashCommandOptions,
): Promise<string> {
	return withTemporary('flash', async folder => {
		if (drive !== undefined) return copy(work, drive, folder);
		try {
			const hexes = async (read: ReadWords): Promise<readonly string[]> => {
				const parts = await work.parts(read);
				return Promise.all(parts.map((pieces, index) => writeIn(folder, `part-${index + 1}.hex`, pieces)));
			};
			return await flash({hexes, left: () => work.left, layout, tool, recover, progress});
		} catch (error) {
			const canCopy = work.whole !== undefined && !recover && mountedDrives().length === 1;
			if (!(error instanceof CatnapError) || error.code !== 'NO_FLASH_TOOL') throw error;
			if (canCopy) return copy(work, true, folder);
			throw work.whole === undefined
				? error.withTodo('install one of them: an app alone cannot go by a drive')
				: error;
		}
	});
}

async function writeIn(folder: string, name: string, pieces: readonly Piece[]): Promise<string> {
	const path = join(folder, name);
	await writeAtomically(path, writeHex(pieces));
	return path;
}

/** A drive cannot be asked what the chip holds: it takes whole devices only. */
async function copy({whole}: Work, drive: string | true, work: string): Promise<string> {
	if (whole === undefined) {
		throw new CatnapError('NOT_A_DEVICE', {
			expected: 'the folder of an app or device.hex',
			received: 'an app alone',
		});
	}
	const folder = chooseDrive(drive === true ? undefined : drive);
	progress(`flash: copying to ${folder}; the kit flashes it by itself`);
	await writeToDrive(await writeIn(work, 'device.hex', whole), folder);
	return `the drive ${folder}, which does not tell success`;
}
