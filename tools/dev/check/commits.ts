// Whether each commit says what it does, in the grammar of CONTRIBUTING.md. Commits up to a fixed one are older than it.
import {execFileSync} from 'node:child_process';
import {catnapRoot} from '../../build/app.ts';
import type {Step} from './step.ts';

/** The last commit that need not keep to the grammar. */
const base = '4efe107d05d16f5a9d2776ee77f9593b06f8fbe0';
const longestSubject = 72;

export interface Commit {
	readonly id: string;
	readonly parents: number;
	readonly subject: string;
	readonly body: string;
}

const rules: readonly {readonly breaks: (commit: Commit) => boolean; readonly says: string}[] = [
	{
		breaks: ({subject}) => subject.length > longestSubject,
		says: `is longer than ${longestSubject} characters`,
	},
	{
		breaks: ({subject}) => !/^[a-z0-9][\w./+-]*: \p{Lu}.*\.$/u.test(subject),
		says: 'does not read `area: Capital sentence with a full stop.`',
	},
	{
		breaks: ({subject}) => /\bwip\b|^(fixup|squash|amend)!/i.test(subject),
		says: 'is unfinished work',
	},
	{
		breaks: ({parents, body}) => parents > 1 && body.trim() === '',
		says: 'is a merge whose body gives no reason',
	},
];

/** Lines like `1a2b3c4 "wip": is unfinished work`. */
export function commitProblems(commits: readonly Commit[]): string[] {
	return commits.flatMap(commit =>
		rules
			.filter(({breaks}) => breaks(commit))
			.map(({says}) => `${commit.id.slice(0, 7)} "${commit.subject}": ${says}`),
	);
}

/** The commits of `root` after `since`, newest first; or why they are not known. */
export function readCommits(root: string, since: string): readonly Commit[] | string {
	const git = (...args: string[]): string =>
		execFileSync('git', args, {cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
	try {
		git('rev-parse', '--git-dir');
	} catch {
		return 'there is no git history here';
	}
	try {
		git('merge-base', '--is-ancestor', since, 'HEAD');
	} catch {
		const isShallow = git('rev-parse', '--is-shallow-repository').trim() === 'true';
		const todo = isShallow
			? 'the clone is shallow, type: git fetch --unshallow'
			: 'the history is another one';
		return `commit ${since.slice(0, 7)} is not in the history: ${todo}`;
	}
	return git('log', '-z', '--format=%H%n%P%n%s%n%b', `${since}..HEAD`)
		.split('\0')
		.filter(text => text !== '')
		.map(text => {
			const [id, parents, subject, ...body] = text.split('\n') as [string, string, string, ...string[]];
			return {id, parents: parents.split(' ').length, subject, body: body.join('\n')};
		});
}

/** A history that cannot be read counts as skipped, and the reason is shown. */
export const commitStep: Step = {
	name: 'commits',
	run: async () => {
		const commits = readCommits(catnapRoot, base);
		if (typeof commits === 'string') {
			return {passed: 0, failed: 0, skipped: 1, details: `not checked: ${commits}`};
		}
		const problems = commitProblems(commits);
		const failed = problems.length > 0 ? 1 : 0;
		return {passed: 1 - failed, failed, skipped: 0, details: problems.join('\n')};
	},
};
