// What C, CMake and the linker must know of the boards, from their board.ts.
import {type CoreFact, cores} from '../../../boards/facts/cores.ts';
import {definitionsOf, type Port, portOf, toolchainOf} from '../../../boards/facts/port.ts';
import type {BoardFacts} from '../../../boards/facts/schema.ts';
import {factsHeader} from './board-facts.ts';
import {pinsHeader} from './board-pins.ts';
import {boardHead, head} from './head.ts';

/** All files of all boards: path from the root, and text. */
export function boardsFiles(boards: readonly BoardFacts[]): Map<string, string> {
	const sorted = [...boards].sort((a, b) => a.id - b.id);
	return new Map([
		['boards/gen/targets.ts', targetsFile(sorted)],
		...Object.entries(cores).map(([name, core]) => [`boards/gen/${name}.cmake`, toolchain(core)] as const),
		...sorted.flatMap(board =>
			[...boardFiles(board)].map(([name, text]) => [`boards/${board.name}/gen/${name}`, text] as const),
		),
	]);
}

/** The files of one board, by their names; none for a board that has facts only. */
export function boardFiles(board: BoardFacts): Map<string, string> {
	const port = portOf(board);
	if (!port) return new Map();
	return new Map([
		['board.cmake', boardCmake(board, port)],
		...(board.regions ? [['memory.ld', memoryMap(board)] as const] : []),
		...(board.chip === undefined ? [] : chipHeaders(board)),
	]);
}

/** What the port of a chip family includes. */
function chipHeaders(board: BoardFacts): (readonly [string, string])[] {
	return [
		['facts.h', factsHeader(board)],
		['pins.h', pinsHeader(board)],
	];
}

function targetsFile(boards: readonly BoardFacts[]): string {
	const names = boards.filter(({simulator}) => simulator !== undefined).map(({name}) => `'${name}'`);
	return [
		head('boards/*/board.ts', '//'),
		'/** The boards that can be simulated: those whose facts name a simulator. */\n',
		`export const targets = [${names.join(', ')}] as const;\n`,
	].join('');
}

/** A toolchain file of CMake. */
function toolchain({compiler, processor, target}: CoreFact): string {
	return [
		head('boards/facts/cores.ts', '#'),
		'set(CMAKE_SYSTEM_NAME Generic)\n',
		`set(CMAKE_SYSTEM_PROCESSOR ${processor})\n`,
		`set(CMAKE_C_COMPILER ${compiler})\n`,
		...(target === undefined ? [] : [`set(CMAKE_C_COMPILER_TARGET ${target})\n`]),
		'set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)\n',
		'set(CMAKE_EXECUTABLE_SUFFIX_C "")\n',
	].join('');
}

function boardCmake(board: BoardFacts, {core, folders, linkScript}: Port): string {
	const list = (name: string, values: readonly string[]): string =>
		`set(${name}${values.map(value => `\n    ${value}`).join('')})\n`;
	const definitions = Object.entries(definitionsOf(board)).map(([name, value]) => `${name}=${value}`);
	return [
		boardHead(board, '#'),
		`set(CN_BOARD_TOOLCHAIN ${toolchainOf(board)})\n`,
		list('CN_BOARD_FOLDERS', folders),
		list('CN_BOARD_DEFINITIONS', definitions),
		list('CN_BOARD_COMPILE_OPTIONS', core.flags),
		list('CN_BOARD_LINK_OPTIONS', core.linkFlags),
		...(linkScript === undefined ? [] : [`set(CN_BOARD_LINK_SCRIPT ${linkScript})\n`]),
	].join('');
}

/** Regions and sizes for the linker script of the port, which includes this file. */
function memoryMap(board: BoardFacts): string {
	const {poolKb, stackBytes, retainedBytes} = board.memory;
	const regions = Object.entries(board.regions ?? {}).map(
		([name, {address, bytes, access, doc}]) =>
			`    ${name} (${access}) : ORIGIN = ${hex(address)}, LENGTH = ${hex(bytes)} /* ${doc} */\n`,
	);
	return [
		boardHead(board, '/*', ' */'),
		`MEMORY {\n${regions.join('')}}\n`,
		`link_pool_size = ${poolKb * 1024};\n`,
		`link_stack_size = ${stackBytes};\n`,
		`link_retained_size = ${retainedBytes};\n`,
	].join('');
}

function hex(value: number): string {
	return `0x${value.toString(16).padStart(8, '0')}`;
}
