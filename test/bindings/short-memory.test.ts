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
