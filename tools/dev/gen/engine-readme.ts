// The list of what differs from the engine's own source, in bindings/engine/README.md: from what each patch says.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {catnapRoot} from '../../build/app.ts';
import {type EnginePatch, enginePatches} from '../engine/patches.ts';

const begin = '<!-- patches: written by npm run gen -->';
const end = '<!-- end of patches -->';

/** The README with the list of `patches` between its two marks. */
export function engineReadme(
	text = readFileSync(join(catnapRoot, 'bindings/engine/README.md'), 'utf8'),
	patches: readonly EnginePatch[] = enginePatches(),
): string {
	const [before, after] = [text.split(begin)[0]!, text.split(end)[1]!];
	const rows = patches.map(
		({file, does, upstream, cost}) =>
			`| [${file.replace('.patch', '')}](patches/${file}) | ${does} | ${upstream} | ${cost} |`,
	);
	const table = [
		'| patch | what it does | the defect in later versions | cost |',
		'|---|---|---|---|',
		...rows,
	];
	return [before + begin, ...table, end + after].join('\n');
}
