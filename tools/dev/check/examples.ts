// The tests of the examples, run as their users would run them, on every target that a PC has.
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {loadBoards} from '../../../boards/facts/boards.ts';
import {hasUnicorn} from '../../../sim/nrf5340/unicorn.ts';
import {catnapRoot} from '../../build/app.ts';
import {runTool, type StepResult} from './step.ts';
import {countTap} from './tap.ts';

/** One example runs wherever apps can run; the others, which `catnap new` copies, where a newcomer runs them. */
function isRunOn(folder: string, target: string): boolean {
	return folder === 'examples/fan-monitor' || target === 'host' || target === 'nrf5340dk';
}

export async function runExamples(): Promise<StepResult> {
	const folders = readdirSync(join(catnapRoot, 'examples')).map(name => `examples/${name}`);
	const sum = {passed: 0, failed: 0, skipped: 0};
	const boards = (await loadBoards()).filter(({simulator}) => simulator !== undefined);
	const hasModel = await hasUnicorn();
	const details: string[] = [];
	for (const folder of folders.filter(path => existsSync(join(catnapRoot, path, 'test')))) {
		for (const {name: target, simulator} of boards.filter(({name}) => isRunOn(folder, name))) {
			if (simulator === 'nrf5340' && !hasModel) {
				sum.skipped++;
				continue;
			}
			const {status, output} = await runTool(process.execPath, [
				'tools/catnap.mjs',
				'test',
				folder,
				'--tap',
				'--target',
				target,
			]);
			const {passed, failed, skipped, broken} = countTap(output);
			const extra = broken !== undefined || (status !== 0 && failed === 0) ? 1 : 0;
			sum.passed += passed;
			sum.failed += failed + extra;
			sum.skipped += skipped;
			if (failed + extra > 0) details.push(`${folder} on ${target}: ${broken ?? ''}\n${output.trimEnd()}`);
		}
	}
	return {...sum, details: details.join('\n')};
}
