// `catnap board [name]`: the boards that there are, or one with its pins, buses and currents, as text, SVG or JSON.
import {existsSync} from 'node:fs';
import type {Command} from 'commander';
import {boardNames, loadBoard, loadBoards} from '../../boards/facts/boards.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {writeAtomically} from '../../lib/files.ts';
import {print} from '../../lib/output.ts';

interface BoardOptions {
	readonly svg?: string;
	readonly json?: boolean;
}

export function register(program: Command): void {
	program
		.command('board')
		.description('print the boards, or the pins, buses and currents of one')
		.argument('[name]', 'a board, or the folder of an app with a board.ts')
		.option('--svg <file>', 'draw its pins into a file')
		.option('--json', 'print one JSON document')
		.action(board);
}

async function board(name: string | undefined, {svg, json}: BoardOptions, command: Command): Promise<void> {
	if (name === undefined) {
		if (svg !== undefined) command.error('error: --svg draws one board: name it');
		const boards = await loadBoards();
		const widest = Math.max(...boards.map(({name}) => name.length));
		if (json) print(JSON.stringify(boards.map(({name, title}) => ({name, title}))));
		else for (const {name, title} of boards) print(`${name.padEnd(widest)}  ${title}`);
		return;
	}
	const facts = await find(name);
	const {boardLines, boardSvg, pinRows} = await import('../report/board.ts');
	if (svg !== undefined) await writeAtomically(svg, boardSvg(facts));
	if (json)
		print(
			JSON.stringify({name: facts.name, title: facts.title, wiring: facts.own?.hash, pins: pinRows(facts)}),
		);
	else print(boardLines(facts).join('\n'));
}

/** A name of a board comes first; a folder may have one, too. */
async function find(name: string): Promise<BoardFacts> {
	if (boardNames().includes(name) || !existsSync(name)) return loadBoard(name);
	const {boardOf} = await import('../build/own-board.ts');
	return boardOf(name, 'host', undefined);
}
