// build/board.d.ts: with it the compiler of an app's own project knows the board of the last build.
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import ts from 'typescript';
import {catnapRoot} from '../../tools/build/app.ts';

const work = mkdtempSync(join(tmpdir(), 'catnap-board-types-'));
test.after.always(() => rmSync(work, {recursive: true, force: true}));

/** An app whose main file is `main`. */
function app(name: string, main: string): string {
	const dir = join(work, name);
	mkdirSync(join(dir, 'src'), {recursive: true});
	writeFileSync(join(dir, 'package.json'), JSON.stringify({name, type: 'module', main: 'src/main.ts'}));
	const project = {extends: join(catnapRoot, 'ts-src/tsconfig.app.json'), include: ['src']};
	writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify(project));
	writeFileSync(join(dir, 'src/main.ts'), main);
	return dir;
}

/** What the compiler says of the app's own project, of its sources. */
function mistakes(dir: string): string[] {
	const host = {...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {}};
	const {fileNames, options, errors} = ts.getParsedCommandLineOfConfigFile(
		join(dir, 'tsconfig.json'),
		{},
		host,
	)!;
	const program = ts.createProgram(fileNames, options);
	return [...errors, ...ts.getPreEmitDiagnostics(program)].map(({messageText}) =>
		ts.flattenDiagnosticMessageText(messageText, ' '),
	);
}

function build(dir: string, ...args: string[]): {status: number | null; stderr: string} {
	const program = join(catnapRoot, 'tools/catnap.mjs');
	return spawnSync(process.execPath, [program, 'build', dir, ...args], {encoding: 'utf8'});
}

const reedOff = `import {board} from 'catnap';
import {Digital} from 'catnap/pin';
import {power} from 'catnap/power';
power.off({wakeOn: [new Digital({pin: board.pins.reed}).low()]});
`;

test("a build makes the names of an app's own board.ts known to tsc and editors", t => {
	const dir = app('own', reedOff);
	const pins = "{reed: {number: 8, pull: 'up', activeLow: true}}";
	writeFileSync(join(dir, 'board.ts'), `export default {extends: 'nrf5340dk', pins: ${pins}};\n`);
	t.regex(mistakes(dir).join('\n'), /Property 'reed' does not exist/);
	const {status, stderr} = build(dir);
	t.is(status, 0, stderr);
	t.deepEqual(mistakes(dir), []);
});

test('names that only the board of the last build has are known, and --out leaves the folder of the app alone', t => {
	const dir = app('plain', "import {board} from 'catnap';\nconsole.log(board.analog.a2.name);\n");
	t.regex(mistakes(dir).join('\n'), /Property 'a2' does not exist/);
	const elsewhere = build(dir, '--board', 'nrf5340dk', '--target', 'host', '--out', join(work, 'out'));
	t.is(elsewhere.status, 0, elsewhere.stderr);
	t.false(existsSync(join(dir, 'build')));
	t.is(build(dir, '--board', 'nrf5340dk', '--target', 'host').status, 0);
	t.deepEqual(mistakes(dir), []);
});
