// The generator: files are fresh, stale ones are named, the ABI follows what apps can see.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import type {Service} from '../../bindings/schema.ts';
import {loadBoards} from '../../boards/facts/boards.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {abiHeader} from '../../tools/dev/gen/abi.ts';
import {declarations} from '../../tools/dev/gen/declarations.ts';
import {generate, loadServices, stale} from '../../tools/dev/gen/main.ts';
import probe from './probe.ts';

test('a changed, a missing and a left-over file are stale', async t => {
	const files = generate(await loadServices(), await loadBoards());
	const base = mkdtempSync(join(tmpdir(), 'catnap-gen-'));
	t.teardown(() => rmSync(base, {recursive: true}));
	for (const [path, text] of files) {
		mkdirSync(dirname(join(base, path)), {recursive: true});
		writeFileSync(join(base, path), text);
	}
	t.deepEqual(stale(files, base), []);
	writeFileSync(join(base, 'bindings/gen/timer.c'), 'int x;');
	rmSync(join(base, 'docs/reference.md'));
	writeFileSync(join(base, 'bindings/gen/old.c'), '');
	t.deepEqual(stale(files, base), ['bindings/gen/timer.c', 'docs/reference.md', 'bindings/gen/old.c']);
});

test('a fact of a board that changes makes what is generated from it stale, and nothing else', async t => {
	const changed = (memory: object, pin: object) => async () => {
		const boards = await loadBoards();
		return boards.map(board =>
			board.name === 'nrf5340dk'
				? {
						...board,
						memory: {...board.memory, ...memory},
						pins: {...board.pins, button: {...board.pins.button!, ...pin}},
					}
				: board,
		);
	};
	const services = await loadServices();
	const staleWith = async (make: () => Promise<BoardFacts[]>) => stale(generate(services, await make()));
	t.deepEqual(await staleWith(changed({}, {})), []);
	const gen = 'boards/nrf5340dk/gen';
	t.deepEqual(await staleWith(changed({poolKb: 161}, {})), [`${gen}/board.cmake`, `${gen}/memory.ld`]);
	t.deepEqual(await staleWith(changed({}, {number: 31})), [`${gen}/pins.h`]);
});

test('the ABI id changes with a range and not with words', t => {
	const other = (change: (fn: Record<string, unknown>) => unknown): Service[] => {
		const copy = structuredClone(probe) as unknown as {functions: {flag: Record<string, unknown>}};
		change(copy.functions.flag);
		return [copy as unknown as Service];
	};
	t.is(abiHeader(other(fn => (fn.doc = 'Other words.'))), abiHeader([probe]));
	t.not(abiHeader(other(fn => (fn.returns = {type: 'nothing'}))), abiHeader([probe]));
});

test('declarations have unions, optional fields, promises and handles', t => {
	const text = declarations(probe);
	t.regex(text, /export function color\(color: 'red' \| 'green'\): 'red' \| 'green';/);
	t.regex(
		text,
		/export function fields\(options\?: \{readonly size\?: number; readonly fast\?: boolean\}\): number;/,
	);
	t.regex(text, /export function after\(delayUs: number\): Promise<number>;/);
	t.regex(text, /export function open\(size: number\): Box;/);
	t.regex(text, /onPoke\(callback: \(value: number\) => void\): void;/);
});
