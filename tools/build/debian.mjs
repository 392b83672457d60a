// Things of one Debian suite, whatever suite this machine runs: a private state of apt at the mirrors that are set up here.
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Arguments for apt-get that keep all of its state in `folder`. */
function argumentsFor(folder) {
	for (const name of ['lists/partial', 'cache/archives/partial', 'parts'])
		mkdirSync(join(folder, name), {recursive: true});
	writeFileSync(join(folder, 'status'), '');
	const options = {
		'Dir::Etc::SourceList': join(folder, 'sources.list'),
		'Dir::Etc::SourceParts': join(folder, 'parts'),
		'Dir::State::Lists': join(folder, 'lists'),
		'Dir::State::status': join(folder, 'status'),
		'Dir::Cache': join(folder, 'cache'),
		'APT::Sandbox::User': 'root',
		'APT::Install-Recommends': 'false',
		'Acquire::Languages': 'none',
		'Acquire::Retries': '2',
	};
	return Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/**
 * What `use` gets out of `suite` at the first mirror where it succeeds. It is given a function that runs apt-get in `work`.
 * `kind` is deb or deb-src. `fail` makes errors of facts: that no mirror is known, that a command or the whole failed.
 */
export function fromDebian({work, suite, kind, say, fail}, use) {
	const mirrors = debianMirrors();
	if (mirrors.length === 0) throw fail.mirror({where: '/etc/apt', expected: 'a Debian archive'});
	const folder = join(work, `apt-${suite}`);
	const args = argumentsFor(folder);
	const apt = more => run('apt-get', ['-q', ...args, ...more], {cwd: work, fail});
	const reasons = [];
	for (const mirror of mirrors) {
		say(mirror);
		writeFileSync(join(folder, 'sources.list'), `${kind} [signed-by=${keyring}] ${mirror} ${suite} main\n`);
		try {
			apt(['update']);
			return use(apt);
		} catch (error) {
			reasons.push(`${mirror}: ${error.facts?.received ?? error.message}`);
		}
	}
	throw fail.download({received: reasons.join('; ')});
}

/** Run a command; returns what it printed. */
export function run(command, args, {cwd, todo, fail}) {
	try {
		return execFileSync(command, args, {
			cwd,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'pipe'],
			maxBuffer: 64 << 20,
			env: {...process.env, LC_ALL: 'C'},
		});
	} catch (error) {
		const said = String(error.stderr ?? '')
			.split('\n')
			.filter(line => /^(E:|tar:|W: Failed|.*error:)/.test(line));
		const received =
			error.code === 'ENOENT' ? `no command ${command}` : said.slice(0, 2).join(' ') || error.message;
		throw fail.command({command, received, ...(todo === undefined ? {} : {todo})});
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
