// The TypeScript tests: ava with its TAP report, counted.
import {avaProgram} from '../../app-test/ava.ts';
import {runTool, type StepResult} from './step.ts';
import {countTap} from './tap.ts';

export async function runAva(args: readonly string[] = []): Promise<StepResult> {
	const {status, output} = await runTool(process.execPath, [avaProgram(), '--tap', ...args]);
	const counts = countTap(output);
	const broken =
		counts.broken ?? (status !== 0 && counts.failed === 0 ? `ava exited with ${status}` : undefined);
	const failed = counts.failed + (broken === undefined ? 0 : 1);
	return {...counts, failed, details: failed === 0 ? '' : failuresOf(output, broken)};
}

/** The blocks of what failed, with ava's differences; everything when the run broke. */
function failuresOf(report: string, broken: string | undefined): string {
	if (broken !== undefined) return `${broken}\n${report.split('\n').slice(-60).join('\n')}`;
	const blocks = report.split(/^(?=(?:not )?ok )/m);
	return blocks
		.filter(block => block.startsWith('not ok'))
		.join('')
		.trimEnd();
}
