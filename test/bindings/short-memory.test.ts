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

test.serial(
	'a class of the library that finds no memory throws NO_MEMORY, not an error about that error',
	async t => {
		const main = `import {board} from 'catnap';
import {Digital} from 'catnap/pin';
import {power} from 'catnap/power';
import {Lis2dh12, Microphone} from 'catnap/sensor';
const {i2c0, pins} = board;
interface Made { close?(): void }
const makers: Record<string, () => Made> = {
	Lis2dh12: () => new Lis2dh12({io: i2c0, alert: pins.imuInt, rateHz: 200, rangeG: 2}),
	Microphone: () => new Microphone({rateHz: 16000}),
	Digital: () => new Digital({pin: pins.button, onReadable: () => {}}),
	retain: () => power.retain('x', {n: 'uint32'}) as Made,
};
const names = Object.keys(makers);
for (const name of names) {
	const make = makers[name]!;
	const hog: unknown[] = [];
	const seen: {first?: unknown; masked?: unknown} = {};
	for (let size = 4096; size >= 4; size >>= 1) { try { for (;;) hog.push(new Uint8Array(size)); } catch {} }
	for (; hog.length > 0; hog.pop()) {
		try { make().close?.(); break; }
		catch (error) { seen.first ??= error; if ((error as {code?: string}).code !== 'NO_MEMORY') seen.masked ??= error; }
	}
	hog.length = 0;
	console.log(name, (seen.first as {code?: string} | undefined)?.code, String(seen.masked ?? 'never masked'));
}
`;
		const {console: lines} = await simulate({app: appOf({'src/main.ts': main}), for: '10s'});
		const names = ['Lis2dh12', 'Microphone', 'Digital', 'retain'];
		t.deepEqual(
			lines,
			names.map(name => `${name} NO_MEMORY never masked`),
		);
	},
);
