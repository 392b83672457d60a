// A test of test262 through the bundler that apps go through. Its TypeScript step is left out: the tests are JavaScript.
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {Plugin} from 'rollup';
import type {App} from '../../tools/build/app.ts';
import {bundleModules} from '../../tools/build/chunks.ts';
import {joinUses, languageUse} from '../../tools/build/intrinsics.ts';
import {libraryDir} from '../../tools/build/public-modules.ts';
import type {Case} from './corpus.ts';
import {imported, wrapped} from './program.ts';
import {compileAll, judge, type Problem, runSections} from './run-case.ts';

export async function runBundled(corpus: string, test: Case): Promise<Problem> {
	const bundle = await bundled(corpus, test);
	const isEarly = test.negative?.phase === 'parse' || test.negative?.phase === 'resolution';
	if (typeof bundle === 'string') return isEarly ? undefined : bundle;
	const compiled = await compileAll(bundle.modules);
	if (typeof compiled === 'string') return isEarly ? undefined : compiled;
	if (test.negative?.phase === 'parse') return 'it compiles';
	return judge(test, await runSections(compiled, bundle.intrinsics));
}

/** Its modules, with the parts of the language that they use; or why it has none. */
async function bundled(corpus: string, test: Case) {
	const main = join(corpus, 'test', test.name);
	const app: App = {dir: dirname(main), name: 'test262', main};
	try {
		const {modules} = await bundleModules(main, {app, libraryDir, plugins: [source(corpus, test)], logs: []});
		const use = joinUses(modules.map(({code}) => languageUse(code)));
		const [absent] = use.absent;
		return absent === undefined ? {modules, intrinsics: use.intrinsics} : `${absent.name}: ${absent.reason}`;
	} catch (error) {
		// rollup's own errors have a code, a pattern that Node does not take has none; the rest are mistakes of the bundler
		const {code, message} = error as {code?: string; message: string};
		if (code === undefined && !(error instanceof SyntaxError)) throw error;
		return message;
	}
}

function source(corpus: string, test: Case): Plugin {
	const main = join(corpus, 'test', test.name);
	return {
		name: 'test262',
		load(id) {
			if (!id.startsWith(join(corpus, 'test')) || !id.endsWith('.js')) return null;
			const code = readFileSync(id, 'utf8');
			return id === main ? wrapped(corpus, test, code) : imported(corpus, id, code);
		},
	};
}
