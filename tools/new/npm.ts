// npm as the user runs it: the program that started us, or the one in PATH.
import {spawn} from 'node:child_process';

/** Run npm in `cwd`; its words are progress. The exit code, or why it did not start. */
export function runNpm(cwd: string, args: readonly string[]): Promise<number | string> {
	const own = process.env.npm_execpath;
	const isScript = own !== undefined && /\.c?js$/.test(own);
	const isWindows = process.platform === 'win32';
	return new Promise(resolve => {
		const child = isScript
			? spawn(process.execPath, [own, ...args], {cwd, stdio: ['ignore', 2, 2]})
			: spawn('npm', args, {cwd, stdio: ['ignore', 2, 2], shell: isWindows});
		child.on('error', error => resolve(error.message));
		child.on('close', status => resolve(status ?? 'ended by a signal'));
	});
}
