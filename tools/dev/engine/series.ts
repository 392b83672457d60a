// A series of patches and a git repository with a commit for each: one becomes the other.
import {execFileSync} from 'node:child_process';
import {copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {env} from 'node:process';
import {CatnapError} from '../../../lib/errors.ts';
import {fetchQuickjs, quickjsVersion} from '../../build/fetch.mjs';
import {enginePatches, parsePatch, patchName, patchNames} from './patches.ts';

const base = `QuickJS ${quickjsVersion}`;

/** The same commits on every machine, whatever git is configured to do. */
const settings = [
	'user.name=catnap',
	'user.email=catnap@localhost',
	'commit.gpgSign=false',
	'core.autocrlf=false',
	'core.hooksPath=/dev/null',
].flatMap(setting => ['-c', setting]);

function git(folder: string, args: readonly string[], input = ''): string {
	// set where a hook of git runs this
	const own = {...env, GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined};
	return execFileSync('git', [...settings, ...args], {cwd: folder, input, env: own, encoding: 'utf8'});
}

/** Make `folder` a git repository of QuickJS with a commit a patch; returns how many patches. */
export function openSeries(patches: string, folder: string): number {
	if (existsSync(folder)) throw new CatnapError('ENGINE_FOLDER', {which: 'exists', where: folder});
	const source = fetchQuickjs();
	mkdirSync(folder, {recursive: true});
	git(folder, ['init', '-q', '-b', 'patches']);
	for (const name of readdirSync(source).filter(one => /\.[ch]$/.test(one))) {
		copyFileSync(join(source, name), join(folder, name));
	}
	git(folder, ['add', '.']);
	git(folder, ['commit', '-q', '-m', base]);
	const series = enginePatches(patches);
	for (const {message, diff} of series) {
		git(folder, ['apply', '--index'], diff);
		git(folder, ['commit', '-q', '--cleanup=verbatim', '-F', '-'], `${message}\n`);
	}
	return series.length;
}

/** Write the commits of such a repository as patches, instead of those in `patches`; returns how many. */
export function saveSeries(folder: string, patches: string): number {
	if (git(folder, ['status', '--porcelain', '--untracked-files=no']) !== '') {
		const todo = 'commit it: a commit is a patch';
		throw new CatnapError('ENGINE_FOLDER', {which: 'changed', where: folder, todo});
	}
	const [first, ...commits] = git(folder, ['rev-list', '--reverse', '--first-parent', 'HEAD']).split('\n');
	if (git(folder, ['log', '-1', '--format=%s', first!]).trim() !== base) {
		throw new CatnapError('ENGINE_FOLDER', {which: 'first', where: folder, expected: base});
	}
	const texts = commits.filter(Boolean).map(commit => patchOf(folder, commit));
	// all are sound before the first is written
	const files = texts.map((text, index) => ({name: patchName(index + 1, text), text}));
	for (const {name, text} of files) parsePatch(name, text);
	for (const name of patchNames(patches)) rmSync(join(patches, name));
	for (const {name, text} of files) writeFileSync(join(patches, name), text);
	return files.length;
}

function patchOf(folder: string, commit: string): string {
	const message = git(folder, ['log', '-1', '--format=%B', commit]).trim();
	const form = ['--no-color', '--no-ext-diff', '--no-renames', '--src-prefix=a/', '--dst-prefix=b/'];
	const diff = git(folder, ['diff-tree', '-p', '--no-commit-id', ...form, commit]);
	// hashes of blobs change with every patch before this one, and say nothing
	return `${message}\n\n${diff.replaceAll(/^(?:diff --git|index) .*\n/gm, '')}`;
}
