// What the documents name must exist: paths, npm scripts, commands of catnap and their options.
import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {Command} from 'commander';
import {catnapRoot} from '../../build/app.ts';
import {registerCommands} from '../../commands.ts';
import {repositoryFiles} from './files.ts';

const topFolders = new Set(
	repositoryFiles()
		.filter(path => path.includes('/'))
		.map(path => path.split('/')[0]!),
);

interface Found {
	readonly what: string;
	readonly index: number;
}

export async function docsProblems(): Promise<string[]> {
	const documents = repositoryFiles().filter(
		path => path.endsWith('.md') && !/^changes\/(?!README)/.test(path),
	);
	const program = new Command('catnap');
	await registerCommands(program);
	const {scripts} = JSON.parse(readFileSync(join(catnapRoot, 'package.json'), 'utf8'));
	return documents.flatMap(path => {
		const text = readFileSync(join(catnapRoot, path), 'utf8');
		const problems = [
			...missingPaths(path, text),
			...missingScripts(text, scripts),
			...missingCommands(text, program),
		];
		return problems.map(({what, index}) => `${path}:${text.slice(0, index).split('\n').length} ${what}`);
	});
}

/** Paths in backquotes that start in one of our folders, and relative links. Patterns (`<x>`, `*`, `{a,b}`) are skipped. */
function missingPaths(document: string, text: string): Found[] {
	const quoted = [...text.matchAll(/`([\w.-]+\/[\w./-]*)(?::\d+)*`/g)]
		.filter(([, path]) => topFolders.has(path!.split('/')[0]!))
		.map(match => ({path: match[1]!, index: match.index}));
	const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(match => ({
		path: join(dirname(document), match[1]!),
		index: match.index,
	}));
	return [...quoted, ...links]
		.filter(({path}) => !path.startsWith('..') && !existsSync(join(catnapRoot, path)))
		.map(({path, index}) => ({what: `names ${path}, which does not exist`, index}));
}

function missingScripts(text: string, scripts: Readonly<Record<string, string>>): Found[] {
	return [...text.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)]
		.filter(([whole, name]) => whole.startsWith('npm run') || name === 'start' || name === 'test')
		.filter(([, name]) => scripts[name!] === undefined)
		.map(match => ({
			what: `names npm script ${match[1]}, which package.json does not have`,
			index: match.index,
		}));
}

/** `catnap <word>` in code, with its long options. */
function missingCommands(text: string, program: Command): Found[] {
	return [...text.matchAll(/(?:`|^\s*(?:\$ )?(?:npx )?)catnap ([a-z]+)([^`\n]*)/gm)].flatMap(match => {
		const [, word, rest] = match as unknown as [string, string, string];
		const command = program.commands.find(candidate => candidate.name() === word);
		if (command === undefined)
			return [{what: `names \`catnap ${word}\`, which is no command`, index: match.index}];
		// `catnap model verify`: the options are those of the second word
		const second = /^ ([a-z]+)/.exec(rest)?.[1];
		const named = command.commands.find(candidate => candidate.name() === second) ?? command;
		const known = new Set([...named.options.map(({long}) => long), '--help']);
		return [...rest.matchAll(/--[a-z-]+/g)]
			.filter(([option]) => !known.has(option))
			.map(([option]) => ({
				what: `names \`catnap ${word} ${option}\`, which is no option`,
				index: match.index,
			}));
	});
}
