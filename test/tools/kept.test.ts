// What compilers make lies in the cache under the hash of what it is made of, never in the repository.
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {cacheFolder} from '../../lib/cache.mjs';
import {keptFile} from '../../lib/kept.ts';
import {buildHostModule} from '../../tools/model/host.ts';

const cache = mkdtempSync(join(tmpdir(), 'catnap-kept-'));
const own = process.env.CATNAP_CACHE;
test.before(() => {
	process.env.CATNAP_CACHE = cache;
});
test.after.always(() => {
	if (own === undefined) delete process.env.CATNAP_CACHE;
	else process.env.CATNAP_CACHE = own;
	rmSync(cache, {recursive: true, force: true});
});

let made = 0;
const make = (path: string): void => writeFileSync(path, `${++made}`);

test.serial('what is made of the same is made once, of anything else once more', t => {
	const first = keptFile('kept', 'a.o', ['one', 'two'], make);
	t.is(keptFile('kept', 'a.o', ['one', 'two'], make), first);
	t.is(readFileSync(first, 'utf8'), '1');
	const others = [
		keptFile('kept', 'a.o', ['one', 'two', ''], make),
		keptFile('kept', 'a.o', ['onet', 'wo'], make),
		keptFile('kept', 'b.o', ['one', 'two'], make),
	];
	t.is(new Set([first, ...others]).size, 4);
	t.deepEqual(
		others.map(path => readFileSync(path, 'utf8')),
		['2', '3', '4'],
	);
	t.true(others.every(path => /\/kept\/[ab]-[0-9a-f]{24}\.o$/.test(path)));
});

test.serial('what cannot be made whole is not there', t => {
	const half = (path: string): void => {
		writeFileSync(path, 'half');
		throw new Error('mine');
	};
	t.throws(() => keptFile('broken', 'a.o', [], half), {message: 'mine'});
	t.deepEqual(readdirSync(join(cache, 'broken')), []);
});

test.serial('the runtime of models on the PC lies in the cache', t => {
	process.env.CATNAP_CACHE = own ?? '';
	t.is(dirname(buildHostModule()), join(cacheFolder(), 'model'));
});
