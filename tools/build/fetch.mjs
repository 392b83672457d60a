// The engine's source: fetched as a Debian source package, checked by its hash, unpacked into the cache.
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, renameSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {argv} from 'node:process';
import {pathToFileURL} from 'node:url';
import {cacheFolder, makeCache} from '../../lib/cache.mjs';
import {CatnapError} from '../../lib/catnap-error.mjs';
import {cannotWrite} from '../../lib/folders.mjs';
import {makeTemporary, removeTemporary} from '../../lib/temporary.mjs';
import {fromDebian, run} from './debian.mjs';

export const quickjsVersion = '2025-04-26';

const debian = {
	suite: 'trixie',
	source: 'quickjs=2025.04.26-1',
	archive: 'quickjs_2025.04.26.orig.tar.xz',
	folder: 'quickjs-2025.04.26',
	sha256: 'ec81da5b3249ed648dbc7df4a1654988910e66a118d9b71cb63534216efcfbbe',
};

/** The files of the source that the firmware is built from. */
const needed = ['quickjs.c', 'libregexp.c', 'libunicode.c', 'dtoa.c', 'cutils.c', 'quickjs.h', 'VERSION'];

const byHand =
	`unpack ${debian.archive} (any Debian mirror, pool/main/q/quickjs, sha256 ${debian.sha256}) ` +
	'and set CATNAP_QUICKJS to its folder';

function failure(which, facts) {
	return new CatnapError('ENGINE_SOURCE', {which, todo: byHand, ...facts});
}

function checkFolder(folder, origin) {
	const missing = needed.filter(name => !existsSync(join(folder, name)));
	if (missing.length > 0) {
		throw failure('folder', {
			where: folder,
			expected: needed.join(', '),
			received: `no ${missing.join(', ')}`,
		});
	}
	const version = readFileSync(join(folder, 'VERSION'), 'utf8').trim();
	if (version !== quickjsVersion)
		throw failure('version', {origin, where: folder, expected: quickjsVersion, received: version});
	return folder;
}

/** The folder of the engine's source if it is already there, else undefined. */
export function findQuickjs() {
	const given = process.env.CATNAP_QUICKJS;
	if (given) return checkFolder(resolve(given), 'CATNAP_QUICKJS');
	const kept = join(cacheFolder(), debian.folder);
	return existsSync(kept) ? checkFolder(kept, 'the cache') : undefined;
}

/** Find or download the engine's source; returns its folder. `log` receives one line a step. @default stderr */
export function fetchQuickjs(log = line => console.error(line)) {
	const found = findQuickjs();
	if (found !== undefined) return found;
	const cache = makeCache();
	const kept = join(cache, debian.folder);
	const work = makeTemporary('fetch', cache);
	try {
		const archive = downloadArchive(work, log);
		const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
		if (sha256 !== debian.sha256) {
			throw failure('hash', {
				where: debian.archive,
				expected: `sha256 ${debian.sha256}`,
				received: `sha256 ${sha256}`,
			});
		}
		run('tar', ['xf', archive, '-C', work], {
			todo: 'unpacking needs tar and xz (Debian package xz-utils)',
			fail,
		});
		keep(join(work, debian.folder), kept);
		log(`engine: QuickJS ${quickjsVersion} is in ${kept}`);
		return checkFolder(kept, 'the archive');
	} finally {
		removeTemporary(work);
	}
}

/** A rename is all or nothing, so a folder that exists is whole; another process may have been faster. */
export function keep(made, kept) {
	try {
		renameSync(made, kept);
	} catch (error) {
		if (!existsSync(kept)) throw cannotWrite(kept, error);
	}
}

const fail = {
	command: facts => failure('command', facts),
	mirror: facts => failure('mirror', facts),
	download: facts =>
		failure('download', {
			expected: `${debian.source} from Debian ${debian.suite}`,
			todo: `connect once and repeat, or ${byHand}`,
			...facts,
		}),
};

function downloadArchive(work, log) {
	const say = mirror => log(`engine: fetching QuickJS ${quickjsVersion} from ${mirror}`);
	fromDebian({work, suite: debian.suite, kind: 'deb-src', say, fail}, apt =>
		apt(['source', '--download-only', debian.source]),
	);
	return join(work, debian.archive);
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
	try {
		console.log(fetchQuickjs());
	} catch (error) {
		if (!(error instanceof CatnapError)) throw error;
		console.error(error.message);
		process.exitCode = error.exitCode;
	}
}
