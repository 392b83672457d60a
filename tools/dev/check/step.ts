// A step of `npm test`: what it is called, how it runs, what it gives back.
import {spawn} from 'node:child_process';
import {catnapRoot} from '../../build/app.ts';

export interface StepResult {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
	/** Shown below the line of a step that failed. */
	readonly details: string;
}

/** Which tests of a suite run. */
export interface Chosen {
	/** Paths of files of tests; empty: all. */
	readonly files: readonly string[];
	/** Options of the step, each with its value behind it. */
	readonly flags: readonly string[];
}

export interface Step {
	readonly name: string;
	/** Of a suite: the paths of its files of tests, to choose from. */
	readonly tests?: () => readonly string[];
	/** Options with a value that the suite takes. */
	readonly options?: readonly string[];
	/** Checks count as one test each, suites as many as they hold. */
	run(chosen: Chosen): Promise<StepResult>;
}

export interface ToolResult {
	readonly status: number;
	readonly output: string;
}

/** Run a program in the repository without stdin; its stdout and stderr come back as one text. */
export function runTool(
	command: string,
	args: readonly string[],
	env: NodeJS.ProcessEnv = {},
): Promise<ToolResult> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd: catnapRoot,
			stdio: ['ignore', 'pipe', 'pipe'],
			env: {...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env},
		});
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', text => {
				output += text;
			});
		}
		child.on('error', reject);
		child.on('close', status => resolve({status: status ?? 1, output}));
	});
}

/** A check: passes when it finds no problem. */
export function check(name: string, findProblems: () => Promise<readonly string[]>): Step {
	return {
		name,
		run: async () => {
			const problems = await findProblems();
			const failed = problems.length > 0 ? 1 : 0;
			return {passed: 1 - failed, failed, skipped: 0, details: problems.join('\n')};
		},
	};
}

/** A check that is a program: passes when it exits with 0. */
export function toolCheck(name: string, command: string, args: readonly string[]): Step {
	return check(name, async () => {
		const {status, output} = await runTool(command, args);
		return status === 0 ? [] : [output.trimEnd() || `${command} exited with ${status}`];
	});
}
