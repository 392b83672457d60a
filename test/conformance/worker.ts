// A process of the conformance suite: runs each test that it is sent the name of, and answers with the problem.
import {runBundled} from './bundled.ts';
import {readCase} from './corpus.ts';
import {runCase} from './run-case.ts';

const [, , corpus = '', how] = process.argv;
const run = how === 'bundled' ? runBundled : runCase;

process.on('message', async (names: readonly string[]) => {
	const problems: [string, string | null][] = [];
	for (const name of names) problems.push([name, (await run(corpus, readCase(corpus, name))) ?? null]);
	process.send!(problems);
});
