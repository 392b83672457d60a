// From TypeScript to one module: what is kept, what is dropped, where errors are, what a model's type forbids.
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {loadBoard} from '../../boards/facts/boards.ts';
import {findApp} from '../../tools/build/app.ts';
import {buildApp} from '../../tools/build/build.ts';
import type {BuildTools} from '../../tools/build/build-tools.ts';
import {type Bundle, bundleApp} from '../../tools/build/bundle.ts';
import {readImage} from '../../tools/build/image.ts';
import {packagesIn} from '../../tools/build/packages.ts';
import {shortenPath} from '../../tools/build/symbolicate.ts';
import {featureCount} from '../../tools/model/features/index.ts';

const {version} = createRequire(import.meta.url)('tslib/package.json');
const folders: string[] = [];
test.after.always(() => {
	for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});

/** A folder with these files. */
function appOf(files: Readonly<Record<string, string>>): string {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-test-'));
	folders.push(folder);
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, name)), {recursive: true});
		writeFileSync(join(folder, name), text);
	}
	return folder;
}

async function bundle(main: string, board = 'host'): Promise<Bundle & {readonly code: string}> {
	const made = await bundleApp(await findApp(appOf({'src/main.ts': main})), await loadBoard(board));
	return {...made, code: made.modules[0]!.code};
}

const features = {
	kind: 'spectrum',
	samples: 64,
	axes: 3,
	rateHz: 200,
	floorMg2: 1,
	peakBins: 1,
	edgesHz: [10, 20, 40, 80],
} as const;
const inputElements = featureCount(features);
/** Compilers that keep the source, so that a test sees what would be compiled. */
const tools: BuildTools = {
	compileModule: source => Buffer.from(source),
	compileModel: tflite => ({
		plan: tflite,
		arenaBytes: tflite.length,
		stateBytes: 0,
		inputElements,
		outputElements: 2,
		inputType: 'int8',
		outputType: 'int8',
	}),
	engineId: new Uint8Array(8),
};

const modelFiles = {
	'src/fan.tflite': 'weights',
	'src/fan.json': JSON.stringify({labels: ['off', 'on'], features}),
};

test('only what the app uses is in the bundle', async t => {
	const {code} = await bundle("import {board} from 'catnap';\nconsole.log(board.pins.led.number);\n");
	t.regex(code, /"number":28/);
	t.notRegex(code, /imuInt|i2c0|class |catnap:(power|sensor|model)/);
});

test('a fact of the board is carried only where an app reads it, so that targets see the same moments', async t => {
	const name = /name: "host"/;
	const source = "import {board} from 'catnap';\n";
	const led = 'console.log(board.pins.led.number, new Error("x").name);\n';
	t.notRegex((await bundle(`${source}${led}`)).code, name);
	t.regex((await bundle(`${source}console.log(board.name);\n`)).code, name);
	t.regex((await bundle(`${source}const {name} = board;\nconsole.log(name);\n`)).code, name);
	const pins = await bundle(`${source}console.log(Object.keys(board.pins).length);\n`);
	t.regex(pins.code, /imuInt/);
	t.notRegex(pins.code, name);
	const parts = await bundle(
		`${source}const {i2c0: io, pins: {imuInt}} = board;\nconsole.log(io, imuInt);\n`,
	);
	t.regex(parts.code, /imuInt/);
	t.notRegex(parts.code, name);
	t.regex((await bundle(`${source}const {i2c0, ...rest} = board;\nconsole.log(i2c0, rest);\n`)).code, name);
});

test('the symbols that `using` asks for are only in the bundle of an app that disposes of something', async t => {
	const symbols = /"asyncDispose"|'asyncDispose'/;
	const power = "import {power} from 'catnap/power';\n";
	t.notRegex((await bundle(`${power}console.log(power.stats);\n`)).code, symbols);
	t.regex((await bundle(`${power}console.log(power.lock('uart'));\n`)).code, symbols);
	t.regex(
		(await bundle('const x: Disposable | null = null;\nusing y = x;\nconsole.log(y);\n')).code,
		symbols,
	);
});

