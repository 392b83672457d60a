// Builds of apps, kept by what they were made of: an unchanged app is not compiled twice.
import {createHash, type Hash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {basename, dirname, join, relative, sep} from 'node:path';
import {deserialize, serialize} from 'node:v8';
import {cacheFolder, keepQuietly} from '../../lib/cache.mjs';
import {catnapRoot, hasSources} from '../../lib/root.mjs';
import type {App} from './app.ts';

/** What a build consists of beside the app's own folder. */
interface Kept<Content> {
	/** Hash of the app's folder. */
	readonly app: string;
	/** Hashes of files elsewhere. */
	readonly elsewhere: ReadonlyMap<string, string>;
	readonly content: Content;
}

/** Folders of an app that a build does not read. */
export const unread: readonly string[] = ['node_modules', 'build', 'test', 'traces'];
/** An app's folder with more than this is hashed in vain: whoever names a home directory should not wait. */
const mostFiles = 2000;
const mostBytes = 64 * 1024 * 1024;
const mostBuilds = 100;

const folder = (): string => join(cacheFolder(), 'builds');

export class BuildCache<Content> {
	readonly #app: App;
	readonly #path: string;

	/** `about`: what else decides, such as the board. */
	constructor(app: App, about: string) {
		this.#app = app;
		const key = createHash('sha256').update(`${ownStamp()}\n${app.dir}\n${app.main}\n${about}`);
		this.#path = join(folder(), `${key.digest('hex').slice(0, 24)}.bin`);
	}

	/** What was kept, if nothing that it was made of has changed. */
	find(): Content | undefined {
		try {
			const kept = deserialize(readFileSync(this.#path)) as Kept<Content>;
			if (kept.app !== hashOfFolder(this.#app.dir)) return undefined;
			for (const [path, hash] of kept.elsewhere) if (hashOfFile(path) !== hash) return undefined;
			return kept.content;
		} catch {
			return undefined;
		}
	}

	/** @param inputs absolute paths of files that were read. A cache that cannot be written costs time and nothing else. */
	keep(content: Content, inputs: readonly string[]): void {
		const inApp = `${this.#app.dir}${sep}`;
		const others = [...inputs, ...locksAbove(this.#app.dir)].filter(path => !isReadIn(path, inApp));
		const elsewhere = new Map(others.map(path => [path, hashOfFile(path)] as const));
		try {
			const app = hashOfFolder(this.#app.dir);
			if (app === undefined) return;
			const kept: Kept<Content> = {app, elsewhere, content};
			keepQuietly(serialize(kept), 'builds', basename(this.#path));
			forgetOldest();
		} catch {}
	}
}

function isReadIn(path: string, folder: string): boolean {
	return path.startsWith(folder) && !unread.includes(path.slice(folder.length).split(sep)[0]!);
}

/** Which packages are installed: a new one can be found where none was. */
function locksAbove(dir: string): string[] {
	const lock = join(dir, 'node_modules/.package-lock.json');
	return dirname(dir) === dir ? [lock] : [lock, ...locksAbove(dirname(dir))];
}

function hashOfFile(path: string): string {
	try {
		return createHash('sha256').update(readFileSync(path)).digest('hex');
	} catch {
		return 'none';
	}
}

/** Names and bytes of everything in it that a build may read; undefined if that is too much. */
function hashOfFolder(dir: string): string | undefined {
	const hash = createHash('sha256');
	const room = {files: mostFiles, bytes: mostBytes};
	return addFolder(hash, dir, dir, room) ? hash.digest('hex') : undefined;
}

function addFolder(hash: Hash, root: string, dir: string, room: {files: number; bytes: number}): boolean {
	for (const entry of readdirSync(dir, {withFileTypes: true}).sort((a, b) => (a.name < b.name ? -1 : 1))) {
		if (entry.name.startsWith('.') || (dir === root && unread.includes(entry.name))) continue;
		if (entry.name === 'node_modules') continue;
		const path = join(dir, entry.name);
		if (entry.isDirectory()) {
			if (!addFolder(hash, root, path, room)) return false;
			continue;
		}
		room.files--;
		room.bytes -= statSync(path).size;
		if (room.files < 0 || room.bytes < 0) return false;
		hash.update(`\n${relative(root, path)}\n`).update(readFileSync(path));
	}
	return true;
}

/** Of Catnap itself: in the package what was compiled, in the repository when each file was written last. */
function ownStamp(): string {
	if (!hasSources) return readFileSync(join(catnapRoot, 'dist/sources.sha256'), 'utf8');
	const rooms = ['bindings', 'boards', 'lib', 'native', 'sim', 'tools', 'ts-src', 'package-lock.json'];
	return rooms.map(room => stampOf(join(catnapRoot, room))).join();
}

function stampOf(path: string): string {
	const {mtimeMs, size} = statSync(path);
	if (!statSync(path).isDirectory()) return `${path} ${mtimeMs} ${size}`;
	return readdirSync(path)
		.map(name => stampOf(join(path, name)))
		.join();
}

function forgetOldest(): void {
	const builds = readdirSync(folder()).map(name => join(folder(), name));
	const byAge = builds.filter(existsSync).map(path => ({path, at: statSync(path).mtimeMs}));
	byAge.sort((a, b) => b.at - a.at);
	for (const {path} of byAge.slice(mostBuilds)) rmSync(path, {force: true});
}
