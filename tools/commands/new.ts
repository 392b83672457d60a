// `catnap new <folder>`: a project of one's own from an example, installed and tested.
import {relative, resolve} from 'node:path';
import {type Command, Option} from 'commander';
import {boardNames, loadBoard} from '../../boards/facts/boards.ts';
import {CatnapError} from '../../lib/errors.ts';
import {print, progress} from '../../lib/output.ts';
import {defaultTemplate, findTemplate, templateNames} from '../new/templates.ts';

interface NewOptions {
	readonly template: string;
	readonly board: string;
	readonly install: boolean;
}

export function register(program: Command): void {
	program
		.command('new')
		.description('make a project: app, test, what its sensors feel, settings; install it and run its test')
		.argument('<folder>', 'where: not there yet, or empty')
		.addOption(
			new Option('--template <name>', 'what it does').choices(templateNames()).default(defaultTemplate),
		)
		.addOption(
			new Option('--board <name>', 'which board it is built for').choices(boardNames()).default('nrf5340dk'),
		)
		.option('--no-install', 'write the files and nothing else')
		.action(make);
}

async function make(folder: string, {template, board, install}: NewOptions): Promise<void> {
	const {writeProject} = await import('../new/project.ts');
	const {ownPackage} = await import('../new/own-package.ts');
	const dir = resolve(folder);
	const chosen = findTemplate(template);
	const flashedBy = (await loadBoard(board)).flash?.by;
	writeProject(dir, {template: chosen, board, flashedBy, catnap: ownPackage()});
	const shown = relative(process.cwd(), dir) || '.';
	const go = shown === '.' ? [] : [`    cd ${/\s/.test(shown) ? `"${shown}"` : shown}`];
	print(`${shown}: an app that ${chosen.does}`);
	if (install) await installAndTest(dir, shown);
	print(['Next:', '', ...go, ...(install ? [] : ['    npm install']), '    npm start'].join('\n'));
}

async function installAndTest(dir: string, shown: string): Promise<void> {
	const {runNpm} = await import('../new/npm.ts');
	const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
	for (const args of [['install', ...quiet], ['test']]) {
		progress(`npm ${args[0]}`);
		const ended = await runNpm(dir, args);
		if (ended === 0) continue;
		const received = typeof ended === 'number' ? `npm ${args[0]} ended with ${ended}` : ended;
		throw new CatnapError('NEW_UNFINISHED', {where: shown, received});
	}
}
