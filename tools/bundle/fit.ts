// Whether an image fits a board, said at build: flash for the image, the pool for engine, bytecode and arenas.
import type {BoardFacts} from '../../boards/board.ts';
import {CatnapError} from '../errors.ts';
import type {Image, Intrinsic} from '../image.ts';
import type {AppModel} from './models.ts';

/**
 * RAM of the engine with console and timers, before the app's own code is loaded, in bytes; measured on `host`, whose heap
 * is that of the chips to a few percent (test/tools/fit.test.ts holds it against a run).
 */
const engineBytes = 45_750;
/** RAM of each part of the language: notes of the engine's measurement on the Cortex-M33 build. */
const intrinsicBytes: Readonly<Record<Intrinsic, number>> = {
	Date: 4228,
	RegExp: 2024,
	Proxy: 212,
	WeakRef: 624,
	MapSet: 2248,
};

/**
 * Live heap of a module that has run, a byte of its bytecode: 3.5 for functions, 4.8 for classes, for the shapes and
 * closures they unfold to; long strings stay what they are.
 */
const heapPerCodeByte = 4.3;
const heapPerTextByte = 1.3;

export interface Need {
	readonly what: string;
	readonly bytes: number;
}

/** What the image needs of the pool, largest first. The heap that the app makes at run time comes on top. */
export function poolNeeds(image: Image, models: readonly AppModel[], textBytes: number): Need[] {
	const bytecode = image.sections.find(({type}) => type === 'bytecode')!.data.length;
	const needs = [
		{what: 'script engine', bytes: engineBytes},
		...image.intrinsics.map(name => ({what: `engine part ${name}`, bytes: intrinsicBytes[name]})),
		{what: `${bytecode} bytes of bytecode, loaded`, bytes: loadedBytes(bytecode, textBytes)},
		...models.map(({where, compiled}) => ({what: `arena of ${where}`, bytes: compiled.arenaBytes})),
	];
	return needs.sort((a, b) => b.bytes - a.bytes);
}

function loadedBytes(bytecode: number, textBytes: number): number {
	const text = Math.min(textBytes, bytecode);
	return Math.round((bytecode - text) * heapPerCodeByte + text * heapPerTextByte);
}

/** Something that must fit, in parts, and where. */
export interface Room {
	readonly what: string;
	readonly haveKb: number;
	readonly needs: readonly Need[];
}

/** The rooms of a board that an image must fit. */
export function roomsOf(image: Image, imageBytes: number, pool: readonly Need[], board: BoardFacts): Room[] {
	const parts = image.sections.map(({type, id, data}) => ({what: `${type} ${id}`, bytes: data.length}));
	const content = parts.reduce((sum, {bytes}) => sum + bytes, 0);
	const flash = [...parts.sort((a, b) => b.bytes - a.bytes), {what: 'header', bytes: imageBytes - content}];
	return [
		{what: 'flash for the image', haveKb: board.memory.appImageKb, needs: flash},
		{what: 'RAM of the pool', haveKb: board.memory.poolKb, needs: pool},
	];
}

/** Throws APP_TOO_LARGE when a room would be left with less than the board's headroom. */
export function checkFit(app: string, rooms: readonly Room[], board: BoardFacts): void {
	for (const {what, haveKb, needs} of rooms) {
		const needed = needs.reduce((sum, {bytes}) => sum + bytes, 0);
		const allowed = Math.floor(haveKb * 1024 * (1 - board.headroom));
		if (needed <= allowed) continue;
		const lines = needs.map(need => `    ${String(need.bytes).padStart(8)}  ${need.what}`);
		throw new CatnapError('APP_TOO_LARGE', {
			what: `the app does not fit ${board.name}: not enough ${what}`,
			where: app,
			expected: `at most ${allowed} bytes: ${haveKb} KB less ${Math.round(board.headroom * 100)} % headroom`,
			received: [`${needed} bytes`, ...lines].join('\n'),
			todo: 'make the largest of these smaller, or take a board with more room',
		});
	}
}
