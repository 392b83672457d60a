// The reference: every code has its line and help, every public name its words, every example compiles.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import ts from 'typescript';
import {errors} from '../../bindings/schema.ts';
import {errorTable} from '../../lib/error-table.mjs';
import {catnapRoot} from '../../lib/root.mjs';
import {errorKinds, helpOf} from '../../tools/dev/gen/error-kinds.ts';

const table: Readonly<Record<string, {readonly exit: number; readonly todo?: string}>> = errorTable;
const read = (path: string): string => readFileSync(join(catnapRoot, path), 'utf8');

test('every code is of one kind', t => {
	const listed = errorKinds.flatMap(({codes}) => codes);
	t.deepEqual([...listed].sort(), Object.keys(table).sort());
});

test('every code says what helps: in the table, or beside it where only the thrower knows more', t => {
	for (const [code, {todo}] of Object.entries(table))
		t.truthy(todo ?? (helpOf as Readonly<Record<string, string>>)[code], code);
});

test('a page of each kind of errors has a line with help for every code, those of the chip too', t => {
	const pages = readdirSync(join(catnapRoot, 'docs/errors')).map(name => read(`docs/errors/${name}`));
	t.is(pages.length, errorKinds.length + 1);
	const page = pages.join('\n');
	const index = read('docs/errors.md');
	for (const code of [...Object.keys(table), ...Object.keys(errors)])
		t.regex(page, new RegExp(`^\\| \`${code}\` \\|.* \\| [^ |].* \\|$`, 'm'), code);
	for (const code of Object.keys({...table, ...errors})) t.true(index.includes(`\`${code}\``), code);
	t.notRegex(page, /undefined/);
});

/** Sections of the reference's pages: the name of an export, and what is said of it behind its head. */
function* sections(): Generator<readonly [page: string, name: string, body: string]> {
	const pages = readdirSync(join(catnapRoot, 'docs/reference')).filter(name => name !== 'README.md');
	for (const page of pages)
		for (const section of read(`docs/reference/${page}`).split(/^## /m).slice(1)) {
			const [, name, body] = /^(.*?)\n\n```text\n.*?\n```\n\n(.*)$/s.exec(section)!;
			yield [page, name!, body!];
		}
}

test('every public name is explained: an options object by its members, all else by a sentence', t => {
	const silent = [...sections()].flatMap(([page, name, body]) => {
		const members = [...body.matchAll(/^- `(.*)`$/gm)];
		const isSaid = !/^(- `|<sub>)/.test(body) || members.length > 0;
		const without = [...body.matchAll(/^- `(.*)`$(?!\n {2}\S)/gm)].map(
			([, head]) => `${page}: ${name}, ${head}`,
		);
		return [...(isSaid ? [] : [`${page}: ${name}`]), ...without];
	});
	t.deepEqual(silent, []);
});

interface Example {
	readonly where: string;
	readonly code: string;
}

const documents = [
	'README.md',
	...readdirSync(join(catnapRoot, 'docs'), {recursive: true, encoding: 'utf8'}).map(name => `docs/${name}`),
];
const examples: readonly Example[] = documents
	.filter(path => path.endsWith('.md'))
	.flatMap(path => {
		const text = read(path);
		return [...text.matchAll(/```ts\n(.*?)```/gs)].map(({1: code, index}) => ({
			where: `${path}:${text.slice(0, index).split('\n').length}`,
			code: code!,
		}));
	});

/** What the build writes beside a model of the fan's shape that has an anomaly score. */
const pumpTypes = read('examples/fan-monitor/src/fan.d.tflite.ts').replace(
	/output: [^;}]*;?/,
	found => `${found.replace(/;?$/, ';')} anomaly: true;`,
);

/** Of code that lies in the folder of an app with a model; nothing is written. */
function problemsOf(
	all: readonly Example[],
	types: readonly string[],
	paths: Record<string, string[]>,
): string[] {
	const project = join(catnapRoot, 'ts-src/tsconfig.app.json');
	const {options, fileNames} = ts.parseJsonConfigFileContent(
		ts.readConfigFile(project, ts.sys.readFile).config,
		ts.sys,
		join(catnapRoot, 'ts-src'),
	);
	const folder = join(catnapRoot, 'examples/fan-monitor/src');
	const files = new Map(all.map((example, index) => [join(folder, `example-${index}.ts`), example]));
	const settings = {
		...options,
		types: [...types],
		typeRoots: [join(catnapRoot, 'node_modules/@types')],
		paths: {...options.paths, ...paths},
	};
	files.set(join(folder, 'pump.d.tflite.ts'), {where: 'the model pump', code: pumpTypes});
	const host = ts.createCompilerHost(settings);
	const {readFile, fileExists} = host;
	host.readFile = path => files.get(path)?.code ?? readFile(path);
	host.fileExists = path => files.has(path) || fileExists(path);
	const program = ts.createProgram(
		[...(types.length === 0 ? fileNames : []), ...files.keys()],
		settings,
		host,
	);
	return [...files].flatMap(([path, {where}]) => {
		const file = program.getSourceFile(path)!;
		const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
		return found.map(({messageText}) => `${where} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
	});
}

const isForPc = ({code}: Example): boolean => /'(ava|catnap\/(testing|board|tools))'/.test(code);

test('every example of the documents compiles: code of apps', t => {
	const apps = examples.filter(example => !isForPc(example));
	t.true(apps.length >= 3);
	t.deepEqual(problemsOf(apps, [], {}), []);
	const broken = {where: 'here', code: "import {power} from 'catnap/power';\npower.sleep();\n"};
	t.regex(problemsOf([broken], [], {})[0]!, /^here Property 'sleep' does not exist/);
});

test('every example of the documents compiles: tests, scenarios and boards', t => {
	const others = examples.filter(isForPc);
	t.true(others.length >= 4);
	const paths = {
		'catnap/testing': [join(catnapRoot, 'tools/testing/index.ts')],
		'catnap/tools': [join(catnapRoot, 'tools/public.ts')],
		'catnap/board': [join(catnapRoot, 'boards/facts/own-board.ts')],
	};
	t.deepEqual(problemsOf(others, ['node'], paths), []);
});
