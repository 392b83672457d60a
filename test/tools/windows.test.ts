// Paths of Windows: modules of the command line that are loaded with its rules of paths and URLs, on a disk that is made up.

import {existsSync, readFileSync, realpathSync, writeFileSync} from 'node:fs';
import {createRequire, Module, register} from 'node:module';
import {delimiter, dirname, join} from 'node:path';
import test from 'ava';
import type {CatnapError} from '../../lib/errors.ts';
import {boardPorts, cannotOpen, isThere, portOrOnly, usbIdsOf} from '../../lib/serial-ports.ts';
import {isInstalled} from '../../tools/flash/spawn.ts';
import {makeFolder, makeFolderOf, native, removeAll} from './windows/disk.mjs';

register(new URL('./windows/hooks.mjs', import.meta.url));

const load = <Exports>(path: string): Promise<Exports> => import(`../../${path}?win32`) as Promise<Exports>;
const {shortenPath, createSymbolicator} = await load<typeof import('../../tools/build/symbolicate.ts')>(
	'tools/build/symbolicate.ts',
);
const {isOutside, checkInside} =
	await load<typeof import('../../tools/build/inside.ts')>('tools/build/inside.ts');
const {createSurvey} = await load<typeof import('../../tools/build/survey.ts')>('tools/build/survey.ts');
const {packageOf, shown} = await load<typeof import('../../tools/build/npm-packages.ts')>(
	'tools/build/npm-packages.ts',
);
const {BuildCache} = await load<typeof import('../../tools/build/build-cache.ts')>(
	'tools/build/build-cache.ts',
);
const {findApp} = await load<typeof import('../../tools/build/app.ts')>('tools/build/app.ts');
const {ownPackage} = await load<typeof import('../../tools/new/own-package.ts')>('tools/new/own-package.ts');
const {writeProject} = await load<typeof import('../../tools/new/project.ts')>('tools/new/project.ts');
const {findTemplate} = await load<typeof import('../../tools/new/templates.ts')>('tools/new/templates.ts');
const {readRecordings} = await load<typeof import('../../tools/model/data/samples.ts')>(
	'tools/model/data/samples.ts',
);
const {readInputs} = await load<typeof import('../../tools/run-app.ts')>('tools/run-app.ts');
const {cacheFolder} = await load<typeof import('../../lib/cache.mjs')>('lib/cache.mjs');
const {findScenario} =
	await load<typeof import('../../tools/scenario/prepare.ts')>('tools/scenario/prepare.ts');

process.env.CATNAP_CACHE = 'C:\\Users\\Ann Lee\\cache';
test.after.always(removeAll);

function write(path: string, text: string): string {
	makeFolderOf(path);
	writeFileSync(native(path), text, {mode: 0o755});
	return path;
}

const home = 'C:\\Users\\Ann Lee';

/** While it runs the system calls itself Windows. */
async function onWindows<Result>(work: () => Result | Promise<Result>): Promise<Result> {
	const before = Object.getOwnPropertyDescriptor(process, 'platform')!;
	Object.defineProperty(process, 'platform', {...before, value: 'win32'});
	try {
		return await work();
	} finally {
		Object.defineProperty(process, 'platform', before);
	}
}

test.serial(
	'places in stacks are those of the app, of Catnap and of packages, on any drive and on the network',
	t => {
		const library = 'C:\\p\\node_modules\\catnap\\ts-src';
		const short = (path: string, app = `${home}\\my app`) => shortenPath(path, app, library);
		t.is(short(`${home}\\my app\\src\\main.ts`), 'src/main.ts');
		t.is(short('c:/users/ann lee/my app/src/main.ts'), 'src/main.ts');
		t.is(short(`${library}\\model.ts`), 'catnap/model.ts');
		t.is(short('D:\\p\\node_modules\\@scope\\ms\\index.js'), '@scope/ms/index.js');
		t.is(short('D:\\elsewhere\\a.ts'), 'D:\\elsewhere\\a.ts');
		t.is(short('\\\\server\\share\\app\\src\\main.ts', '\\\\server\\share\\app'), 'src/main.ts');
	},
);

test.serial('a stack is symbolised by a map whose sources lie on a drive', t => {
	const source = `${home}\\my app\\src\\main.ts`;
	const map = {version: 3, file: 'app.js', sources: [source], names: [], mappings: 'AAAA;AACA'};
	const {text} = createSymbolicator(JSON.stringify(map), `${home}\\my app`, 'C:\\catnap\\ts-src');
	t.is(text('at app.js:2:1'), 'at src/main.ts:2:1');
});

