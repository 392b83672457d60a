// What others wrote of a firmware, as the linker and the compiler say it: objects that put at least one byte into it, and
// headers that those were compiled with.
import {basename, normalize, relative} from 'node:path';
import {works} from './licences.ts';
import {isLinkMapOfGnu, readLinkMap} from './link-map.ts';

/**
 * `map`: the linker's; `deps`: what `ninja -t deps` prints. Sorted: files of the engine as `quickjs/<file>`, headers of the
 * repository by their path, members of libraries as `/folder/library.a(member.o)`.
 */
export function heldOf(map: string, deps: string, root: string): string[] {
	const objects = new Set(objectsIn(map).map(nameOf));
	const held = [...objects, ...headersOf(deps, objects, root)].filter(name => !isOurs(name));
	return [...new Set(held)].sort();
}

function isOurs(name: string): boolean {
	return !name.startsWith('/') && !name.startsWith('quickjs/') && !works.some(({holds}) => holds.test(name));
}

/** Sections that stay in the file and are not put on the chip. */
const notLoaded = /^\.(debug_|stab|comment|ARM\.attributes|note)/;

function objectsIn(map: string): string[] {
	if (!isLinkMapOfGnu(map)) return objectsOfWasm(map);
	return readLinkMap(map)
		.filter(({output, object}) => object !== '' && !notLoaded.test(output))
		.map(({object}) => object);
}

/** Lines of wasm-ld: address, offset, size, then `path/of/object.o:(name of a function or of data)`. */
function objectsOfWasm(map: string): string[] {
	return [...map.matchAll(/^ *(?:-|[0-9a-f]+) +[0-9a-f]+ +([0-9a-f]+) +([^ <].*):\(.*\)$/gm)]
		.filter(([, size]) => Number.parseInt(size!, 16) > 0)
		.map(([, , object]) => object!);
}

/** CMake's objects by the source that they are made of. */
function nameOf(object: string): string {
	const [, target, path] = /^CMakeFiles\/(\w+)\.dir\/(.*)\.obj$/.exec(object) ?? [];
	if (target === undefined) return normalize(object);
	return target === 'quickjs' ? `quickjs/${basename(path!)}` : path!;
}

/** Blocks of `object: #deps ...` with a path on each line below. */
function headersOf(deps: string, objects: ReadonlySet<string>, root: string): string[] {
	return deps.split(/\n(?=\S)/).flatMap(block => {
		const [head, ...paths] = block.split('\n');
		if (!objects.has(nameOf(head!.split(':')[0]!))) return [];
		return paths
			.map(path => relative(root, path.trim()))
			.filter(path => path.endsWith('.h') && !path.startsWith('..'));
	});
}
