// Espressif's esptool as Debian ships it, fetched with its own Python and unpacked outside the tree: a witness, not a part of ours.

import {execFile} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {cacheFolder, makeCache} from '../../lib/cache.mjs';
import {makeTemporary, removeTemporary} from '../../lib/temporary.mjs';
import {fromDebian, run} from '../../tools/build/debian.mjs';
import {keep} from '../../tools/build/fetch.mjs';

const suite = 'trixie';
const wanted = 'esptool=4.7.0+dfsg-0.1';

const failed = (facts: object): Error => new Error(`esptool cannot be fetched: ${JSON.stringify(facts)}`);
const fail = {command: failed, mirror: failed, download: failed};

/** The folder of the packages; downloaded once. */
function fetchEsptool(): string {
	const kept = join(cacheFolder(), `${wanted.replace('=', '-')}-${suite}`);
	if (existsSync(kept)) return kept;
	const work = makeTemporary('fetch', makeCache());
	const made = join(work, 'root');
	mkdirSync(made);
	try {
		fromDebian({work, suite, kind: 'deb', say: () => {}, fail}, apt => {
			const plan: string = apt(['--simulate', 'install', wanted]);
			const names = [...plan.matchAll(/^Inst (\S+) \((\S+)/gm)].map(
				([, name, version]) => `${name}=${version}`,
			);
			apt(['download', ...names]);
		});
		for (const name of readdirSync(work).filter(file => file.endsWith('.deb')))
			run('dpkg-deb', ['-x', join(work, name), made], {cwd: work, fail});
		keep(made, kept);
		return kept;
	} finally {
		removeTemporary(work);
	}
}

/** What a run of it prints. */
export async function esptool(...args: string[]): Promise<string> {
	const root = fetchEsptool();
	const [libraries] = readdirSync(join(root, 'usr/lib')).filter(name => name.endsWith('-linux-gnu'));
	const library = join(root, 'usr/lib', libraries!);
	const [loader] = readdirSync(library).filter(name => name.startsWith('ld-linux'));
	const python = [join(root, 'usr/bin/python3.13'), join(root, 'usr/bin/esptool')];
	const env = {
		...process.env,
		PYTHONHOME: join(root, 'usr'),
		PYTHONPATH: join(root, 'usr/lib/python3/dist-packages'),
	};
	const all = ['--library-path', library, ...python, '--chip', 'esp32s3', ...args];
	const {stdout} = await promisify(execFile)(join(library, loader!), all, {env});
	return stdout;
}
