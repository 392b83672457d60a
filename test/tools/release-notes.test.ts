// Changes become a section of the changelog: the form of their files, and what a release writes.
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {changeProblems, readChanges, release, releaseSection} from '../../tools/dev/release-notes.ts';

const good = '`catnap licenses` prints the licences of a firmware.\nEach build writes them.\n';

test('the changes of the repository have the form that their README says', t => {
	t.deepEqual(changeProblems(readChanges()), []);
});

test('sentences pass', t => {
	t.deepEqual(changeProblems(new Map([['licence-notices.md', good]])), []);
});

for (const [name, text, says] of [
	['Licences.md', good, /its name/],
	['a.txt', good, /its name/],
	['a.md', '- A bullet.\n', /not sentences/],
	['a.md', 'A heading below.\n# It.\n', /not sentences/],
	['a.md', 'Two paragraphs.\n\nAre two changes.\n', /not sentences/],
	['a.md', 'no capital.\n', /not sentences/],
	['a.md', 'No full stop\n', /not sentences/],
	['a.md', '', /not sentences/],
	['a.md', `${'Long '.repeat(26)}.\n`, /longer than 130/],
	['a.md', `${'Much.\n'.repeat(110)}`, /longer than 600/],
] as const) {
	test(`${name} with ${JSON.stringify(text.slice(0, 24))} is refused`, t => {
		t.regex(changeProblems(new Map([[name, text]])).join('\n'), says);
	});
}

/** A repository at 0.2.0 with two changes. */
function makeRepository(t: ExecutionContext): {root: string; read: (path: string) => string} {
	const root = mkdtempSync(join(tmpdir(), 'catnap-release-'));
	t.teardown(() => rmSync(root, {recursive: true}));
	mkdirSync(join(root, 'changes'));
	const files = {
		'package.json': '{\n  "name": "catnap",\n  "version": "0.2.0"\n}\n',
		'package-lock.json': JSON.stringify({version: '0.2.0', packages: {'': {version: '0.2.0'}}}),
		'CHANGELOG.md': '# Changelog\n\n## 0.2.0\n- Older.\n',
		'changes/README.md': '# How\n',
		'changes/b.md': good,
		'changes/a.md': 'Pins wait.\n',
	};
	for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
	return {root, read: path => readFileSync(join(root, path), 'utf8')};
}

test('a release writes the section above the older ones, sets the version and removes the files', t => {
	const {root, read} = makeRepository(t);
	release('0.3.0', root);
	const section = releaseSection(
		'0.3.0',
		new Map([
			['a.md', 'Pins wait.\n'],
			['b.md', good],
		]),
	);
	t.is(section.split('\n').at(-2), '  Each build writes them.');
	t.is(read('CHANGELOG.md'), `# Changelog\n\n${section}\n## 0.2.0\n- Older.\n`);
	t.is(read('package.json'), '{\n  "name": "catnap",\n  "version": "0.3.0"\n}\n');
	t.deepEqual(JSON.parse(read('package-lock.json')), {version: '0.3.0', packages: {'': {version: '0.3.0'}}});
	t.deepEqual([...readChanges(root)], []);
	t.true(existsSync(join(root, 'changes/README.md')));
});

test('an older version, the same, a word, and a release without changes are refused, and nothing is written', t => {
	const {root, read} = makeRepository(t);
	for (const version of ['0.1.9', '0.2.0', 'next', '1.0']) {
		t.throws(() => release(version, root), {code: 'BAD_VERSION'});
	}
	rmSync(join(root, 'changes/a.md'));
	writeFileSync(join(root, 'changes/b.md'), 'bad');
	t.throws(() => release('1.0.0', root), {
		code: 'BAD_CHANGES',
		message: /changes\/b\.md: it is not sentences/,
	});
	rmSync(join(root, 'changes/b.md'));
	t.throws(() => release('1.0.0', root), {code: 'BAD_CHANGES', message: /received: none/});
	t.is(read('CHANGELOG.md'), '# Changelog\n\n## 0.2.0\n- Older.\n');
	t.regex(read('package.json'), /0\.2\.0/);
});
