// The files of changes/: their form, and the section of CHANGELOG.md that they become at a release.
// Usage: npm run release-notes [-- <version>]   (without a version: print the section, change nothing)
import {existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {CatnapError} from '../../lib/errors.ts';
import {catnapRoot} from '../build/app.ts';

const longestLine = 130;
const longestChange = 600;

/** Names and texts of the changes that are not released yet. */
export function readChanges(root = catnapRoot): ReadonlyMap<string, string> {
	const folder = join(root, 'changes');
	const names = existsSync(folder) ? readdirSync(folder).filter(name => name !== 'README.md') : [];
	return new Map(names.sort().map(name => [name, readFileSync(join(folder, name), 'utf8')]));
}

const rules: readonly {readonly breaks: (name: string, text: string) => boolean; readonly says: string}[] = [
	{
		breaks: name => !/^[a-z0-9]+(-[a-z0-9]+)*\.md$/.test(name),
		says: 'its name is not <topic-in-kebab-case>.md',
	},
	{
		breaks: (_, text) => !/^[\p{Lu}`].*\.\n$/su.test(text) || /^([-*#>]|\s*$)/m.test(text.trimEnd()),
		says: 'it is not sentences, from a capital (or a backquote) to a full stop, without bullet, heading or empty line',
	},
	{
		breaks: (_, text) => text.length > longestChange,
		says: `it is longer than ${longestChange} characters`,
	},
	{
		breaks: (_, text) => text.split('\n').some(line => line.length > longestLine),
		says: `a line is longer than ${longestLine} characters`,
	},
];

/** Lines like `changes/Pins.md: its name is not <topic-in-kebab-case>.md`. */
export function changeProblems(changes: ReadonlyMap<string, string>): string[] {
	return [...changes].flatMap(([name, text]) =>
		rules.filter(({breaks}) => breaks(name, text)).map(({says}) => `changes/${name}: ${says}`),
	);
}

/** `## <title>` and a bullet for each change. */
export function releaseSection(title: string, changes: ReadonlyMap<string, string>): string {
	const bullets = [...changes.values()].map(text => `- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`);
	return `## ${title}\n${bullets.join('')}`;
}

/** Write the section, set the version, remove the files. @throws {CatnapError} before anything is changed */
export function release(version: string, root = catnapRoot): void {
	const changes = readChanges(root);
	const read = (path: string): string => readFileSync(join(root, path), 'utf8');
	const manifest = read('package.json');
	checkRelease(version, JSON.parse(manifest).version, changes);
	const lock = JSON.parse(read('package-lock.json'));
	lock.version = version;
	lock.packages[''].version = version;
	const [title, older] = read('CHANGELOG.md').split(/\n\n(.*)/s) as [string, string];
	writeFileSync(join(root, 'CHANGELOG.md'), `${title}\n\n${releaseSection(version, changes)}\n${older}`);
	writeFileSync(join(root, 'package-lock.json'), `${JSON.stringify(lock, null, 2)}\n`);
	writeFileSync(join(root, 'package.json'), manifest.replace(/("version": ")[^"]*/, `$1${version}`));
	for (const name of changes.keys()) rmSync(join(root, 'changes', name));
}

function checkRelease(version: string, before: string, changes: ReadonlyMap<string, string>): void {
	const [now, last] = [version, before].map(text => /^(\d+)\.(\d+)\.(\d+)$/.exec(text)?.slice(1).map(Number));
	const step = now?.map((part, index) => part - last![index]!).find(difference => difference !== 0);
	if (step === undefined || step < 0) {
		throw new CatnapError('BAD_VERSION', {expected: `three numbers, above ${before}`, received: version});
	}
	const problems = changeProblems(changes);
	if (changes.size > 0 && problems.length === 0) return;
	throw new CatnapError('BAD_CHANGES', {
		expected: 'one file or more of the form in changes/README.md',
		received: problems.join('\n    ') || 'none',
	});
}

function main(version: string | undefined): void {
	if (version === undefined) process.stdout.write(releaseSection('Unreleased', readChanges()));
	else release(version);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	try {
		main(process.argv[2]);
	} catch (error) {
		if (!(error instanceof CatnapError)) throw error;
		process.stderr.write(`${error.message}\n`);
		process.exitCode = error.exitCode;
	}
}
