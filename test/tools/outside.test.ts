// No file names a place outside the repository, and tests find the folder beside it through one helper.

import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {namedOutside} from '../../tools/dev/check/outside.ts';
import {findShared, needsShared, shared, sharedPath} from '../shared.ts';

/** The check reads this file too, so the paths that it must find are not written out. */
const up = '..';
const home = '/home';

const files = ['native/include/cn/hal.h', 'tools/model/bench.ts', 'README.md'];

/** What is found in `text` as tools/model/bench.ts. */
function found(text: string): string[] {
	return namedOutside(files, path => (path === 'tools/model/bench.ts' ? text : ''));
}

test('a path that leaves the repository, or a folder of one machine, is reported with its line', t => {
	t.deepEqual(
		found(
			`import a from './a.ts';\nconst facts = '../../${up}/facts/energy.md';\n// see ${home}/ann/notes.md`,
		),
		[
			`tools/model/bench.ts:2 names ../../${up}/facts/energy.md, which is outside the repository`,
			`tools/model/bench.ts:3 names ${home}/ann/notes.md, which is outside the repository`,
		],
	);
});

test('a path that goes up to something that the repository does not have is reported', t => {
	t.is(found(`// Source: ${up}/facts/inference.md, 3`).length, 1);
});

test('paths inside the repository pass, from the file itself or from another of its room', t => {
	t.deepEqual(
		found(
			"import '../../native/include/cn/hal.h'; '../../build/test-host'; // '../include/' or ../..., as /home/me does",
		),
		[],
	);
});

test('a wrong CATNAP_SHARED is an error, so that it does not silently skip tests', t => {
	t.throws(() => findShared(join(tmpdir(), 'no-such-folder')), {message: /CATNAP_SHARED.*no-such-folder/});
	t.is(findShared(tmpdir()), tmpdir());
});

test('a test whose files are absent is skipped, any other runs', t => {
	t.is(needsShared(test, 'no-such-folder/no-such-file'), test.skip);
	t.is(needsShared(test), test);
	if (shared !== undefined) t.is(sharedPath('models'), join(shared, 'models'));
});
