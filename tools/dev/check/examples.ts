// The tests of the examples, run as their users would run them, on every target that a PC has.
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {loadBoards} from '../../../boards/facts/boards.ts';
import type {BoardFacts} from '../../../boards/facts/schema.ts';
import {hasUnicorn} from '../../../sim/nrf5340/unicorn.ts';
import {catnapRoot} from '../../build/app.ts';
import {runTool, type StepResult} from './step.ts';
import {countTap} from './tap.ts';

/**
 * The first example runs wherever apps can run, that of sound where there is a microphone; the others, which `catnap new`
 * copies, where a newcomer runs them.
 */
function isRunOn(folder: string, {name, microphone}: BoardFacts): boolean {
	if (folder === 'examples/fan-monitor') return true;
	if (folder === 'examples/keyword') return microphone !== undefined;
	return name === 'host' || name === 'nrf5340dk';
}

/** As many as the machine of the tests has cores. */
const atOnce = 2;

export async function runExamples(): Promise<StepResult> {
	const folders = readdirSync(join(catnapRoot, 'examples')).map(name => `examples/${name}`);
	const boards = (await loadBoards()).filter(({simulator}) => simulator !== undefined);
	const hasModel = await hasUnicorn();
	const runs = folders
		.filter(path => existsSync(join(catnapRoot, path, 'test')))
		.flatMap(folder => boards.filter(board => isRunOn(folder, board)).map(board => ({folder, board})));
	const results = runs.map((): StepResult => ({passed: 0, failed: 0, skipped: 0, details: ''}));
	let next = 0;
	const worker = async (): Promise<void> => {
		for (let index = next++; index < runs.length; index = next++) {
			const {folder, board} = runs[index]!;
			if (board.simulator === 'nrf5340' && !hasModel) results[index] = {...results[index]!, skipped: 1};
			else results[index] = await runExample(folder, board.name);
		}
	};
	await Promise.all(Array.from({length: atOnce}, worker));
	const sum = (key: 'passed' | 'failed' | 'skipped'): number =>
		results.reduce((all, result) => all + result[key], 0);
	const details = results.flatMap(result => (result.details === '' ? [] : [result.details])).join('\n');
	return {passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), details};
}

async function runExample(folder: string, target: string): Promise<StepResult> {
	const words = ['tools/catnap.mjs', 'test', folder, '--tap', '--target', target];
	const {status, output} = await runTool(process.execPath, words);
	const {passed, failed, skipped, broken} = countTap(output);
	const extra = broken !== undefined || (status !== 0 && failed === 0) ? 1 : 0;
	const details = failed + extra > 0 ? `${folder} on ${target}: ${broken ?? ''}\n${output.trimEnd()}` : '';
	return {passed, failed: failed + extra, skipped, details};
}
