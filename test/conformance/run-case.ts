// One test of test262 on the firmware of the board `host`, in a fresh instance: whether it passed, or why not.
import {loadBoard} from '../../boards/facts/boards.ts';
import {CatnapError} from '../../lib/errors.ts';
import type {RunResult} from '../../sim/result.ts';
import {runImage} from '../../sim/run.ts';
import {loadBuildTools} from '../../tools/build/build-tools.ts';
import {ensureFirmware} from '../../tools/build/firmware.ts';
import {type ImageSection, type Intrinsic, intrinsicBits, writeImage} from '../../tools/build/image.ts';
import {bundleName, moduleNumber} from '../../tools/build/module-code.ts';
import type {Case} from './corpus.ts';
import {asScript, complete, ended, type Module, modulesOf} from './program.ts';

/** undefined: it passed; else what was seen instead. */
export type Problem = string | undefined;

/** All of them: a test may look for any. */
const intrinsics = Object.keys(intrinsicBits) as Intrinsic[];
const tools = await loadBuildTools();
const board = await loadBoard('host');
const firmware = {host: (await ensureFirmware('host')).path};

export async function runCase(corpus: string, test: Case): Promise<Problem> {
	const modules = modulesOf(corpus, test);
	const compiled = await compileAll(modules);
	if (typeof compiled === 'string') return isEarly(test) ? undefined : compiled;
	// a module that does not compile is refused here, where an engine with a parser finds it when it links
	if (compiled.length < modules.length && test.negative?.phase === 'resolution') return undefined;
	if (test.negative?.phase === 'parse') return (await isWrongScript(test)) ? undefined : 'it compiles';
	return judge(test, await runSections(compiled, intrinsics));
}

/** Whether the main module must not compile, or not link: the build finds both. */
function isEarly({negative}: Case): boolean {
	return negative?.phase === 'parse' || negative?.phase === 'resolution';
}

/** What is right in a script is right in the body of a function; what is right in a module need not be: `import`. */
async function isWrongScript({flags, source}: Case): Promise<boolean> {
	if (flags.has('module')) return false;
	return typeof (await compileAll([{name: bundleName, code: asScript(source)}])) === 'string';
}

/** Whether a run says what the test wants. */
export function judge({flags, negative}: Case, {console: lines, ended: end}: RunResult): Problem {
	const uncaught = lines.find(
		line => line.startsWith('Uncaught ') && !line.startsWith('Uncaught (in promise)'),
	);
	if (negative !== undefined) {
		return uncaught?.startsWith(`Uncaught ${negative.type}`) ? undefined : `no ${negative.type}: ${lines[0]}`;
	}
	if (end !== 'time' || uncaught !== undefined) return uncaught ?? lines.at(-1) ?? end;
	if (flags.has('raw')) return undefined;
	if (!lines.includes(ended)) return 'its last line was not reached';
	if (!flags.has('async') || lines.includes(complete)) return undefined;
	return lines.find(line => line.startsWith('Test262:AsyncTestFailure')) ?? 'it never called $DONE';
}

/** The sections of an image, or the error in a module that does not compile. */
export async function compileAll(modules: readonly Module[]): Promise<ImageSection[] | string> {
	const sections: ImageSection[] = [];
	for (const {name, code} of modules) {
		const id = moduleNumber(name);
		try {
			sections.push({
				type: id === 0 ? 'bytecode' : 'module',
				id,
				data: await tools.compileModule(code, name),
			});
		} catch (error) {
			if (!(error instanceof CatnapError) || error.code !== 'SYNTAX') throw error;
			// a fixture may be wrong on purpose: its import is
			if (id === 0) return error.message;
		}
	}
	return sections;
}

export function runSections(
	sections: readonly ImageSection[],
	used: readonly Intrinsic[],
): Promise<RunResult> {
	const {engineId} = tools;
	const image = writeImage({name: 'test262', engineId, intrinsics: used, boardId: 0, sections});
	return runImage({image, firmware, target: 'host', board, forUs: 60e6});
}
