// The seed rule: what an app needs of all memories of a board, to the byte, and how it is shown.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import kit from '../../boards/host/board.ts';
import type {CatnapError} from '../../lib/errors.ts';
import {allowedBytes, checkFit, type Need, roomsOf, usedBytes} from '../../tools/build/fit.ts';
import {windowLengths} from '../../tools/build/input-buffers.ts';
import {featureNeeds} from '../../tools/model/feature-stage.ts';
import {checkFeatures, packFeatures} from '../../tools/model/features/index.ts';
import {barLines} from '../../tools/report/bars.ts';

const plain = (_style: string, text: string): string => text;
const image = {
	name: 'app',
	engineId: new Uint8Array(8),
	intrinsics: [],
	boardId: 0,
	sections: [{type: 'bytecode' as const, id: 0, data: new Uint8Array(1000)}],
};
const pool: readonly Need[] = [
	{what: 'script engine', bytes: 48_000},
	{what: 'arena of fan.tflite', bytes: 30_000},
	{what: 'input buffers: a window of 256 samples and its ring', bytes: 1920},
];

test('the whole SRAM holds the pool with what is free in it, stack, data and retained memory', t => {
	const sram = roomsOf(image, 1200, pool, kit)[2]!;
	const {poolKb, stackBytes, retainedBytes, firmwareDataKb} = kit.memory;
	t.is(usedBytes(sram), (poolKb + firmwareDataKb) * 1024 + stackBytes + retainedBytes);
	t.is(sram.haveKb, kit.memory.ramKb);
});

/** A firmware that leaves exactly this much of the allowed SRAM. */
function rooms(spare: number) {
	const pooled = kit.memory.poolKb * 1024;
	const allowed = Math.floor(kit.memory.ramKb * 1024 * (1 - kit.headroom));
	return roomsOf(image, 1200, pool, kit, {flashBytes: 300_000, staticRamBytes: allowed - pooled - spare});
}

test('an app that does not fit names what its npm packages cost', t => {
	const priced = {
		packageShares: new Map([['dayjs', 0.25]]),
		sections: [{type: 'bytecode', what: 'app', bytes: 4000}],
		pool: [{what: '4000 bytes of bytecode, loaded', bytes: 8000}],
	} as const;
	const {message} = t.throws<CatnapError>(() => checkFit('app', rooms(-1), kit, priced))!;
	t.regex(message, /npm packages, about, in bytes of flash:\n +1000 {4}dayjs, and 2000 of RAM\n/);
});

test('an app that fills the allowed SRAM to the last byte fits, and one byte more does not', t => {
	t.notThrows(() => checkFit('app', rooms(0), kit));
	const error = t.throws<CatnapError>(() => checkFit('app', rooms(-1), kit))!;
	t.is(error.code, 'APP_TOO_LARGE');
	t.regex(
		error.message,
		/not enough SRAM of the board\n {2}at app\n {2}expected: at most 419430 bytes: 512 KB less 20 %/,
	);
	t.regex(error.message, /received: 419431 bytes\n +48000 {2}script engine\n +30000 {2}arena of fan\.tflite/);
});

test('a firmware and an image that fill the allowed flash fit, and one byte more does not', t => {
	const allowed = Math.floor(kit.memory.flashKb * 1024 * 0.8);
	const of = (flashBytes: number) => roomsOf(image, 1200, pool, kit, {flashBytes, staticRamBytes: 1000});
	t.notThrows(() => checkFit('app', of(allowed - 1200), kit));
	const error = t.throws<CatnapError>(() => checkFit('app', of(allowed - 1199), kit))!;
	t.regex(error.message, /not enough flash of the board/);
	t.regex(error.message, /firmware\n +1200 {2}app image/);
});

test('a pool that is needed to the allowed byte fits, and one byte more does not', t => {
	const allowed = allowedBytes({what: '', haveKb: kit.memory.poolKb, needs: []}, kit.headroom);
	const with_ = (bytes: number) => roomsOf(image, 1200, [{what: 'arena of a.tflite', bytes}], kit);
	t.notThrows(() => checkFit('app', with_(allowed), kit));
	t.regex(t.throws(() => checkFit('app', with_(allowed + 1), kit))!.message, /not enough RAM of the pool/);
});

test('a bar shows the parts, what is free and where the headroom begins', t => {
	const room = {
		what: 'SRAM',
		haveKb: 50,
		needs: [
			{what: 'engine', bytes: 10 * 1024},
			{what: 'arena', bytes: 5 * 1024},
		],
	};
	const [bar, ...parts] = barLines([room], 0.2, plain);
	t.is(
		bar,
		`SRAM  ██████████▓▓▓▓▓${'·'.repeat(25)}|${'·'.repeat(10)}  15.0 KB of 50 KB, 30 %; 40.0 KB allowed`,
	);
	t.deepEqual(parts, ['      █   10240  engine', '      ▓    5120  arena']);
});

test('windows are found in all files of an app, where their length is written as a number', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-windows-'));
	try {
		mkdirSync(join(folder, 'src'));
		writeFileSync(
			join(folder, 'src/main.ts'),
			"import {b} from './b.ts';\nfor await (const w of imu.windows({samples: 256, hop: 64})) b(w);\n",
		);
		writeFileSync(
			join(folder, 'src/b.ts'),
			'const n = 5;\nexport const b = () => { imu.windows({samples: n}); other.windows({samples: 1_024}); windows({samples: 7}); };\n',
		);
		t.deepEqual(await windowLengths(join(folder, 'src/main.ts')), [256, 1024]);
	} finally {
		rmSync(folder, {recursive: true});
	}
});

test('the memory of a feature stage is what its C code asks for', t => {
	const edgesHz = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(band => band * 8);
	const spectrum = {kind: 'spectrum', samples: 256, axes: 3, rateHz: 200, floorMg2: 1, peakBins: 2, edgesHz};
	// (4 x 128 + 34 values) x 4 bytes
	t.is(featureNeeds(packFeatures(checkFeatures(spectrum))).scratchBytes, 2184);
	// a transform of 256 and 50 x 32 values, x 4 bytes
	const mfe = {kind: 'mfe', samples: 16_000, rateHz: 16_000};
	t.is(featureNeeds(packFeatures(checkFeatures(mfe))).scratchBytes, 7424);
});
