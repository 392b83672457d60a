// The boards that there are: every folder of boards/ with a board.ts.

import {existsSync, readdirSync} from 'node:fs';
import {extname} from 'node:path';
import {CatnapError} from '../../lib/errors.ts';
import type {BoardFacts} from './schema.ts';

const folder = new URL('../', import.meta.url);
/** `.ts`, or `.js` where Catnap is compiled. */
const ending = extname(import.meta.url);

function fileOf(name: string): URL {
	return new URL(`${name}/board${ending}`, folder);
}

export function boardNames(): string[] {
	return readdirSync(folder, {withFileTypes: true})
		.filter(entry => entry.isDirectory() && existsSync(fileOf(entry.name)))
		.map(entry => entry.name)
		.sort();
}

/** The facts of one board. */
export async function loadBoard(name: string): Promise<BoardFacts> {
	const names = boardNames();
	if (!names.includes(name)) {
		throw new CatnapError('NO_BOARD', {expected: names.join(', '), received: name});
	}
	const {default: facts} = (await import(fileOf(name).href)) as {default: BoardFacts};
	return facts;
}

/** The facts of all boards, by their ids. */
export async function loadBoards(): Promise<BoardFacts[]> {
	const boards = await Promise.all(boardNames().map(loadBoard));
	return boards.sort((a, b) => a.id - b.id);
}
