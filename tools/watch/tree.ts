// Watches the files of an app: each folder for itself, for a watch of all folders would follow node_modules, too.
import {type FSWatcher, readdirSync, watch} from 'node:fs';
import {join, relative} from 'node:path';

/** Several events in a row, as editors make them when they save, are one change. */
const settleMs = 40;

/** What vi, Emacs, gedit, Kate and JetBrains' editors write beside a file while they save it. */
const temporary = /~$|\.sw[a-z]$|^4913$|^#.*#$|^\.#|___jb_(tmp|old)___$|\.kate-swp$/;

export interface Watched {
	close(): void;
}

/**
 * Call `changed` with the paths, relative to `root`, that have changed since the last call.
 * @param ignored folders of `root` that do not count; others do not if their name begins with a dot, or is node_modules.
 */
export function watchTree(
	root: string,
	ignored: readonly string[],
	changed: (paths: readonly string[]) => void,
): Watched {
	const watchers = new Map<string, FSWatcher>();
	const pending = new Set<string>();
	let timer: NodeJS.Timeout | undefined;
	const isIgnored = (dir: string, name: string): boolean =>
		name.startsWith('.') ||
		temporary.test(name) ||
		name === 'node_modules' ||
		(dir === root && ignored.includes(name));
	const forget = (dir: string): void => {
		watchers.get(dir)?.close();
		watchers.delete(dir);
	};
	const follow = (dir: string): void => {
		const entries = entriesOf(dir);
		if (entries === undefined) {
			forget(dir);
			return;
		}
		if (!watchers.has(dir)) {
			const watcher = watch(dir, (_event, name) => note(dir, name ?? ''));
			watcher.on('error', () => forget(dir));
			watchers.set(dir, watcher);
		}
		for (const entry of entries)
			if (entry.isDirectory() && !isIgnored(dir, entry.name)) follow(join(dir, entry.name));
	};
	const note = (dir: string, name: string): void => {
		if (isIgnored(dir, name)) return;
		pending.add(relative(root, join(dir, name)));
		follow(dir); // a folder may have come
		timer ??= setTimeout(() => {
			timer = undefined;
			const paths = [...pending].sort();
			pending.clear();
			changed(paths);
		}, settleMs);
	};
	follow(root);
	return {
		close() {
			clearTimeout(timer);
			for (const dir of [...watchers.keys()]) forget(dir);
		},
	};
}

function entriesOf(dir: string) {
	try {
		return readdirSync(dir, {withFileTypes: true});
	} catch {
		return undefined; // it has gone
	}
}
