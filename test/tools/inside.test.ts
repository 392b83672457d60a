// What an app takes in as data: models and JSON of its own folder, of its repository and of packages, and of nowhere else.
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {checkInside} from '../../tools/build/inside.ts';
import {loadModels} from '../../tools/build/models.ts';

const folder = mkdtempSync(join(tmpdir(), 'catnap-inside-'));
test.after.always(() => rmSync(folder, {recursive: true, force: true}));
writeFileSync(join(folder, 'secret.json'), '{"labels": ["a"]}');
writeFileSync(join(folder, 'secret.tflite'), '');

let count = 0;
function appOf(source: string, parent = folder) {
	const dir = join(parent, `app ${++count} ü`);
	mkdirSync(join(dir, 'src'), {recursive: true});
	const main = join(dir, 'src/main.ts');
	writeFileSync(main, source);
	return {dir, name: 'app', main};
}

const compiled = {
	plan: new Uint8Array(16),
	arenaBytes: 16,
	stateBytes: 0,
	inputElements: 1,
	outputElements: 1,
	inputType: 'int8',
	outputType: 'int8',
};
const load = (app: ReturnType<typeof appOf>) => loadModels(app, () => compiled);

test('a model above the folder of the app is refused, however it is named', async t => {
	const up = '..';
	for (const name of [`${up}/${up}/secret.tflite`, `./${up}/src/${up}/${up}/secret.tflite`]) {
		const app = appOf(`import m from '${name}';\n`);
		const error = await t.throwsAsync(load(app), {code: 'FILE_OUTSIDE'});
		t.true(error?.message.includes(`received: ${join(folder, 'secret.tflite')}`), error?.message);
	}
	t.false(existsSync(join(folder, 'secret.d.tflite.ts')));
});

test('a link that leads out is refused, for a model and for the facts beside it', async t => {
	const app = appOf("import m from './m.tflite';\n");
	const [model, facts] = [join(app.dir, 'src/m.tflite'), join(app.dir, 'src/m.json')];
	symlinkSync(join(folder, 'secret.tflite'), model);
	await t.throwsAsync(load(app), {code: 'FILE_OUTSIDE', message: /at src\/m\.tflite/});
	rmSync(model);
	writeFileSync(model, '');
	symlinkSync(join(folder, 'secret.json'), facts);
	await t.throwsAsync(load(app), {code: 'FILE_OUTSIDE', message: /at src\/m\.json/});
	rmSync(facts);
	t.is((await load(app)).length, 1);
});

test('JSON of the system and a link to it are refused, that of a package and of the repository are taken', t => {
	const repository = join(folder, 'repository');
	mkdirSync(join(repository, '.git'), {recursive: true});
	mkdirSync(join(folder, 'node_modules/facts'), {recursive: true});
	writeFileSync(join(folder, 'node_modules/facts/a.json'), '{}');
	writeFileSync(join(repository, 'shared.json'), '{}');
	const [alone, member] = [appOf(''), appOf('', repository)];
	symlinkSync(folder, join(member.dir, 'out'));
	for (const [app, path] of [
		[alone, '/etc/hostname'],
		[alone, join(folder, 'secret.json')],
		[alone, join(repository, 'shared.json')],
		[member, join(folder, 'secret.json')],
		[member, join(member.dir, 'out/secret.json')],
	] as const)
		t.throws(() => checkInside(app.dir, path), {code: 'FILE_OUTSIDE'}, path);
	checkInside(member.dir, join(repository, 'shared.json'));
	checkInside(member.dir, join(repository, 'absent.json'));
	checkInside(alone.dir, join(folder, 'node_modules/facts/a.json'));
});

test('a path of the system, a bare name and a URL are no models of an app', async t => {
	for (const name of ['/nowhere/m.tflite', 'm.tflite', 'file:///nowhere/m.tflite'])
		await t.throwsAsync(load(appOf(`import m from '${name}';\n`)), {code: 'NO_MODEL'}, name);
});

test('a model that a folder of the app imports by its index is found', async t => {
	const app = appOf("import './part';\n");
	mkdirSync(join(app.dir, 'src/part'));
	writeFileSync(join(app.dir, 'src/part/index.ts'), "import m from './m.tflite';\n");
	writeFileSync(join(app.dir, 'src/part/m.tflite'), '');
	t.is((await load(app)).length, 1);
});

test('a source in another coding than UTF-8 is an error that names the file', async t => {
	const app = appOf('');
	for (const text of [Buffer.from("console.log('läuft');", 'latin1'), Buffer.from('\uFEFF1;', 'utf16le')]) {
		writeFileSync(app.main, text);
		await t.throwsAsync(load(app), {code: 'BAD_SOURCE', message: /at .*main\.ts\n/});
	}
});

test('what is no model file is an error at once, and never waited for', async t => {
	const app = appOf("import m from './m.tflite';\n");
	const path = join(app.dir, 'src/m.tflite');
	await t.throwsAsync(load(app), {code: 'NO_MODEL'});
	execFileSync('mkfifo', [path]);
	await t.throwsAsync(load(app), {
		code: 'MODEL_READ',
		message: /at src\/m\.tflite\n.*\n {2}received: a pipe/,
	});
	rmSync(path);
	mkdirSync(path);
	await t.throwsAsync(load(app), {code: 'MODEL_READ', message: /received: a folder/});
});
