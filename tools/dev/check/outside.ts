// Whether a file names a place outside the repository, which other machines do not have.
import {readFileSync} from 'node:fs';
import {dirname, join, normalize} from 'node:path';
import {catnapRoot} from '../../build/app.ts';
import {repositoryFiles} from './files.ts';

/** The only file that may: it finds the folder that tests use when it is there. */
const finder = 'test/shared.ts';
const notText = /\.(tflite|bin|catnap|wasm|elf|png)$/;
/** Folders of the repository that git does not track. */
const untracked = /^(build|dist|node_modules)(\/|$)/;
const upward = /(?<![\w./])(?:\.\.?\/)*\.\.\/([\w@-][\w./@-]*)/g;
/** `/home/me` is made up. */
const ofOneMachine = /(?<![\w.])\/(?:home(?!\/me\b)|root|work|Users)\/\w[\w./-]*/g;

export async function outsideProblems(): Promise<string[]> {
	return namedOutside(repositoryFiles(), path => readFileSync(join(catnapRoot, path), 'utf8'));
}

/** Lines that say where a name leads outside. `files`: all paths of the repository. */
export function namedOutside(files: readonly string[], read: (path: string) => string): string[] {
	const inside = placesOf(files);
	const texts = files.filter(path => path !== finder && !notText.test(path));
	return texts.flatMap(file =>
		read(file)
			.split('\n')
			.flatMap((line, index) =>
				namesIn(line, dirname(file), inside).map(
					name => `${file}:${index + 1} names ${name}, which is outside the repository`,
				),
			),
	);
}

/** A path that goes up may be meant from the file's own folder, or from another one of the same room. */
function namesIn(line: string, folder: string, inside: ReadonlySet<string>): string[] {
	const up = [...line.matchAll(upward)].filter(([path, rest]) => {
		const leaves = normalize(join(folder, path)).startsWith('..');
		return leaves || !(untracked.test(rest!) || inside.has(normalize(rest!).replace(/\/?\.*$/, '')));
	});
	return [...up, ...line.matchAll(ofOneMachine)].map(([path]) => path);
}

/** Every file and folder, by each end of its path: `a/b/c`, `b/c`, `c`. */
function placesOf(files: readonly string[]): Set<string> {
	const places = new Set<string>();
	for (const file of files) {
		for (let path = file; path !== '.'; path = dirname(path)) {
			const parts = path.split('/');
			for (const from of parts.keys()) places.add(parts.slice(from).join('/'));
		}
	}
	return places;
}
