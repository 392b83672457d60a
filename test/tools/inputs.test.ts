// What the sensors of a run feel: found in the app's folder first, read before anything is built.
import {copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import test from 'ava';
import {Sound} from '../../sim/world/sound.ts';
import {describeInputs, readInputs} from '../../tools/run-app.ts';

const folder = mkdtempSync(join(tmpdir(), 'catnap-inputs-'));
test.after.always(() => rmSync(folder, {recursive: true, force: true}));

function appWith(traces: Readonly<Record<string, number>>): string {
	const app = mkdtempSync(join(folder, 'app-'));
	mkdirSync(join(app, 'traces'));
	for (const [name, z] of Object.entries(traces))
		writeFileSync(join(app, name), `t_ms,x,y,z\n0,0,0,${z}\n10,0,0,${z}\n`);
	return app;
}

test('without a name the trace is traces/demo.csv of the app, where it has one', t => {
	const app = appWith({'traces/demo.csv': 900});
	const {trace, tracePath} = readInputs(app);
	t.is(trace?.mg[2], 900);
	t.is(tracePath, join(app, 'traces/demo.csv'));
	t.deepEqual(readInputs(appWith({})), {});
});

test("a named file of the app's folder wins over one of the current folder", t => {
	const app = appWith({'package.json': 901});
	t.is(readInputs(app, {trace: 'package.json'}).trace?.mg[2], 901);
	const elsewhere = join(folder, 'elsewhere.csv');
	copyFileSync(join(app, 'package.json'), elsewhere);
	const name = relative(process.cwd(), elsewhere);
	t.is(readInputs(app, {trace: name}).tracePath, elsewhere);
	t.throws(() => readInputs(app, {trace: 'nowhere.csv'}), {code: 'TRACE_MISSING'});
	t.throws(() => readInputs(app, {sound: 'nowhere.wav'}), {code: 'SOUND_MISSING'});
});

test('a person reads the files, or that there are none', t => {
	const trace = join(process.cwd(), 'a.csv');
	t.is(describeInputs({}), 'sensors: lying still');
	t.is(describeInputs({tracePath: trace}), 'sensors: a.csv');
	t.is(describeInputs({tracePath: trace, soundPath: join(process.cwd(), 'b.wav')}), 'sensors: a.csv, b.wav');
	const sound = Sound.of(() => 0, 16_000, 1);
	t.is(describeInputs(readInputs(appWith({}), {sound})), 'sensors: lying still');
});
