// Recordings from a console: the files hold what the sensor delivered, and what is missing is an error.
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {CatnapError} from '../../lib/errors.ts';
import {readSound} from '../../sim/world/sound.ts';
import {readTrace} from '../../sim/world/trace.ts';
import {readRecordings} from '../../tools/model/data/samples.ts';
import {captures} from '../../tools/record/capture-apps.ts';
import {type Console, record, writeCaptureApp} from '../../tools/record/record.ts';

const folder = mkdtempSync(join(tmpdir(), 'catnap-record-'));
test.after.always(() => rmSync(folder, {recursive: true}));

const base64 = (counts: readonly number[]) => Buffer.from(Int16Array.from(counts).buffer).toString('base64');
const motion = (...samples: number[]) => [
	'catnap-record 1 lis2dh12 200 3 0.0625 0',
	`catnap-data 0 0 ${base64(samples)}`,
];

const says =
	(lines: readonly string[]): Console =>
	async (take, enough) => {
		for (const line of lines) if (!enough()) take(line);
	};

let outputs = 0;
async function recorded(lines: readonly string[], sensor = 'lis2dh12', forMs = 10) {
	const output = join(folder, `${outputs++}`);
	const {files, seconds} = await record({sensor, output, label: 'shake', forMs}, says(lines), 'port');
	return {output, files, seconds};
}

test('acceleration is written in mg with its moments, and read by traces and data sets alike', async t => {
	const {output, files, seconds} = await recorded(['hello', ...motion(16, -32, 16_000, 1, 2, 3)]);
	t.is(readFileSync(files[0]!, 'utf8'), '# unit: mg\nt_ms,x,y,z\n0,1,-2,1000\n5,0.0625,0.125,0.1875\n');
	t.is(seconds, 0.01);
	t.deepEqual([...readTrace(files[0]!).mg], [1, -2, 1000, 0.0625, 0.125, 0.1875]);
	const [read] = readRecordings(output);
	t.deepEqual([read!.label, read!.rateHz, read!.unit, read!.name], ['shake', 200, 'mg', 'shake/shake.1.csv']);
});

test('six axes are mg and degrees a second', async t => {
	const lines = [
		'catnap-record 1 lsm6dso 104 6 0.061 70',
		`catnap-data 0 0 ${base64([1000, 0, 0, 100, 0, -100])}`,
	];
	const {files} = await recorded(lines, 'lsm6dso', 1);
	t.is(readFileSync(files[0]!, 'utf8').split('\n')[2], '0,61,0,0,7,0,-7');
});

test('a clip of sound is a file of its own, and a clip that was cut short is none', async t => {
	const clip = (first: number, value: number) => [
		`catnap-data ${first} 0 ${base64(Array(4).fill(value))}`,
		'catnap-clip',
	];
	const lines = ['catnap-record 1 microphone 8 1 0 0', ...clip(0, 1), ...clip(1, -2), 'catnap-data 2 0 AAA='];
	const {files} = await recorded(lines, 'microphone', 1000);
	t.deepEqual(
		files.map(file => [readSound(file).rateHz, [...readSound(file).samples]]),
		[
			[8, [1, 1, 1, 1]],
			[8, [-2, -2, -2, -2]],
		],
	);
});

test('recordings of a class are numbered behind those that are there', async t => {
	const {output} = await recorded(motion(1, 2, 3));
	await record({sensor: 'lis2dh12', output, label: 'shake', forMs: 5}, says(motion(4, 5, 6)), 'port');
	t.deepEqual(readdirSync(join(output, 'shake')), ['shake.1.csv', 'shake.2.csv']);
});

test('a board that starts over while it is listened to begins the recording over', async t => {
	const {files} = await recorded([...motion(1, 1, 1), ...motion(16, 16, 16)], 'lis2dh12', 10);
	t.is(readFileSync(files[0]!, 'utf8').split('\n')[2], '0,1,1,1');
});

const refused: Readonly<Record<string, readonly [lines: readonly string[], message: RegExp]>> = {
	silence: [['hello'], /no samples came/],
	'a missing line': [
		[...motion(1, 2, 3), `catnap-data 2 0 ${base64([1, 2, 3])}`],
		/missing[\s\S]*line 1[\s\S]*line 2/,
	],
	'lost samples': [[...motion(1, 2, 3), `catnap-data 1 1 ${base64([1, 2, 3])}`], /lost samples/],
	'a damaged line': [[...motion(1, 2, 3), 'catnap-data 1 0 A$B'], /damaged/],
	'half a value': [[...motion(1, 2, 3), 'catnap-data 1 0 AAAA'], /damaged[\s\S]*3 bytes/],
	'another sensor': [['catnap-record 1 analog 10 1 1 0'], /another sensor[\s\S]*lis2dh12[\s\S]*analog/],
	'another version': [['catnap-record 2 lis2dh12 200 3 1 0'], /another version/],
};

for (const [what, [lines, message]] of Object.entries(refused))
	test(`${what}: one error, and nothing is written`, async t => {
		const output = join(folder, `none-${what}`);
		const error = await t.throwsAsync<CatnapError>(
			record({sensor: 'lis2dh12', output, label: 'x', forMs: 1000}, says(lines), 'port'),
			{instanceOf: CatnapError, message},
		);
		t.is(error!.code, 'BAD_CAPTURE');
		t.false(existsSync(output));
	});

test('a file where the folder of the class should be is found before anything is recorded', async t => {
	writeFileSync(join(folder, 'taken'), '');
	const options = {sensor: 'lis2dh12', output: folder, label: 'taken', forMs: 10};
	const listens: Console = async () => t.fail();
	await t.throwsAsync(record(options, listens, 'port'), {code: 'CANNOT_WRITE', message: /taken/});
});

test('there is a capture app for each sensor', async t => {
	for (const {sensor, source} of captures) {
		const app = join(folder, `app-${sensor}`);
		await writeCaptureApp(sensor, app);
		t.is(readFileSync(join(app, 'src/main.ts'), 'utf8'), source);
		t.regex(source, new RegExp(`catnap-record 1 ${sensor} `));
		t.true(existsSync(join(app, 'package.json')));
		writeFileSync(join(app, 'src/main.ts'), 'mine');
		await t.throwsAsync(writeCaptureApp(sensor, app), {code: 'FOLDER_TAKEN'});
		t.is(readFileSync(join(app, 'src/main.ts'), 'utf8'), 'mine');
	}
});
