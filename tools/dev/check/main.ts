// Runs the steps of `npm test` and sums them up.
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {runAva} from './ava.ts';
import {cFormatProblems} from './c-format.ts';
import {cLintProblems} from './c-lint.ts';
import {runCTests} from './c-tests.ts';
import {docsProblems} from './docs.ts';
import {runExamples} from './examples.ts';
import {genProblems} from './gen.ts';
import {layerProblems} from './layers.ts';
import {lockFileProblems} from './lock-file.ts';
import {longFunctionProblems} from './long-functions.ts';
import {outsideProblems} from './outside.ts';
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
	check('layers', layerProblems),
	check('outside', outsideProblems),
	check('gen', genProblems),
	check('docs', docsProblems),
	check('long-functions', longFunctionProblems),
	check('lint-c', cLintProblems),
	{name: 'c', run: runCTests},
	{name: 'ts', run: () => runAva()},
	{name: 'examples', run: runExamples},
];

/** Run the steps named, or all; returns the exit code. */
export async function main(names: readonly string[]): Promise<number> {
	const unknown = names.filter(name => !steps.some(step => step.name === name));
	if (unknown.length > 0) {
		process.stderr.write(
			`error NO_STEP: no step ${unknown.join(', ')}\n  expected: ${steps.map(({name}) => name).join(', ')}\n`,
		);
		return 2;
	}
	const sum = {passed: 0, failed: 0, skipped: 0};
	for (const step of steps) {
		if (names.length > 0 && !names.includes(step.name)) continue;
		const started = performance.now();
		const result = await runStep(step);
		for (const key of ['passed', 'failed', 'skipped'] as const) sum[key] += result[key];
		report(step.name, result, (performance.now() - started) / 1000);
	}
	process.stdout.write(`${countsOf(sum)}\n`);
	return sum.failed > 0 ? 1 : 0;
}

async function runStep(step: Step): Promise<StepResult> {
	try {
		return await step.run();
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
