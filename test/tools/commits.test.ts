// The grammar of commits, and what is said of a history that cannot be read.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {type Commit, commitProblems, readCommits} from '../../tools/dev/check/commits.ts';

function problemsOf(subject: string, rest: Partial<Commit> = {}): string[] {
	return commitProblems([{id: '0123456789', parents: 1, subject, body: '', ...rest}]);
}

test('an area and a sentence with a capital and a full stop pass', t => {
	t.deepEqual(problemsOf('native: Count what the ring drops.'), []);
	t.deepEqual(problemsOf('nrf5340dk: Send `BUSY` to the app when 2 of 3 are taken.'), []);
	t.deepEqual(problemsOf(`docs: ${'A'.repeat(65)}.`), []);
});

for (const [subject, says] of [
	['Count what the ring drops.', /does not read/],
	['native: count what the ring drops.', /does not read/],
	['native: Count what the ring drops', /does not read/],
	['Native: Count what the ring drops.', /does not read/],
	[`docs: ${'A'.repeat(66)}.`, /longer than 72/],
	['native: Wip on the ring.', /unfinished/],
	['fixup! native: Count what the ring drops.', /does not read.*\n.*unfinished/],
] as const) {
	test(`the subject "${subject}" is reported`, t => {
		t.regex(problemsOf(subject).join('\n'), says);
	});
}

test('a merge passes only with its reason', t => {
	t.deepEqual(problemsOf('boards: Merge the second port.', {parents: 2, body: 'Two months of work.\n'}), []);
	t.deepEqual(problemsOf('boards: Merge the second port.', {parents: 2}), [
		'0123456 "boards: Merge the second port.": is a merge whose body gives no reason',
	]);
	t.is(problemsOf("Merge branch 'main' into flash", {parents: 2}).length, 2);
});

/** A repository of three commits; `git` runs in it. */
function makeHistory(t: ExecutionContext): {folder: string; git: (...args: string[]) => string} {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-commits-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const git = (...args: string[]): string =>
		execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example', ...args], {
			cwd: folder,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'pipe'],
		}).trim();
	git('init', '-q');
	for (const subject of ['one', 'two', 'three']) {
		git('commit', '-q', '--allow-empty', '-m', subject, '-m', 'Why.\n\nAnd how.');
	}
	return {folder, git};
}

test('the commits after the base are read, newest first, with their bodies', t => {
	const {folder, git} = makeHistory(t);
	const commits = readCommits(folder, git('rev-parse', 'HEAD~2')) as readonly Commit[];
	t.deepEqual(
		commits.map(({subject, parents, body}) => [subject, parents, body.trim()]),
		[
			['three', 1, 'Why.\n\nAnd how.'],
			['two', 1, 'Why.\n\nAnd how.'],
		],
	);
	t.deepEqual(readCommits(folder, git('rev-parse', 'HEAD')), []);
});

test('a shallow, a foreign and an absent history are said', t => {
	const {folder, git} = makeHistory(t);
	const first = git('rev-parse', 'HEAD~2');
	git('clone', '-q', '--depth', '1', `file://${folder}`, 'shallow');
	t.regex(readCommits(join(folder, 'shallow'), first) as string, /not in the history: the clone is shallow/);
	t.regex(readCommits(folder, '0'.repeat(40)) as string, /^commit 0000000 is not in the history/);
	t.is(readCommits(tmpdir(), first), 'there is no git history here');
});