test('classes, private fields and top-level await reach the engine as they are', async t => {
	const {code} = await bundle(
		'class A { #x = 1; get x() { return this.#x; } }\nawait null;\nconsole.log(new A().x);\n',
	);
	t.regex(code, /#x = 1/);
	t.regex(code, /^await null/m);
});

test('a place in the bundle is found again in the TypeScript', async t => {
	const source =
		"\n// a comment that is dropped\nconst f = (): number => {\n\tthrow new Error('here');\n};\nconsole.log(f());\n";
	const {code, symbolicator} = await bundle(source);
	const line = code.split('\n').findIndex(text => text.includes("Error('here')")) + 1;
	t.is(symbolicator.text(`    at f (app.js:${line}:11)`), '    at f (src/main.ts:4:8)');
	t.is(symbolicator.text('at app.js:9999:1'), 'at app.js:9999:1');
	const library = code.split('\n').findIndex(text => text.includes('function inspect(')) + 1;
	t.regex(symbolicator.text(`app.js:${library}:1`), /^catnap\/inspect\.ts:\d+:\d+$/);
	t.is(shortenPath('/home/me/node_modules/tslib/tslib.js', '/home/me/app', '/catnap'), 'tslib/tslib.js');
});

test('an app that needs a helper of tslib holds that package, another holds none', async t => {
	const packages = async (main: string) => packagesIn((await bundle(main)).map).map(({name}) => name);
	const disposing = 'using file = {[Symbol.dispose]() {}};\nconsole.log(file);\n';
	t.deepEqual(await packages(disposing), [`tslib ${version}`]);
	t.deepEqual(await packages('console.log(1);\n'), []);
});

test('the same source gives the same bundle, wherever the app lies', async t => {
	const first = await bundle('console.log(1);\n');
	const second = await bundle('console.log(1);\n');
	t.is(first.code, second.code);
});

test('a pin that the board does not have is a type error', async t => {
	const error = await t.throwsAsync(bundle("import {board} from 'catnap';\nconsole.log(board.pins.imu);\n"), {
		code: 'TYPE_ERROR',
	});
	t.regex(error.message, /at src\/main\.ts:2:24\n.*'imu' does not exist on type/);
});

test('a pin that is a line of a bus is not opened by itself', async t => {
	const open = (pin: string): string =>
		`import {board} from 'catnap';\nimport {Digital} from 'catnap/io';\nnew Digital({pin: board.pins.${pin}});\n`;
	const error = await t.throwsAsync(bundle(open('sda'), 'nrf5340dk'), {code: 'TYPE_ERROR'});
	t.regex(error.message, /at src\/main\.ts:3:14\n.*BusLine<"sda of i2c0">/);
	await t.notThrowsAsync(bundle(open('d7'), 'nrf5340dk'));
});

test('globals of Node are not there on the chip', async t => {
	await t.throwsAsync(bundle('console.log(process.argv);\n'), {code: 'TYPE_ERROR'});
});

test('the image holds bundle, plan and feature stage, and the numbers by which the app finds them', async t => {
	const main = "import fan from './fan.tflite';\nconsole.log(fan.classify.name, Date.now());\n";
	const built = await buildApp(appOf({'src/main.ts': main, ...modelFiles}), {}, tools);
	const {sections, intrinsics} = readImage(built.image);
	t.deepEqual(
		sections.map(({type, id}) => `${type} ${id}`),
		['bytecode 0', 'plan 0', 'asset 1'],
	);
	t.is(Buffer.from(sections[1]!.data).toString(), 'weights');
	t.regex(
		Buffer.from(sections[0]!.data).toString(),
		/new Model\(\{"plan":0,"features":1,"anomalyAsset":-1,"labels":\["off","on"\],"input":"int8"/,
	);
	t.deepEqual(intrinsics, ['Date']);
});

test('a model is typed by its facts: another window length or label does not compile', async t => {
	const main = (samples: number, label: string): string => `
import {board} from 'catnap';
import {Lis2dh12} from 'catnap/sensor';
import fan from './fan.tflite';
const imu = new Lis2dh12({io: board.i2c0, alert: board.pins.imuInt, rateHz: 200});
for await (const window of imu.windows({samples: ${samples}})) {
	if (fan.classify(window).label === '${label}') console.log('hit');
}
`;
	const build = (text: string) => buildApp(appOf({'src/main.ts': text, ...modelFiles}), {}, tools);
	await t.notThrowsAsync(build(main(64, 'on')));
	const length = await t.throwsAsync(build(main(128, 'on')), {code: 'TYPE_ERROR'});
	t.regex(length.message, /src\/main\.ts:7:19\n.*128.*64/s);
	const label = await t.throwsAsync(build(main(64, 'onn')), {code: 'TYPE_ERROR'});
	t.regex(label.message, /src\/main\.ts:7:6\n.*no overlap/s);
});

test('the declaration beside a model is written when stale and left alone when not', async t => {
	const folder = appOf({
		'src/main.ts': "import fan from './fan.tflite';\nconsole.log(fan.classify.name);\n",
		...modelFiles,
	});
	const first = await buildApp(folder, {}, tools);
	t.deepEqual(first.declarations, [join(folder, 'src/fan.d.tflite.ts')]);
	t.deepEqual((await buildApp(folder, {}, tools)).declarations, []);
	writeFileSync(join(folder, 'src/fan.json'), JSON.stringify({labels: ['off', 'running'], features}));
	t.is((await buildApp(folder, {}, tools)).declarations.length, 1);
	t.regex(
		readFileSync(join(folder, 'src/fan.d.tflite.ts'), 'utf8'),
		/samples: 64;\n\trateHz: 200;\n\tlabel: 'off' \| 'running';/,
	);
});

test('labels and features must fit the tensors of the model', async t => {
	const build = (facts: object) => {
		const files = {
			'src/main.ts': "import './fan.tflite';\n",
			...modelFiles,
			'src/fan.json': JSON.stringify(facts),
		};
		return buildApp(appOf(files), {}, tools);
	};
	const labels = await t.throwsAsync(build({labels: ['off', 'on', 'odd'], features}), {code: 'MODEL_LABELS'});
	t.regex(labels.message, /expected: 2 different names/);
	const shape = await t.throwsAsync(
		build({labels: ['off', 'on'], features: {...features, edgesHz: [10, 20]}}),
		{
			code: 'MODEL_FEATURES',
		},
	);
	t.regex(shape.message, /expected: \d+ values.*received: \d+ values/s);
});

test('an app that leaves too little of the pool does not build, and the error says what takes how much', async t => {
	const greedy: BuildTools = {
		...tools,
		compileModel: plan => ({
			plan,
			arenaBytes: 500_000,
			stateBytes: 0,
			inputElements,
			outputElements: 2,
			inputType: 'int8',
			outputType: 'int8',
		}),
	};
	const main = "import fan from './fan.tflite';\nconsole.log(fan);\n";
	const error = await t.throwsAsync(buildApp(appOf({'src/main.ts': main, ...modelFiles}), {}, greedy), {
		code: 'APP_TOO_LARGE',
	});
	t.regex(error.message, /500000 {2}arena of src\/fan\.tflite/);
	t.regex(error.message, /less 20 % headroom/);
});
