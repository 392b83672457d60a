// A test of test262 as the modules that an image holds: the harness and the test are one, its fixtures are others.
import {existsSync, readFileSync} from 'node:fs';
import {dirname, extname, join, relative} from 'node:path';
import {bundleName, moduleName} from '../../tools/build/module-code.ts';
import {type Case, readCase} from './corpus.ts';

export interface Module {
	readonly name: string;
	readonly code: string;
}

/** What a test says when its last line has run, and an async one when it is content. */
export const ended = 'Test262:End';
export const complete = 'Test262:AsyncTestComplete';

const host = `import {write as __write} from 'catnap:console';
const __text = String;
globalThis.print = text => __write('log', __text(text));
globalThis.$262 = {global: globalThis, gc() { throw new Error('no collector'); }};
`;

/** A file that a test imports, as what. */
interface Fixture {
	readonly path: string;
	readonly type: keyof typeof codeOf;
}

/** The code of a module that such a file is; what is no JSON does not compile, as in the bundler. */
const codeOf = {
	js: (text: string) => text,
	json: (text: string) =>
		isJson(text) ? `export default JSON.parse(${JSON.stringify(text)});` : 'export default ;',
	text: (text: string) => `export default ${JSON.stringify(text)};`,
};

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

/** The main module first. */
export function modulesOf(corpus: string, test: Case): Module[] {
	const path = join(corpus, 'test', test.name);
	const fixtures: Fixture[] = [{path, type: 'js'}];
	const main = rewritten(test.source, path, fixtures);
	const modules = [{name: bundleName, code: wrapped(corpus, test, main)}];
	for (let index = 1; index < fixtures.length; index++) {
		const {path: file, type} = fixtures[index]!;
		const text = readFileSync(file, 'utf8');
		const code = type === 'js' ? rewritten(text, file, fixtures) : text;
		modules.push({name: moduleName(index), code: codeOf[type](imported(corpus, file, code))});
	}
	return modules;
}

/** The code of a file that a test imports: one that is itself a test has the harness too, and does not say the end. */
export function imported(corpus: string, file: string, code: string): string {
	const isTest = file.endsWith('.js') && !file.includes('_FIXTURE');
	return isTest ? wrapped(corpus, readCase(corpus, relative(join(corpus, 'test'), file)), code, false) : code;
}

/** The code of the test `test` with the harness before it; it says when it has come to its end. */
export function wrapped(
	corpus: string,
	{flags, includes, negative}: Case,
	code: string,
	saysEnd = true,
): string {
	if (flags.has('raw')) return code;
	const handle = flags.has('async') ? ['doneprintHandle.js'] : [];
	const files = ['assert.js', 'sta.js', ...handle, ...includes];
	const harness = files.map(file => harnessFile(corpus, file));
	// the harness looks for it among the globals
	if (flags.has('async')) harness.push('globalThis.$DONE = $DONE;');
	const body = flags.has('module') || negative !== undefined ? code : asScript(code);
	const end = negative === undefined && saysEnd ? `\n;print('${ended}');` : '';
	return `${host}${harness.join('\n')}\n${body}${end}`;
}

/** One of them asks for a parser only to find the global object. */
function harnessFile(corpus: string, file: string): string {
	return readFileSync(join(corpus, 'harness', file), 'utf8').replace(
		'Function("return this;")()',
		'globalThis',
	);
}

/** What a script has and a module has not: `this` is the global object, a function may have the name of a variable. */
export function asScript(code: string): string {
	return `(function () { ${code}\n}).call(globalThis);`;
}

/** A text that names a file, and the type that an attribute after it may ask for, of `import` or of `import()`. */
const named = /(['"])(\.\.?\/[^'"\n]*)\1((?:\s*with|\s*,\s*\{\s*with\s*:)\s*\{\s*type\s*:\s*(['"])(\w+)\4)?/g;

/** Texts that name another file of the corpus name its module instead; the file is added to `fixtures`. */
function rewritten(source: string, path: string, fixtures: Fixture[]): string {
	return source.replace(
		named,
		(whole, quote: string, specifier: string, rest = '', _quote = '', asked = '') => {
			const file = join(dirname(path), specifier);
			const type = asked === '' ? extname(file).slice(1) : asked;
			if (!isType(type) || !existsSync(file)) return whole;
			let index = fixtures.findIndex(one => one.path === file && one.type === type);
			if (index < 0) index = fixtures.push({path: file, type}) - 1;
			return `${quote}./${index === 0 ? bundleName : moduleName(index)}${quote}${rest}`;
		},
	);
}

function isType(type: string): type is keyof typeof codeOf {
	return Object.hasOwn(codeOf, type);
}
