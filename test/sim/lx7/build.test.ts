// How the core's module comes about: what a compiler that fails leaves, and where there is none.

import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {lx7Module} from '../../../sim/cores/lx7/build.ts';

const work = mkdtempSync(join(tmpdir(), 'catnap-lx7-build-'));
const {PATH, CATNAP_CACHE} = process.env;
test.after.always(() => {
	Object.assign(process.env, {PATH});
	if (CATNAP_CACHE === undefined) delete process.env.CATNAP_CACHE;
	else process.env.CATNAP_CACHE = CATNAP_CACHE;
	rmSync(work, {recursive: true, force: true});
});

/** A folder with one C file that no package holds built. */
function sources(): string {
	const folder = join(work, 'sources');
	mkdirSync(folder, {recursive: true});
	writeFileSync(join(folder, 'core.c'), 'int core;\n');
	return folder;
}

test.serial(
	'a compile that fails after it has written leaves nothing, and the next one begins again',
	async t => {
		const bin = join(work, 'bin');
		mkdirSync(bin);
		const clang = (end: string): void =>
			writeFileSync(
				join(bin, 'clang'),
				`#!/bin/sh\n[ "$1" = --version ] && echo clang 99 && exit\nwhile [ "$1" != -o ]; do shift; done\necho half > "$2"\n${end}\n`,
				{mode: 0o755},
			);
		Object.assign(process.env, {PATH: `${bin}:${PATH}`, CATNAP_CACHE: join(work, 'cache')});
		clang('echo "core.c: error" >&2; exit 1');
		await t.throwsAsync(lx7Module(sources()), {code: 'NO_CORE', message: /core\.c: error/});
		t.deepEqual(readdirSync(join(work, 'cache/cores')), []);
		clang('exit 0');
		t.true(existsSync(await lx7Module(sources())));
	},
);

test.serial(
	'without a compiler other sources than the packed ones are an error that names clang',
	async t => {
		Object.assign(process.env, {PATH: join(work, 'nothing'), CATNAP_CACHE: join(work, 'no-cache')});
		await t.throwsAsync(lx7Module(sources()), {code: 'NO_CORE', message: /no clang in PATH/});
		t.false(existsSync(join(work, 'no-cache')));
	},
);