test.serial(
	'another drive and another share are outside a folder, its own are not, whatever their case',
	t => {
		t.false(isOutside(home, `${home}\\app\\src`));
		t.false(isOutside('C:\\Work', 'c:\\work\\x.ts'));
		t.true(isOutside(home, 'D:\\Users\\Ann Lee\\x.ts'));
		t.true(isOutside('\\\\server\\a', '\\\\server\\b\\x.ts'));
		t.false(isOutside('\\\\server\\a\\b', '\\\\server\\a\\b\\c'));
		makeFolder(`${home}\\inside\\.git`);
		makeFolder(`${home}\\inside\\app`);
		t.notThrows(() => checkInside(`${home}\\inside\\app`, write(`${home}\\inside\\data.json`, '1')));
		t.throws<CatnapError>(() => checkInside(`${home}\\inside\\app`, write('D:\\data.json', '1')), {
			code: 'FILE_OUTSIDE',
		});
	},
);

test.serial('modules of the app, of the library and of packages are told apart by backslashes, too', t => {
	const survey = createSurvey('C:\\app\\src\\main.ts', 'C:\\app\\node_modules\\catnap\\ts-src');
	const see = (id: string): void => {
		const parsed = survey.plugin.moduleParsed as unknown as (about: object) => void;
		parsed({id, ast: {type: 'Program', body: []}, dynamicallyImportedIds: []});
	};
	see('C:\\app\\src\\main.ts');
	see('C:\\app\\node_modules\\ms\\index.js');
	see('C:\\app\\node_modules\\catnap\\ts-src\\model.ts');
	t.deepEqual(survey.modules(), ['C:\\app\\src\\main.ts']);
	t.is(packageOf('C:\\app\\node_modules\\@scope\\ms\\index.js'), '@scope/ms');
	const app = {dir: 'C:\\app', name: 'app', main: 'C:\\app\\src\\main.ts'};
	t.is(shown('C:\\app\\node_modules\\ms\\dist\\index.js', app), 'ms/dist/index.js');
});

test.serial('a build is kept by the place of its app and by what was read on other drives', async t => {
	const dir = `${home}\\kept app`;
	const main = write(`${dir}\\src\\main.ts`, 'one');
	const other = write('D:\\shared\\model.json', '1');
	const app = await findApp(dir);
	t.is(app.main, main);
	t.is(app.name, 'kept app');
	new BuildCache<string>(app, 'host').keep('image', [main, other]);
	t.true(existsSync(native(`${cacheFolder()}\\builds`)));
	const find = (name: string) => new BuildCache<string>({...app, dir: name}, 'host').find();
	t.is(find(dir), 'image');
	t.is(find('D:\\kept app'), undefined);
	write('D:\\shared\\model.json', '2');
	t.is(find(dir), undefined);
	write('D:\\shared\\model.json', '1');
	write(`${dir}\\test\\a.test.ts`, 'not read');
	t.is(find(dir), 'image');
	write(main, 'two');
	t.is(find(dir), undefined);
});

test.serial('a project is made on a drive and on the network, and never over another one', t => {
	makeFolder('\\\\server\\share');
	const options = {template: findTemplate('button'), board: 'nrf5340dk', catnap: '1.0.0'};
	for (const dir of [`${home}\\My App`, '\\\\server\\share\\My App']) {
		writeProject(dir, options);
		t.is(JSON.parse(readFileSync(native(`${dir}\\package.json`), 'utf8')).name, 'my-app');
		t.true(existsSync(native(`${dir}\\src\\main.ts`)));
		t.throws<CatnapError>(() => writeProject(dir, options), {code: 'FOLDER_TAKEN'});
	}
});

/** npm's own reader of what package.json says, as it reads on Windows. */
function npmReads(spec: string): string {
	const npm = (process.env.PATH ?? '').split(delimiter).find(folder => existsSync(join(folder, 'npm')))!;
	const file = join(
		dirname(dirname(realpathSync(join(npm, 'npm')))),
		'node_modules/npm-package-arg/lib/npa.js',
	);
	const loader = Module as unknown as {_load(name: string, ...rest: unknown[]): unknown};
	const before = loader._load;
	loader._load = (name, ...rest) => before(/^(node:)?path$/.test(name) ? 'node:path/win32' : name, ...rest);
	try {
		const require = createRequire(file);
		delete require.cache[file];
		return require(file).resolve('catnap', spec, 'C:\\project').fetchSpec;
	} finally {
		loader._load = before;
	}
}

