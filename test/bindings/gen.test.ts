// The generator: files are fresh, stale ones are named, the ABI follows what apps can see.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import type {Service} from '../../bindings/schema.ts';
import {loadBoards} from '../../boards/facts/boards.ts';
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
