// A test of test262 as the modules that an image holds: the harness and the test are one, its fixtures are others.
import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {bundleName, moduleName} from '../../tools/build/module-code.ts';
import type {Case} from './corpus.ts';

export interface Module {
	readonly name: string;
	readonly code: string;
}

/** What a test says when its last line has run, and an async one when it is content. */
export const ended = 'Test262:End';
export const complete = 'Test262:AsyncTestComplete';

const host = `import {write as __write} from 'catnap:console';
globalThis.print = text => __write('log', String(text));
globalThis.$262 = {global: globalThis, gc() { throw new Error('no collector'); }};
`;

/** The main module first. */
export function modulesOf(corpus: string, test: Case): Module[] {
	const path = join(corpus, 'test', test.name);
	const fixtures = [path];
	const main = rewritten(test.source, path, fixtures);
	const modules = [{name: bundleName, code: wrapped(corpus, test, main)}];
	for (let index = 1; index < fixtures.length; index++) {
		const code = rewritten(readFileSync(fixtures[index]!, 'utf8'), fixtures[index]!, fixtures);
		modules.push({name: moduleName(index), code});
	}
	return modules;
}

/** The code of the test `test` with the harness before it. */
export function wrapped(corpus: string, {flags, includes, negative}: Case, code: string): string {
	if (flags.has('raw')) return code;
	const handle = flags.has('async') ? ['doneprintHandle.js'] : [];
	const files = ['assert.js', 'sta.js', ...handle, ...includes];
	const harness = files.map(file => harnessFile(corpus, file));
	// the harness looks for it among the globals
	if (flags.has('async')) harness.push('globalThis.$DONE = $DONE;');
	const body = flags.has('module') || negative !== undefined ? code : asScript(code);
	const end = negative === undefined ? `\n;print('${ended}');` : '';
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
function asScript(code: string): string {
	return `(function () { ${code}\n}).call(globalThis);`;
}

/** Texts that name another file of the corpus name its module instead; the file is added to `fixtures`. */
function rewritten(source: string, path: string, fixtures: string[]): string {
	return source.replace(/(['"])(\.\.?\/[^'"\n]*)\1/g, (whole, quote: string, specifier: string) => {
		const file = join(dirname(path), specifier);
		if (!/\.js$/.test(file) || !existsSync(file)) return whole;
		if (!fixtures.includes(file)) fixtures.push(file);
		const index = fixtures.indexOf(file);
		return `${quote}./${index === 0 ? bundleName : moduleName(index)}${quote}`;
	});
}
