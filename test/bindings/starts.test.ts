// Which of two apps the firmware runs: its choice at a start, compiled for this machine under ASan and UBSan.

import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {runNative} from './native.ts';

const folder = mkdtempSync(join(tmpdir(), 'catnap-starts-'));
test.after.always(() => rmSync(folder, {recursive: true, force: true}));

const say = (text: string): string =>
	`import * as con from 'catnap:console'; con.write('info', '${text}');\n`;

/** What each start said, and at the end how the starts of both images stand. */
async function starts(newer: string, older: string, ...more: string[]): Promise<string[]> {
	const path = join(mkdtempSync(join(folder, 'app-')), 'older.js');
	writeFileSync(path, older);
	return (await runNative(newer, `--older=${path}`, ...more)).trimEnd().split('\n');
}

const good = say('newer');
const old = say('older');
const inPlace = 'catnap: the older app runs in its place';

test('the newer of two good apps runs, and has held once it sleeps', async t => {
	t.deepEqual(await starts(good, old), [
		'-- start 1',
		'newer',
		'-- asleep',
		'-- place 0: 0 failures, held',
		'-- place 1: 0 failures',
	]);
});

const spoiled = {
	hash: 'its hash is wrong',
	engine: 'it was built for another firmware',
	board: 'it was built for another board',
};
for (const [what, why] of Object.entries(spoiled)) {
	test(`of a newer app it is said that ${why}, and the older one runs`, async t => {
		t.deepEqual(await starts(good, old, `--spoil=${what}`), [
			'-- start 1',
			`catnap: the app image is refused: ${why} (BAD_IMAGE)`,
			inPlace,
			'older',
			'-- asleep',
			'-- place 0: 0 failures',
			'-- place 1: 0 failures, held',
		]);
	});
}

const failing: Readonly<Record<string, string>> = {
	'throws at its top level': `${good}throw new Error('no');`,
	'rejects before it sleeps': `${good}await null; throw new Error('no');`,
	'has no memory for its start': `${good}const all = []; for (;;) all.push(new Uint8Array(4096));`,
};
for (const [title, source] of Object.entries(failing)) {
	test(`an app that ${title} is tried three times, then the older one runs and goes on`, async t => {
		const lines = await starts(source, old);
		const ends = lines.filter(line => /^-- (reset|asleep)/.test(line));
		t.deepEqual(ends, ['-- reset', '-- reset', '-- reset', '-- asleep']);
		t.is(lines.filter(line => line === 'newer').length, 3);
		t.deepEqual(lines.slice(lines.indexOf('-- start 4')), [
			'-- start 4',
			'catnap: the newer app fails at its start',
			inPlace,
			'older',
			'-- asleep',
			'-- place 0: 3 failures, given up',
			'-- place 1: 0 failures, held',
		]);
	});
}

test('when both apps fail the newer one ends as it would alone: the chip sleeps', async t => {
	const lines = await starts(`${good}throw new Error('no');`, `${old}throw new Error('no');`);
	t.is(lines.filter(line => line === '-- reset').length, 3);
	const last = lines.slice(lines.indexOf('-- start 4'));
	t.true(last.includes('older') && last.includes('-- asleep'));
});

test('an app that fails with nothing to fall back to ends at once', async t => {
	const lines = await starts(`${good}throw new Error('no');`, old, '--spoil=hash');
	t.true(lines.includes('older'), 'the newer one is spoiled');
	const alone = await runNative(`${good}throw new Error('no');`);
	t.regex(alone, /catnap: the app has ended\n-- asleep/);
});

test('an app that asks for a reset or for off at its start has not failed', async t => {
	const reset = await starts(`${good}import * as power from 'catnap:power'; power.reset();`, old);
	t.is(reset.filter(line => line === '-- reset').length, 6, 'it goes on for as long as it asks');
	t.true(reset.includes('-- place 0: 0 failures, held'));
	const off = await starts(
		`${good}import * as power from 'catnap:power'; power.off(new Uint8Array([3, 1]), 0);`,
		old,
	);
	t.deepEqual(off.slice(-3), ['-- off', '-- place 0: 0 failures, held', '-- place 1: 0 failures']);
});

test('an error after the first sleep is no failed start: the app ends, and the older one stays where it is', async t => {
	const later = `import * as timer from 'catnap:timer';\n${good}timer.start(1000, 0, () => { throw new Error('no'); });`;
	const lines = await starts(later, old);
	t.false(lines.includes('older') || lines.includes('-- reset'), lines.join(' | '));
	t.true(lines.includes('-- place 0: 0 failures, held'));
});
