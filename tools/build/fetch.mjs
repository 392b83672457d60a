// Get the engine's source: QuickJS 2025-04-26 as Debian ships it, checked by hash, unpacked outside the tree.
// Plain Node without dependencies, so that tools/setup.mjs can call it before anything is installed.
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {join, resolve} from 'node:path';
import {argv} from 'node:process';
import {pathToFileURL} from 'node:url';
import {cacheFolder} from '../../lib/cache.mjs';
import {CatnapError} from '../../lib/catnap-error.mjs';

export const quickjsVersion = '2025-04-26';

const debian = {
	suite: 'trixie',
	source: 'quickjs=2025.04.26-1',
	archive: 'quickjs_2025.04.26.orig.tar.xz',
	folder: 'quickjs-2025.04.26',
	sha256: 'ec81da5b3249ed648dbc7df4a1654988910e66a118d9b71cb63534216efcfbbe',
	keyring: '/usr/share/keyrings/debian-archive-keyring.gpg',
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
	const cache = cacheFolder();
	mkdirSync(cache, {recursive: true});
	const work = mkdtempSync(join(cache, 'fetch-'));
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
		run('tar', ['xf', archive, '-C', work], 'unpacking needs tar and xz (Debian package xz-utils)');
		const kept = join(cache, debian.folder);
		// a rename is all or nothing, so a folder that exists is whole; another process may have been faster
		if (!existsSync(kept)) renameSync(join(work, debian.folder), kept);
		log(`engine: QuickJS ${quickjsVersion} is in ${kept}`);
		return checkFolder(kept, 'the archive');
	} finally {
		rmSync(work, {recursive: true, force: true});
	}
}

function downloadArchive(work, log) {
	const apt = join(work, 'apt');
	for (const folder of ['lists/partial', 'cache/archives/partial', 'parts'])
		mkdirSync(join(apt, folder), {recursive: true});
	const mirrors = debianMirrors();
	if (mirrors.length === 0) throw failure('mirror', {where: '/etc/apt', expected: 'a Debian archive'});
	const options = {
		'Dir::Etc::SourceList': join(apt, 'sources.list'),
		'Dir::Etc::SourceParts': join(apt, 'parts'),
		'Dir::State::Lists': join(apt, 'lists'),
		'Dir::Cache': join(apt, 'cache'),
		'APT::Sandbox::User': 'root',
		'Acquire::Languages': 'none',
		'Acquire::Retries': '2',
	};
	const args = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
	const reasons = [];
	for (const mirror of mirrors) {
		log(`engine: fetching QuickJS ${quickjsVersion} from ${mirror}`);
		writeFileSync(
			join(apt, 'sources.list'),
			`deb-src [signed-by=${debian.keyring}] ${mirror} ${debian.suite} main\n`,
		);
		try {
			run('apt-get', ['-q', ...args, 'update'], byHand, work);
			run('apt-get', ['-q', ...args, 'source', '--download-only', debian.source], byHand, work);
			return join(work, debian.archive);
		} catch (error) {
			reasons.push(`${mirror}: ${error.facts?.received ?? error.message}`);
		}
	}
	throw failure('download', {
		expected: `${debian.source} from Debian ${debian.suite}`,
		received: reasons.join('; '),
		todo: `connect once and repeat, or ${byHand}`,
	});
}

function run(command, args, todo, cwd) {
	try {
		execFileSync(command, args, {cwd, stdio: ['ignore', 'pipe', 'pipe'], env: {...process.env, LC_ALL: 'C'}});
	} catch (error) {
		const said = String(error.stderr ?? '')
			.split('\n')
			.filter(line => /^(E:|tar:|W: Failed)/.test(line));
		const received =
			error.code === 'ENOENT' ? `no command ${command}` : said.slice(0, 2).join(' ') || error.message;
		throw failure('command', {command, received, todo});
	}
}

/** The archives that this machine already uses: from apt's indexes, else from its sources files. */
export function debianMirrors(etc = '/etc/apt') {
	const found = etc === '/etc/apt' ? mirrorsOfIndexes() : [];
	return [...new Set(found.length > 0 ? found : mirrorsOfSources(etc))];
}

function mirrorsOfIndexes() {
	const format = '$(ORIGIN)|$(LABEL)|$(REPO_URI)';
	try {
		const text = execFileSync('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		return text
			.split('\n')
			.filter(line => line.startsWith('Debian|Debian|'))
			.map(line => line.slice('Debian|Debian|'.length));
	} catch {
		return [];
	}
}

function mirrorsOfSources(etc) {
	const parts = join(etc, 'sources.list.d');
	const names = existsSync(parts) ? readdirSync(parts).map(name => join(parts, name)) : [];
	const files = [join(etc, 'sources.list'), ...names].filter(
		name => /\.(list|sources)$/.test(name) && existsSync(name),
	);
	const uris = files.flatMap(name => {
		const lines = readFileSync(name, 'utf8')
			.split('\n')
			.filter(line => !line.trimStart().startsWith('#'));
		return lines.flatMap(line =>
			/^\s*(deb|deb-src|URIs:)\s/.test(line) ? (line.match(/[a-z]+:\/\/\S+/g) ?? []) : [],
		);
	});
	return uris.filter(uri => /\/debian\/?$/.test(uri));
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