test.serial('npm finds Catnap again from what a project says: drive letters, spaces, a share', async t => {
	for (const root of [`${home}\\cat nap`, 'D:\\catnap', '\\\\server\\share\\cat nap'])
		t.is(await onWindows(() => npmReads(ownPackage(root, true))), root);
	const root = `${home}\\user\\node_modules\\catnap`;
	write(`${root}\\package.json`, '{"name": "catnap", "version": "7.8.9"}');
	write(
		`${home}\\user\\node_modules\\.package-lock.json`,
		JSON.stringify({
			packages: {'node_modules/catnap': {resolved: `file:${['..', 'down', 'catnap 1.tgz'].join('/')}`}},
		}),
	);
	t.is(ownPackage(root, false), `file:${home.replaceAll('\\', '/')}/down/catnap 1.tgz`);
});

test.serial("a recording's class is its folder, and traces are found in the app's folder", async t => {
	write('E:\\recordings\\on\\a.csv', 'x\n1\n2\n');
	t.deepEqual(
		readRecordings('E:\\recordings').map(({name, label}) => [name, label]),
		[['on/a.csv', 'on']],
	);
	const trace = write(`${home}\\traced\\traces\\demo.csv`, 't_ms,x,y,z\n0,0,0,1000\n10,0,0,1000\n');
	t.is(readInputs(`${home}\\traced`).tracePath, trace);
	t.is(readInputs('D:\\', {trace}).tracePath, trace);
	write(`${home}\\traced\\scenario.yaml`, 'for: 1s\n');
	t.is((await findScenario(`${home}\\traced`, undefined))?.path, `${home}\\traced\\scenario.yaml`);
});

test.serial('a port of Windows has no file, and is what its driver lists and says', async t => {
	t.true(isThere('COM3') && isThere('\\\\.\\COM12') && isThere('com7'));
	t.false(isThere('/dev/ttyACM99'));
	const list = async () => [
		{path: 'COM1'},
		{path: 'COM3', vendorId: '1366'},
		{path: 'COM4', vendorId: '8086'},
	];
	t.is(await onWindows(() => portOrOnly(undefined, list)), 'COM3');
	t.is(await onWindows(() => portOrOnly('COM9', list)), 'COM9');
	t.deepEqual(await onWindows(() => boardPorts(list)), ['COM3'], 'as doctor lists them');
	await t.throwsAsync(
		onWindows(() => portOrOnly(undefined, async () => [])),
		{code: 'NO_PORT', message: /COM\*/},
	);
	t.is(cannotOpen('COM3', new Error('Opening COM3: Access denied')).code, 'PORT_BUSY');
	t.is(cannotOpen('COM3', new Error('Opening COM3: File not found')).code, 'NO_PORT');
});

test.serial('a port is known on USB by its ids, whatever a system names it', async t => {
	const list = async () => [
		{path: 'COM3', vendorId: '303A', productId: '1001'},
		{path: '/dev/tty.usbmodem14101', vendorId: '303a', productId: '1001'},
		{path: '/dev/ttyS0'},
	];
	const ownUsb = {usbVendorId: 0x303a, usbProductId: 0x1001};
	t.deepEqual(await usbIdsOf('com3', list), ownUsb);
	t.deepEqual(await usbIdsOf('/dev/cu.usbmodem14101', list), ownUsb);
	for (const path of ['/dev/ttyS0', '/dev/ttyUSB9']) t.is(await usbIdsOf(path, list), undefined);
	const noUdev = async () => Promise.reject(new Error('spawn udevadm ENOENT'));
	t.is(await usbIdsOf('/dev/ttyACM0', noUdev), undefined);
});

test.serial('a program of Windows is found by its ending', async t => {
	const path = write('C:\\tools\\nrfjprog.exe', '');
	const env = {PATH: dirname(native(path))};
	t.true(await onWindows(() => isInstalled('nrfjprog', env)));
	t.false(await onWindows(() => isInstalled('pyocd', env)));
	t.false(isInstalled('nrfjprog', env));
});
