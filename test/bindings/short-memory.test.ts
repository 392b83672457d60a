// Memory that runs out in places that once wrote beyond a block, waited forever or hid the error behind another.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {simulate} from 'catnap/testing';
import {appOf, removeApps} from '../apps-of.ts';
import {runNative} from './native.ts';

test.after.always(removeApps);

const source = (name: string): string => readFileSync(new URL(`short/${name}.js`, import.meta.url), 'utf8');

test.serial(
	'a pattern that finds no memory to grow is refused, whichever instruction it grows at',
	async t => {
		t.timeout(280_000);
		const said = await runNative(source('patterns'));
		t.notRegex(said, /WRONG/);
		t.true(Number(/^done (\d+)$/m.exec(said)?.[1]) > 1000, said.slice(-500));
		t.regex(said, /, 0 bytes left/);
	},
);

test.serial('a pattern that is too long for any pool is refused on the firmware', async t => {
	const main = `const texts = [['a|', 8000], ['(?=a)', 4000], ['a{2,3}', 4000], ['(?<a', 2000], ['[a-c]', 4000], ['(a)?', 4000]] as const;
for (const [part, count] of texts) {
	try { new RegExp(part.repeat(count)).test('x'); console.log('compiled'); }
	catch (error) { console.log((error as Error).name, (error as {code?: string}).code ?? (error as Error).message); }
}
console.log('goes on');
`;
	const {console: lines} = await simulate({app: appOf({'src/main.ts': main}), for: '1s'});
	t.is(lines.at(-1), 'goes on');
	for (const line of lines.slice(0, -1)) t.regex(line, /^(Error NO_MEMORY|SyntaxError .+|compiled)$/);
	t.is(lines[0], 'Error NO_MEMORY');
});

test.serial('what waits settles, whichever allocation is refused meanwhile', async t => {
	t.timeout(280_000);
	const said = await runNative(source('promises'));
	t.notRegex(said, /WRONG/);
	t.true(Number(/^done (\d+)$/m.exec(said)?.[1]) > 500, said.slice(-500));
	t.regex(said, /, 0 bytes left/);
});

test.serial('whatever is made where an allocation is refused is right, or NO_MEMORY is thrown', async t => {
	t.timeout(280_000);
	const said = await runNative(source('makers'));
	t.notRegex(said, /WRONG/);
	t.true(Number(/^done (\d+)$/m.exec(said)?.[1]) > 1000, said.slice(-500));
	t.regex(said, /, 0 bytes left/);
});

test.serial('at the top level of a full pool what makes room works outside of try', async t => {
	t.timeout(280_000);
	const said = await runNative(source('full-pool'), '--pool=163840');
	t.notRegex(said, /Uncaught/);
	t.is(said.match(/ (NO_MEMORY|no error)$/gm)?.length, 6, said);
	t.true((said.match(/NO_MEMORY/g)?.length ?? 0) > 1, said);
});

test.serial('the watchdog that ends a script in a full pool says that it was the watchdog', async t => {
	const main = `const hog: unknown[] = [];
for (let size = 4096; size >= 4; size >>= 1) { try { for (;;) hog.push(new Uint8Array(size)); } catch {} }
for (let i = 0; i < 9; i++) { try { for (;;) hog.push([]); } catch {} }
try { for (;;) {} } catch { console.log('caught'); }
`;
	const {console: lines} = await simulate({app: appOf({'src/main.ts': main}), for: '60s'});
	t.regex(lines[0]!, /^Uncaught InternalError: the script watchdog: /);
	t.notRegex(lines.join('\n'), /caught$|out of memory/);
});

test.serial('an endless loop that begins an app is named by its own line', async t => {
	const app = appOf({'src/main.ts': '// a comment\nfor (;;) {}\n'});
	const {console: lines} = await simulate({app, for: '60s'});
	t.regex(lines.slice(0, 2).join('\n'), /the script watchdog.*\(src\/main\.ts:2:1\)/s);
});

test.serial('a sensor that finds no memory throws NO_MEMORY, not an error about that error', async t => {
	const main = `import {board} from 'catnap';
import {Lis2dh12} from 'catnap/sensor';
function tried(): string {
	const hog: unknown[] = [];
	const seen: unknown[] = ['nothing', 'never masked'];
	for (let size = 4096; size >= 4; size >>= 1) { try { for (;;) hog.push(new Uint8Array(size)); } catch {} }
	while (hog.length > 0) {
		try { new Lis2dh12({io: board.i2c0, alert: board.pins.imuInt, rateHz: 200, rangeG: 2}).close(); break; }
		catch (error) { const {code} = error as {code?: string}; seen[0] = code; if (code !== 'NO_MEMORY') seen[1] = error; }
		hog.pop();
	}
	hog.length = 0;
	return seen.join(' ');
}
console.log(tried());
`;
	const {console: lines} = await simulate({app: appOf({'src/main.ts': main}), for: '10s'});
	t.deepEqual(lines, ['NO_MEMORY never masked']);
});
