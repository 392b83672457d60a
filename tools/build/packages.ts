// npm packages whose code ended in a bundle, with the licence that each brings.
import {readdirSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {sourcesOf} from './module-code.ts';
import type {Part} from './notice.ts';

/** `map`: JSON of the bundle's source map, whose sources are the files that code of it comes from. */
export function packagesIn(map: string): Part[] {
	const files = new Map<string, string[]>();
	for (const source of sourcesOf(map)) {
		const [folder] = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(source) ?? [];
		if (folder !== undefined) files.set(folder, [...(files.get(folder) ?? []), basename(source)]);
	}
	return [...files]
		.map(([folder, held]) => packagePart(folder, held))
		.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The package in `folder`, of which the files `held` are used. */
export function packagePart(folder: string, held: readonly string[]): Part {
	const {name, version, license} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const texts = readdirSync(folder)
		.filter(file => /^(licen[cs]e|copying|notice)\b/i.test(file))
		.sort()
		.map(file => `${readFileSync(join(folder, file), 'utf8').trim()}\n`);
	return {
		name: `${name} ${version}`,
		licence: String(license ?? 'not said'),
		from: `npm package ${name}`,
		text: texts.join('\n') || 'The package brings no text of its licence.\n',
		held: [...held].sort(),
	};
}
