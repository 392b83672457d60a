// Runs many tests of test262 in as many processes as there are cores.
import {type ChildProcess, fork} from 'node:child_process';
import {availableParallelism} from 'node:os';
import {fileURLToPath} from 'node:url';

const batch = 50;

/** On the firmware as it is, or through the bundler of apps first. */
export type How = 'direct' | 'bundled';

/** The problem of each test, undefined for those that pass. `progress` hears how many are done. */
export async function runAll(
	corpus: string,
	names: readonly string[],
	how: How,
	progress: (done: number) => void,
): Promise<ReadonlyMap<string, string | undefined>> {
	const problems = new Map<string, string | undefined>();
	let next = 0;
	await Promise.all(
		Array.from({length: availableParallelism()}, async () => {
			const worker = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), [corpus, how], {
				execArgv: ['--import=tsx'],
			});
			while (next < names.length) {
				const part = names.slice(next, next + batch);
				next += batch;
				for (const [name, problem] of await ask(worker, part)) problems.set(name, problem ?? undefined);
				progress(problems.size);
			}
			worker.disconnect();
		}),
	);
	return problems;
}

function ask(worker: ChildProcess, names: readonly string[]): Promise<[string, string | null][]> {
	return new Promise((resolve, reject) => {
		worker.once('exit', code => reject(new Error(`a process ended with ${code}, in one of ${names[0]} ...`)));
		worker.once('message', message => {
			worker.removeAllListeners('exit');
			resolve(message as [string, string | null][]);
		});
		worker.send(names);
	});
}
