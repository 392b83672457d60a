// Firmware that differs in one file: all files are compiled once, then one of them again, and all are linked.

import {mkdirSync} from 'node:fs';
import {basename, dirname, isAbsolute, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type Compilation, type Parameters, parametersOf} from './compile.ts';
import {type Breakage, broken} from './wakes/build.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export class Variants {
	readonly #folder: string;
	readonly #parameters: Parameters;
	readonly #built = new Map<string, string>();

	/** `folder`: absolute; objects and images lie there. */
	constructor({folder, ...compilation}: Omit<Compilation, 'output' | 'instead'> & {readonly folder: string}) {
		this.#folder = join(folder, 'objects');
		mkdirSync(this.#folder, {recursive: true});
		this.#parameters = parametersOf({...compilation, output: join(folder, 'firmware')});
		const {compileFlags, files, run} = this.#parameters;
		// a compiler that is given many files names objects by the last part of their paths
		for (const of of new Set(files.map(dirname))) {
			const objects = dirname(this.#objectOf(join(of, 'any.c')));
			mkdirSync(objects, {recursive: true});
			run([...compileFlags, '-c', ...files.filter(file => dirname(file) === of).map(absolute)], objects);
		}
	}

	/** The path of the firmware, with a mistake in it or none. */
	build(wrong?: Breakage): string {
		const name = wrong?.name ?? 'whole';
		const known = this.#built.get(name);
		if (known !== undefined) return known;
		const {compileFlags, files, linkFlags, run} = this.#parameters;
		if (wrong && !files.includes(wrong.file)) throw new Error(`${wrong.file} is not in the firmware`);
		const objects = files.map(file => this.#objectOf(file));
		if (wrong) {
			const object = join(this.#folder, `${name}.o`);
			const variant = join(this.#folder, name);
			run([...compileFlags, '-c', absolute(broken(wrong, variant)), '-o', object]);
			objects[files.indexOf(wrong.file)] = object;
		}
		const elf = join(this.#folder, `${name}.elf`);
		run([...compileFlags, ...objects, ...linkFlags, '-o', elf]);
		this.#built.set(name, elf);
		return elf;
	}

	#objectOf(file: string): string {
		return join(this.#folder, dirname(file), basename(file).replace(/c$/, 'o'));
	}
}

function absolute(file: string): string {
	return isAbsolute(file) ? file : join(root, file);
}
