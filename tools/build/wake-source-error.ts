// A wake source that the board cannot serve is a type error (ts-src/wake-source.ts); here it becomes plain words.
import {busLines} from '../../boards/facts/bus-lines.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {CatnapError} from '../../lib/errors.ts';
import {wakeLevel} from './board-module.ts';

// Read from the compiler's message, because rollup's plugin hands on nothing else of a diagnostic: no node, no type. The
// name of the type and the text in it are ours, so only the way in which the compiler prints a generic type is relied on.
const verdict = /WakeSource<"((pin \w+|a timer) [^"]+)">/;

/** What the message of a type error says of a wake source; undefined: it is about something else. */
export function wakeSourceProblem(
	message: string,
): {readonly what: string; readonly source: string} | undefined {
	const [, what, source] = verdict.exec(message) ?? [];
	return what === undefined || source === undefined ? undefined : {what, source};
}

/** The error of the first such message, `at` its place in the app. */
export function wakeSourceError(message: string, at: string, board: BoardFacts): CatnapError {
	const problem = wakeSourceProblem(message)!;
	const taken = new Set(
		Object.values(board.buses).flatMap(bus =>
			bus.kind === 'uart' ? [] : busLines(bus).map(([, pin]) => pin),
		),
	);
	const able = Object.entries(board.pins)
		.filter(([name]) => !taken.has(name))
		.map(([name, pin]) => ({name, level: wakeLevel(pin)}))
		.filter(({level}) => level !== false)
		.map(({name, level}) => `${name} (${level})`);
	const clock = board.off.timer ? ['a timer'] : [];
	return new CatnapError('WAKE_SOURCE', {
		problem: problem.what,
		board: board.name,
		off: board.off.doc,
		where: at,
		expected: [...able, ...clock].join(', ') || 'none: this board cannot be switched off',
		received: problem.source,
		...(problem.source === 'a timer' && {
			todo: 'let the app sleep instead: `await sleep(...)`; or name pins that end off',
		}),
	});
}
