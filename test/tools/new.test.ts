// `catnap new`: whole projects from the examples, and folders and names that it meets.
import {spawnSync} from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import ts from 'typescript';
import {catnapRoot} from '../../tools/build/app.ts';
import {ownPackage} from '../../tools/new/own-package.ts';
import {packageName, writeProject} from '../../tools/new/project.ts';
import {findTemplate, templateNames} from '../../tools/new/templates.ts';

const work = mkdtempSync(join(tmpdir(), 'catnap-new-'));
test.after.always(() => rmSync(work, {recursive: true, force: true}));

const write = (dir: string, template = 'motion'): void =>
	writeProject(dir, {template: findTemplate(template), board: 'thingy53', catnap: '1.2.3'});
const read = (dir: string, path: string): string => readFileSync(join(dir, path), 'utf8');

test('every example is a template with a main file, a test, a README and what it does', t => {
	t.deepEqual(templateNames(), [
		'button',
		'fan-monitor',
		'gps',
		'hello',
		'keyword',
		'microphone',
		'motion',
		'thermometer',
		'weather-station',
	]);
	for (const name of templateNames()) {
		const {does, dir} = findTemplate(name);
		t.regex(does, /^[a-z].*[^.]$/, name);
		for (const path of ['src/main.ts', `test/${name}.test.ts`, 'README.md'])
			t.true(existsSync(join(dir, path)), `${name}/${path}`);
	}
});

test('a project has the app, its test and its traces, and names the board and Catnap', t => {
	const dir = join(work, 'deep/er/My App');
	write(dir);
	t.deepEqual(readdirSync(dir).sort(), [
		'.editorconfig',
		'.gitignore',
		'.vscode',
		'README.md',
		'package.json',
		'src',
		'test',
		'traces',
		'tsconfig.json',
	]);
	const manifest = JSON.parse(read(dir, 'package.json'));
	t.is(manifest.name, 'my-app');
	t.is(manifest.scripts.build, 'catnap build . --board thingy53');
	t.deepEqual(manifest.devDependencies, {catnap: '1.2.3'});
	t.is(JSON.parse(read(dir, 'tsconfig.json')).extends, 'catnap/tsconfig.app.json');
	t.is(read(dir, 'src/main.ts'), read(findTemplate('motion').dir, 'src/main.ts'));
	t.deepEqual(readdirSync(join(work, 'deep/er')), ['My App']);
});

test('the README names what the build leaves for the board, and how it comes there', t => {
	const readmeFor = (board: string, flashedBy?: 'probe' | 'loader'): string => {
		const dir = join(work, `readme-${board}`);
		writeProject(dir, {template: findTemplate('hello'), board, flashedBy, catnap: '1.2.3'});
		return /npm run build +# (.*)/.exec(read(dir, 'README.md'))![1]!;
	};
	t.is(readmeFor('nrf5340dk', 'probe'), 'build/device.hex; npx catnap flash --board nrf5340dk writes it');
	t.is(
		readmeFor('esp32s3-devkitc', 'loader'),
		'build/device.bin; npx catnap flash --board esp32s3-devkitc writes it',
	);
	t.is(readmeFor('host'), 'build/app.catnap for host');
});

test('an empty folder is filled, and one with a file, or a file, is left as it is', t => {
	const empty = join(work, 'empty');
	mkdirSync(empty);
	write(empty);
	t.true(existsSync(join(empty, 'package.json')));
	const full = join(work, 'full');
	mkdirSync(full);
	writeFileSync(join(full, 'mine'), 'x');
	t.throws(() => write(full), {code: 'FOLDER_TAKEN'});
	t.throws(() => write(join(full, 'mine')), {code: 'FOLDER_TAKEN'});
	t.throws(() => write(join(full, 'mine/app')), {code: 'CANNOT_WRITE'});
	t.deepEqual(readdirSync(full), ['mine']);
});

test('the TypeScript of a project finds the project file of a clone that it is linked to', t => {
	const dir = join(work, 'linked');
	write(dir);
	mkdirSync(join(dir, 'node_modules'));
	symlinkSync(catnapRoot, join(dir, 'node_modules/catnap'), 'dir');
	const host = {...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {}};
	const {errors, options} = ts.getParsedCommandLineOfConfigFile(join(dir, 'tsconfig.json'), {}, host)!;
	t.deepEqual(
		errors.map(({messageText}) => messageText),
		[],
	);
	t.true(options.noUncheckedIndexedAccess);
});

test('any name of a folder gives one that npm takes', t => {
	const names = {
		'My App': 'my-app',
		'été 2': 'ete-2',
		'...': 'catnap-app',
		日本: 'catnap-app',
		catnap: 'catnap-app',
	};
	for (const [folder, name] of Object.entries(names)) t.is(packageName(folder), name);
});

test('a project names the clone, the file that the package came from, or its version', t => {
	t.is(ownPackage('/home/me/catnap', true), 'file:/home/me/catnap');
	const root = join(work, 'user/node_modules/catnap');
	mkdirSync(root, {recursive: true});
	writeFileSync(join(root, 'package.json'), '{"name": "catnap", "version": "7.8.9"}');
	t.is(ownPackage(root, false), '7.8.9');
	const lock = (resolved?: string): void =>
		writeFileSync(
			join(work, 'user/node_modules/.package-lock.json'),
			JSON.stringify({packages: {'node_modules/catnap': {resolved}}}),
		);
	lock(`file:${join('..', 'down/catnap 1.tgz')}`);
	t.is(ownPackage(root, false), `file:${join(work, 'down/catnap 1.tgz')}`);
	lock();
	t.is(ownPackage(root, false), '7.8.9');
});

test('the command says what it made and what comes next, and an existing folder is an error', t => {
	const run = (...args: string[]) =>
		spawnSync(process.execPath, [join(catnapRoot, 'tools/catnap.mjs'), 'new', ...args], {
			cwd: work,
			encoding: 'utf8',
		});
	const made = run('a b', '--template', 'button', '--no-install');
	t.is(
		made.stdout,
		'a b: an app that counts presses, and switches itself off\nNext:\n\n    cd "a b"\n    npm install\n    npm start\n',
	);
	const again = run('a b', '--no-install');
	t.is(again.status, 1);
	t.regex(again.stderr, /^error FOLDER_TAKEN: .*\n {2}at .*a b\n/);
	t.is(run('x', '--template', 'toaster').status, 2);
});
