// What `catnap new` can begin with: every example that says in its package.json what it does.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {catnapRoot} from '../../lib/root.mjs';

export interface Template {
	/** Its folder below `examples`. */
	readonly name: string;
	/** What an app of it does: follows "An app that". */
	readonly does: string;
	readonly dir: string;
}

export const defaultTemplate = 'hello';

const folder = join(catnapRoot, 'examples');

export function templateNames(): string[] {
	return readdirSync(folder)
		.filter(name => existsSync(join(folder, name, 'package.json')))
		.sort();
}

export function findTemplate(name: string): Template {
	const dir = join(folder, name);
	const {description} = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
	return {name, does: description, dir};
}
