// Runs the steps of `npm test` and sums them up.
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {CatnapError} from '../../../lib/errors.ts';
import {changeProblems, readChanges} from '../release-notes.ts';
import {runAva, tsTests} from './ava.ts';
import {cFormatProblems} from './c-format.ts';
import {cLintProblems} from './c-lint.ts';
import {cTests, runCTests} from './c-tests.ts';
import {commitStep} from './commits.ts';
import {docsProblems} from './docs.ts';
import {runExamples} from './examples.ts';
import {genProblems} from './gen.ts';
import {layerProblems} from './layers.ts';
import {lockFileProblems} from './lock-file.ts';
import {longFunctionProblems} from './long-functions.ts';
import {outsideProblems} from './outside.ts';
import {type Selection, selectSteps} from './select.ts';
import {check, type Step, type StepResult, toolCheck} from './step.ts';
import {typeProblems} from './types.ts';

const biome = join(
	dirname(createRequire(import.meta.url).resolve('@biomejs/biome/package.json')),
	'bin/biome',
);

const steps: readonly Step[] = [
	toolCheck('biome', process.execPath, [biome, 'check', '--error-on-warnings', '.']),
	check('format-c', () => cFormatProblems()),
	check('types', typeProblems),
	check('lock-file', lockFileProblems),
	commitStep,
	check('changes', async () => changeProblems(readChanges())),
	check('layers', layerProblems),
	check('outside', outsideProblems),
	check('gen', genProblems),
	check('docs', docsProblems),
	check('long-functions', longFunctionProblems),
	check('lint-c', cLintProblems),
	{name: 'c', tests: cTests, run: runCTests},
	{name: 'ts', tests: tsTests, options: ['--match'], run: runAva},
	{name: 'examples', run: runExamples},
];

/** Run the steps that `words` name, or all; returns the exit code. */
export async function main(words: readonly string[]): Promise<number> {
	let selected: readonly Selection[];
	try {
		selected = selectSteps(words, steps);
	} catch (error) {
		if (!(error instanceof CatnapError)) throw error;
		process.stderr.write(`${error.message}\n`);
		return error.exitCode;
	}
	const sum = {passed: 0, failed: 0, skipped: 0};
	for (const selection of selected) {
		const started = performance.now();
		const result = await runStep(selection);
		for (const key of ['passed', 'failed', 'skipped'] as const) sum[key] += result[key];
		report(selection.step.name, result, (performance.now() - started) / 1000);
	}
	process.stdout.write(`${countsOf(sum)}\n`);
	return sum.failed > 0 ? 1 : 0;
}

async function runStep({step, chosen}: Selection): Promise<StepResult> {
	try {
		return await step.run(chosen);
	} catch (error) {
		const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
		return {passed: 0, failed: 1, skipped: 0, details: text};
	}
}

function report(name: string, result: StepResult, seconds: number): void {
	const verdict = result.failed > 0 ? 'FAILED' : 'ok';
	process.stdout.write(
		`${verdict.padEnd(7)} ${name.padEnd(15)} ${countsOf(result).padEnd(34)} ${seconds.toFixed(1)} s\n`,
	);
	if (result.details !== '') process.stdout.write(`${result.details.replace(/^/gm, '    ')}\n`);
}

function countsOf({passed, failed, skipped}: Omit<StepResult, 'details'>): string {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
