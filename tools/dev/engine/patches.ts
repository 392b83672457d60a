// The engine's patches as data: what each says about itself before its diff.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {CatnapError} from '../../../lib/errors.ts';
import {catnapRoot} from '../../build/app.ts';

export const patchFolder = join(catnapRoot, 'bindings/engine/patches');

export interface EnginePatch {
	/** `07-promise-all.patch` */
	readonly file: string;
	/** The whole text before the diff, as a commit message: the title, why, `Upstream:` and `Cost:`. */
	readonly message: string;
	/** `Free the functions of an element where the next is refused.` */
	readonly does: string;
	/** Whether later versions of the engine have the defect. */
	readonly upstream: string;
	/** What it costs on the chip. */
	readonly cost: string;
	readonly diff: string;
}

/** All patches in the order in which they are applied. */
export function enginePatches(folder = patchFolder): EnginePatch[] {
	return patchNames(folder).map(file => parsePatch(file, readFileSync(join(folder, file), 'utf8')));
}

export function patchNames(folder: string): string[] {
	return readdirSync(folder)
		.filter(name => name.endsWith('.patch'))
		.sort();
}

/** `message` of the commit that stands at `number` in the series becomes the name of its file. */
export function patchName(number: number, message: string): string {
	const word = /^([a-z0-9]+(?:-[a-z0-9]+)*): [A-Z].*\.$/m.exec(message.split('\n', 1)[0]!)?.[1];
	if (word === undefined) {
		throw wrong(`patch ${number}`, 'a first line like `array-length: Check that ... .`', message);
	}
	return `${String(number).padStart(2, '0')}-${word}.patch`;
}

export function parsePatch(file: string, text: string): EnginePatch {
	const start = text.search(/^--- a\//m);
	if (start < 0) throw wrong(file, 'a diff whose files are a/... and b/...', text);
	const message = text.slice(0, start).trimEnd();
	const name = patchName(Number.parseInt(file, 10), message);
	if (name !== file) throw wrong(file, `the name ${name}, as its first line says`, message);
	return {
		file,
		message,
		does: message.split('\n', 1)[0]!.replace(/^[^:]*: /, ''),
		upstream: field(file, message, 'Upstream'),
		cost: field(file, message, 'Cost'),
		diff: text.slice(start),
	};
}

/** `Upstream: ...` up to the next field or the end, on one line. */
function field(file: string, message: string, name: string): string {
	const found = new RegExp(`^${name}: ((?:.|\\n(?![A-Z]\\w*: ))+)`, 'm').exec(message)?.[1];
	if (found === undefined)
		throw wrong(file, `a line that begins with \`${name}: \` before the diff`, message);
	return found.trim().replaceAll(/\s*\n\s*/g, ' ');
}

function wrong(where: string, expected: string, text: string): CatnapError {
	return new CatnapError('ENGINE_PATCH', {
		where: `bindings/engine/patches/${where}`,
		expected,
		received: text.split('\n', 1)[0]!,
	});
}
