// `catnap test [app]`: runs the app's ava tests, in which `simulate` of catnap/testing runs the app itself.
import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Command} from 'commander';
import {CatnapError} from '../../lib/errors.ts';
import {avaProgram} from '../app-test/ava.ts';
import {findApp} from '../build/app.ts';
import {targetOption} from '../options.ts';

const config = fileURLToPath(new URL('../app-test/ava.config.mjs', import.meta.url));

export function register(program: Command): void {
	program
		.command('test')
		.description("run the app's tests (test/*.test.ts) against the world, in virtual time")
		.argument('[app]', 'folder of the app', '.')
		.addOption(targetOption())
		.option('--match <title>', 'only tests whose title matches, * for anything')
		.option('--tap', 'print TAP')
		.action(testApp);
}

async function testApp(dir: string, options: {target: string; match?: string; tap?: boolean}): Promise<void> {
	const app = await findApp(dir);
	if (!existsSync(join(app.dir, 'test'))) {
		throw new CatnapError('NO_TESTS', {
			where: join(app.dir, 'test'),
			expected: 'files named *.test.ts',
		});
	}
	const flags = [
		...(options.tap ? ['--tap'] : []),
		...(options.match === undefined ? [] : ['--match', options.match]),
	];
	const status = await runAva(app.dir, ['--config', config, ...flags], options.target);
	process.exitCode = status === 0 ? 0 : 1;
}

function runAva(cwd: string, args: readonly string[], target: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const {NO_COLOR, ...own} = process.env;
		// ava does not know NO_COLOR, and Node warns of both
		const env = {...own, CATNAP_TARGET: target, ...(NO_COLOR && {FORCE_COLOR: '0'})};
		const child = spawn(process.execPath, [avaProgram(), ...args], {
			cwd,
			env,
			stdio: ['ignore', 'inherit', 'inherit'],
		});
		child.on('error', reject);
		child.on('close', status => resolve(status ?? 1));
	});
}
