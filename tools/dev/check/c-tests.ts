// C unit tests: each test/c/<noun>_test.c is a program that prints TAP, linked natively with the portable core, the
// board of test/c/board and ASan and UBSan.
import {cFiles} from './files.ts';
import {coreSources, nativeProgram} from './native-build.ts';
import {type Chosen, runTool, type StepResult} from './step.ts';
import {countTap} from './tap.ts';

export function cTests(): string[] {
	return cFiles(/^test\/c\/[^/]+_test\.c$/);
}

export async function runCTests({files}: Chosen): Promise<StepResult> {
	const tests = files.length > 0 ? files : cTests();
	const helpers = cFiles(/^test\/c\/board\/.*\.c$/);
	const sum = {passed: 0, failed: 0, skipped: 0};
	const details: string[] = [];
	for (const test of tests) {
		const result = await runCTest(test, [...helpers, ...coreSources()]);
		for (const key of ['passed', 'failed', 'skipped'] as const) sum[key] += result[key];
		if (result.details !== '') details.push(result.details);
	}
	return {...sum, details: details.join('\n')};
}

async function runCTest(test: string, sources: readonly string[]): Promise<StepResult> {
	let program: string;
	try {
		program = await nativeProgram([test, ...sources]);
	} catch (error) {
		return {passed: 0, failed: 1, skipped: 0, details: (error as Error).message};
	}
	const {status, output} = await runTool(program, [], {ASAN_OPTIONS: 'detect_leaks=1:abort_on_error=0'});
	const counts = countTap(output);
	const broken = counts.broken ?? (status !== 0 && counts.failed === 0 ? `exit code ${status}` : undefined);
	const failed = counts.failed + (broken === undefined ? 0 : 1);
	const details = failed === 0 ? '' : `${test}: ${broken ?? `${counts.failed} failed`}\n${output.trimEnd()}`;
	return {passed: counts.passed, failed, skipped: counts.skipped, details};
}
