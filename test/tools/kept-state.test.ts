// A streaming model whose JSON says that its state is retained: off between two steps changes nothing, damage begins again.

import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {type Fault, simulate} from 'catnap/testing';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {buildApp} from '../../tools/build/build.ts';
import {caseInputs, type GoldenTensor} from '../../tools/model/golden.ts';
import {appOf, removeApps} from '../apps-of.ts';
import {repository} from '../models/places.ts';

const targets = ['host', 'qemu-an505', 'esp32s3-devkitc', ...((await hasUnicorn()) ? ['nrf5340dk'] : [])];

test.after.always(removeApps);

interface Golden {
	readonly float_scale: number;
	readonly tensors: readonly (GoldenTensor & {readonly kind: string})[];
	readonly cases: readonly {
		readonly case: string;
		readonly invokes: readonly {readonly out: readonly {readonly head: readonly number[]}[]}[];
	}[];
}

const svdf = join(repository, 'test/golden/recurrent/svdf_float32');
const golden = JSON.parse(readFileSync(`${svdf}.json`, 'utf8')) as Golden;
const [seeded] = golden.cases;
const steps = caseInputs(
	seeded!.case,
	golden.tensors.filter(({kind}) => kind === 'input'),
	golden.float_scale,
).map(([bytes]) => [...new Float32Array(new Uint8Array(bytes!).buffer)]);

/** A step of the model in each life; between them off, then resets. */
const main = `import {board} from 'catnap';
import {power} from 'catnap/power';
import {Lis2dh12} from 'catnap/sensor';
import model from './model.tflite';

const steps = ${JSON.stringify(steps)};
const done = power.retain('done', {steps: 'uint8'});
model.input.set(steps[done.steps]!);
model.invoke();
console.log(power.wake.cause, [...model.output].join(' '));
done.steps++;
const imu = new Lis2dh12({io: board.i2c0, alert: board.pins.imuInt, rateHz: 100});
if (done.steps < 4) power.off({wakeOn: [imu.motion({thresholdMg: 250})]});
if (done.steps < steps.length) power.reset();
`;
const trace = `t_ms,x,y,z\n0,0,0,1000\n${[2, 6, 10]
	.map(second => `${second}000,600,0,1000\n${second}200,0,0,1000\n`)
	.join('')}`;

function appWith(json?: object, text = main, model = svdf): string {
	return appOf({
		'package.json': JSON.stringify({name: 'kept', type: 'module'}),
		'src/main.ts': text,
		'trace.csv': trace,
		'src/model.tflite': readFileSync(`${model}.tflite`),
		...(json && {'src/model.json': JSON.stringify(json)}),
	});
}

async function linesOf(
	app: string,
	target: string,
	faults: readonly Fault[] = [],
): Promise<readonly string[]> {
	const {console, violations} = await simulate({app, target, trace: 'trace.csv', for: '20s', faults});
	if (violations.length > 0) throw new Error(violations.join('\n'));
	return console;
}

const outputs = (lines: readonly string[]) => lines.map(line => line.split(' ').slice(1).map(Number));
const isNear = (got: readonly number[], wanted: readonly number[]) =>
	got.every((number, i) => Math.abs(number - wanted[i]!) < 1e-5);

for (const target of targets) {
	test.serial(
		`on ${target} steps with off and resets between them give what TensorFlow Lite gives in one go`,
		async t => {
			const lines = await linesOf(appWith({state: 'retained'}), target);
			t.is(lines.length, steps.length, lines.join('\n'));
			t.deepEqual([...new Set(lines.map(line => line.split(' ')[0]!))].sort(), ['pin', 'power-on', 'reset']);
			for (const [i, got] of outputs(lines).entries()) {
				const wanted = seeded!.invokes[i]!.out[0]!.head;
				t.true(isNear(got, wanted), `step ${i}: ${got} for ${wanted}`);
			}
		},
	);
}

test.serial('without it each start begins with fresh variables', async t => {
	const lines = await linesOf(appWith(), 'host');
	t.is(lines.length, steps.length);
	t.true(isNear(outputs(lines)[0]!, seeded!.invokes[0]!.out[0]!.head));
	t.false(isNear(outputs(lines)[1]!, seeded!.invokes[1]!.out[0]!.head));
});

test.serial('a state with a damaged byte is fresh, and kept from then on', async t => {
	const fresh = outputs(await linesOf(appWith(), 'host'));
	const kept = appWith({state: 'retained'});
	for (const byte of [0, 5, 9, 13, 16, 40]) {
		const faults: Fault[] = [{kind: 'retained', boot: 3, byte: 4096 + byte, xor: 0x20}];
		const got = outputs(await linesOf(kept, 'host', faults));
		t.true(isNear(got[1]!, seeded!.invokes[1]!.out[0]!.head));
		t.deepEqual(got[2], fresh[2], `byte ${byte}`);
		t.notDeepEqual(got[3], fresh[3]);
	}
});

test.serial('a model without variables has nothing to keep: the build says so', async t => {
	const app = appWith({state: 'retained'}, main, join(repository, 'test/golden/operators/abs_01'));
	await t.throwsAsync(buildApp(app), {code: 'MODEL_FACTS', message: /model\.json: state[\s\S]*no variables/});
	const other = appWith({state: 'kept'});
	await t.throwsAsync(buildApp(other), {code: 'MODEL_FACTS', message: /state[\s\S]*retained or fresh/});
});

test.serial('variables that do not fit retained memory are an error of the build', async t => {
	const names = Array.from({length: 12}, (_, i) => `m${i}`);
	const model = readFileSync(`${svdf}.tflite`);
	const app = appOf({
		'package.json': JSON.stringify({name: 'many', type: 'module'}),
		'src/main.ts': names.map(name => `import ${name} from './${name}.tflite';\n${name}.invoke();\n`).join(''),
		...Object.fromEntries(
			names.flatMap(name => [
				[`src/${name}.tflite`, model],
				[`src/${name}.json`, JSON.stringify({state: 'retained'})],
			]),
		),
	});
	await t.throwsAsync(buildApp(app), {
		code: 'APP_TOO_LARGE',
		message: /retained memory for variables[\s\S]*at most 3840 bytes[\s\S]*4032 bytes/,
	});
});
