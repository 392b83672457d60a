// npm packages: installed with `npm ci` when one of the lock file is absent or of another version.
import {spawnSync} from 'node:child_process';
import {lstatSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {CatnapError} from '../../../lib/catnap-error.mjs';

export function installNpmPackages(root, say) {
	const stale = stalePackages(root);
	if (stale.length === 0) return;
	const command = 'npm ci';
	const folder = join(root, 'node_modules');
	// a shared folder (a git worktree may link to one) is not ours to delete
	if (lstatSync(folder, {throwIfNoEntry: false})?.isSymbolicLink()) {
		throw new CatnapError('NPM_PACKAGES', {
			which: 'link',
			where: folder,
			expected: stale.slice(0, 3).join(', '),
			todo: `this folder is a link: run \`${command}\` where it leads to`,
		});
	}
	say(`setup: ${command} (${stale.length} packages)`);
	// npm's own stdout is progress here; stdin is closed so that nothing can wait for an answer
	const {status, error} = spawnSync('npm', ['ci', '--no-progress'], {
		cwd: root,
		stdio: ['ignore', 2, 2],
		shell: process.platform === 'win32',
	});
	if (status === 0) return;
	throw new CatnapError('NPM_PACKAGES', {
		which: 'install',
		where: root,
		received: error?.message ?? `exit code ${status}`,
		todo: `connect to the network once and repeat, or run: ${command}`,
	});
}

/** Names of packages of the lock file that are not in node_modules in that version. */
export function stalePackages(root) {
	const wanted = packagesOf(join(root, 'package-lock.json'));
	let installed;
	try {
		installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
	} catch {
		installed = {};
	}
	return Object.entries(wanted)
		.filter(
			([path, {version, optional, peer}]) =>
				path !== '' && !optional && !peer && installed[path]?.version !== version,
		)
		.map(([path, {version}]) => `${path.replace(/^.*node_modules\//, '')}@${version}`);
}

function packagesOf(lockFile) {
	return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}
