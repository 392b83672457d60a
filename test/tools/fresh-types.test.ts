// What an editor and tsc say of an app in a fresh clone, where no build has written anything yet.
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import ts from 'typescript';
import {catnapRoot} from '../../lib/root.mjs';

const folder = mkdtempSync(join(tmpdir(), 'catnap fresh ü-'));
test.after.always(() => rmSync(folder, {recursive: true, force: true}));
const example = join(catnapRoot, 'examples/fan-monitor/src');

function errorsOf(main: string): string[] {
	const config = join(catnapRoot, 'ts-src/tsconfig.app.json');
	const {options, fileNames} = ts.parseJsonConfigFileContent(
		ts.readConfigFile(config, ts.sys.readFile).config,
		ts.sys,
		join(catnapRoot, 'ts-src'),
	);
	const program = ts.createProgram([...fileNames, main], options);
	return ts
		.getPreEmitDiagnostics(program)
		.map(({messageText}) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test('a model has types before the first build, and its own ones after it', t => {
	const main = join(folder, 'main.ts');
	const source = readFileSync(join(example, 'main.ts'), 'utf8');
	cpSync(join(example, 'fan.tflite'), join(folder, 'fan.tflite'));
	writeFileSync(main, source);
	t.deepEqual(errorsOf(main), []);
	cpSync(join(example, 'fan.d.tflite.ts'), join(folder, 'fan.d.tflite.ts'));
	writeFileSync(main, source.replace('samples: 256', 'samples: 128'));
	const [error, ...others] = errorsOf(main);
	t.regex(error!, /Window<128, 200, 3>.*ModelWindow<256, 200>/);
	t.deepEqual(others, []);
});
