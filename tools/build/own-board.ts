// The board that an app is built for: the one that is asked for, with the wiring of the app's own board.ts over it.
import {existsSync} from 'node:fs';
import {createRequire} from 'node:module';
import {resolve} from 'node:path';
import {compileFunction} from 'node:vm';
import {boardNames, loadBoard} from '../../boards/facts/boards.ts';
import {defineBoard, type OwnBoard, ownBoard} from '../../boards/facts/own-board.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import {isObject, readText} from '../../lib/read.ts';
import {loadTypescript} from './load-typescript.ts';

const fileName = 'board.ts';

/**
 * The board of an app in a folder. A virtual target runs the wiring of any board; another only that of its own.
 * @throws {CatnapError} NO_BOARD, BAD_BOARD, BAD_BOARD_FILE
 */
export async function boardOf(
	folder: string,
	target: string,
	asked: string | undefined,
): Promise<BoardFacts> {
	const path = resolve(folder, fileName);
	const plain = await loadBoard(asked ?? target);
	if (!existsSync(path)) return plain;
	const own = read(path);
	const base = await loadBoard(own.extends);
	const isOther = base.name !== plain.name && (asked !== undefined || !plain.virtual);
	if (isOther) {
		throw new CatnapError('BAD_BOARD', {
			which: 'other',
			where: path,
			board: own.extends,
			expected: own.extends,
			received: plain.name,
			todo: `name ${own.extends}, or give ${plain.name} an app folder of its own with its board.ts, which imports the shared code`,
		});
	}
	return ownBoard(own, base, path);
}

function read(path: string): OwnBoard {
	const facts = run(path);
	const base = isObject(facts) ? facts.extends : undefined;
	if (typeof base !== 'string' || !boardNames().includes(base)) {
		throw new CatnapError('BAD_BOARD', {
			which: 'base',
			where: path,
			expected: boardNames().join(', '),
			received: isObject(facts) ? JSON.stringify(base) : 'a file without a default export',
		});
	}
	return facts as unknown as OwnBoard;
}

const longestMb = 1;

/** What a file exports by default, wherever on the disk it is and whatever its package.json says of modules. */
function run(path: string): unknown {
	const text = readText(path, {code: 'BAD_BOARD_FILE', longestMb});
	const ts = loadTypescript();
	const require = createRequire(path);
	const find = (name: string): unknown => (name === 'catnap/board' ? {defineBoard} : require(name));
	const module: {exports: {default?: unknown}} = {exports: {}};
	try {
		const {outputText} = ts.transpileModule(text, {
			fileName: path,
			compilerOptions: {
				module: ts.ModuleKind.CommonJS,
				target: ts.ScriptTarget.ES2022,
				esModuleInterop: true,
			},
		});
		const body = compileFunction(outputText, ['exports', 'require', 'module'], {filename: path});
		(body as (exports: object, require: typeof find, module: object) => void)(module.exports, find, module);
	} catch (error) {
		throw new CatnapError('BAD_BOARD_FILE', {where: path, received: (error as Error).message});
	}
	return module.exports.default;
}
