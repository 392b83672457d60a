// Whether an image fits a board, said at build: flash for the image, the pool for engine, bytecode and arenas.
import type {BoardFacts} from '../../boards/board.ts';
import {CatnapError} from '../errors.ts';
import type {Image, Intrinsic} from '../image.ts';
import type {AppModel} from './models.ts';

/**
 * RAM of the engine before an app is loaded, and of each part of the language, in bytes.
 * Source: notes/engine.md, section 3, "RAM and time by intrinsic", measured on the Cortex-M33 build.
 */
const engineBytes = 42_172;
const intrinsicBytes: Readonly<Record<Intrinsic, number>> = {
	Date: 4228,
	RegExp: 2024,
	Proxy: 212,
	WeakRef: 624,
};

/** Live heap of a loaded module a byte of its bytecode: strings, shapes and functions unfold. See test/tools/fit.test.ts. */
export const heapPerBytecodeByte = 3;

export interface Need {
	readonly what: string;
	readonly bytes: number;
}

/** What the image needs of the pool, largest first. The heap that the app makes at run time comes on top. */
export function poolNeeds(image: Image, models: readonly AppModel[]): Need[] {
	const bytecode = image.sections.find(({type}) => type === 'bytecode')!.data.length;
	const needs = [
		{what: 'script engine', bytes: engineBytes},
		...image.intrinsics.map(name => ({what: `engine part ${name}`, bytes: intrinsicBytes[name]})),
		{what: `${bytecode} bytes of bytecode, loaded`, bytes: Math.round(bytecode * heapPerBytecodeByte)},
		...models.map(({where, compiled}) => ({what: `arena of ${where}`, bytes: compiled.arenaBytes})),
	];
	return needs.sort((a, b) => b.bytes - a.bytes);
}

/** Throws APP_TOO_LARGE when flash or pool would be left with less than the board's headroom. */
export function checkFit(
	name: string,
	image: Image,
	imageBytes: number,
	models: readonly AppModel[],
	board: BoardFacts,
): void {
	const {appImageKb, poolKb} = board.memory;
	const parts = image.sections.map(({type, id, data}) => ({what: `${type} ${id}`, bytes: data.length}));
	check(
		'flash for the image',
		imageBytes,
		appImageKb,
		parts.sort((a, b) => b.bytes - a.bytes),
	);
	const needs = poolNeeds(image, models);
	check(
		'RAM of the pool',
		needs.reduce((sum, {bytes}) => sum + bytes, 0),
		poolKb,
		needs,
	);

	function check(room: string, needed: number, haveKb: number, needs: readonly Need[]): void {
		const allowed = Math.floor(haveKb * 1024 * (1 - board.headroom));
		if (needed <= allowed) return;
		const percent = Math.round(board.headroom * 100);
		throw new CatnapError('APP_TOO_LARGE', {
			what: `the app does not fit ${board.name}: not enough ${room}`,
			where: name,
			expected: `at most ${allowed} bytes: ${haveKb} KB less ${percent} % headroom`,
			received: `${needed} bytes\n${needs.map(({what, bytes}) => `    ${String(bytes).padStart(8)}  ${what}`).join('\n')}`,
			todo: 'make the largest of these smaller, or take a board with more room',
		});
	}
}
