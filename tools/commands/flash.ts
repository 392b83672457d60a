// `catnap flash <what>`: an app's folder, a .hex or an app.catnap onto a board, over its debug probe.

import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {type Command, Option} from 'commander';
import type {BoardFacts} from '../../boards/board.ts';
import {type FlashLayout, loadLayout} from '../../boards/layout.ts';
import {loadBoard} from '../bundle/boards.ts';
import {CatnapError, UsageError} from '../errors.ts';
import {writeAtomically} from '../files.ts';
import {checkPieces, devicePieces} from '../flash/device-image.ts';
import {flash} from '../flash/flash.ts';
import {readHex, writeHex} from '../flash/intel-hex.ts';
import {programmers} from '../flash/programmers.ts';
import {boardOption} from '../options.ts';
import {print, progress} from '../output.ts';

interface FlashCommandOptions {
	readonly board: string;
	readonly tool?: string;
}

export function register(program: Command): void {
	program
		.command('flash')
		.description('write firmware and app to a board over its debug probe')
		.argument('<what>', 'folder of an app, device.hex, or app.catnap (the app only)')
		.addOption(boardOption().makeOptionMandatory())
		.addOption(
			new Option('--tool <name>', 'the program to use').choices(programmers.map(({command}) => command)),
		)
		.action(run);
}

async function run(what: string, options: FlashCommandOptions): Promise<void> {
	const board = await loadBoard(options.board);
	const layout = await loadLayout(board.name);
	if (!layout) {
		throw new UsageError('NOT_FLASHABLE', {
			what: `${board.name} is not flashed with this command`,
			expected: 'a board with a layout.ts, such as nrf5340dk',
			received: board.name,
		});
	}
	const started = performance.now();
	const folder = await mkdtemp(join(tmpdir(), 'catnap-flash-'));
	try {
		const hex = await prepare(what, board, layout, folder);
		const tool = await flash({layout, hex, tool: options.tool, progress});
		print(
			`${relative(process.cwd(), what) || what}: on ${board.name} by ${tool}, ${((performance.now() - started) / 1000).toFixed(1)} s`,
		);
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

/** The checked .hex of what was named. */
async function prepare(
	what: string,
	board: BoardFacts,
	layout: FlashLayout,
	folder: string,
): Promise<string> {
	if (what.endsWith('.hex')) {
		checkPieces(board, layout, readHex(await readText(what), what));
		return what;
	}
	const hex = join(folder, 'device.hex');
	if (what.endsWith('.catnap')) {
		await writeAtomically(hex, writeHex(devicePieces(board, layout, [], await readFile(what))));
		return hex;
	}
	const [{buildApp}, {ensureFirmware}, {writeDevice}] = await Promise.all([
		import('../bundle/build.ts'),
		import('../firmware.ts'),
		import('../flash/build-device.ts'),
	]);
	const {image} = await buildApp(what, {board: board.name, target: board.name});
	const {path} = await ensureFirmware(board.name);
	return (await writeDevice(folder, board, layout, path, image)).hex;
}

async function readText(path: string): Promise<string> {
	return readFile(path, 'utf8').catch((error: Error) => {
		throw new CatnapError('NO_FILE', {what: 'the file cannot be read', where: path, received: error.message});
	});
}
