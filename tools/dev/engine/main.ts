// The engine's patches as commits: `open <folder>` makes a git repository of the patched engine, `save <folder>` writes
// its commits back as patches.
import {resolve} from 'node:path';
import {argv} from 'node:process';
import {CatnapError} from '../../../lib/errors.ts';
import {patchFolder} from './patches.ts';
import {openSeries, saveSeries} from './series.ts';

function main([command, folder, ...rest]: readonly string[]): void {
	if (folder === undefined || rest.length > 0 || (command !== 'open' && command !== 'save')) {
		const expected = 'npm run engine -- open <folder>, or npm run engine -- save <folder>';
		throw new CatnapError('USAGE', {expected});
	}
	if (command === 'open') {
		const commits = openSeries(patchFolder, resolve(folder));
		console.error(
			`engine: ${resolve(folder)} is a git repository; its last ${commits} commits are the patches`,
		);
	} else {
		console.error(`engine: wrote ${saveSeries(resolve(folder), patchFolder)} patches; now run: npm run gen`);
	}
}

try {
	main(argv.slice(2));
} catch (error) {
	if (!(error instanceof CatnapError)) throw error;
	console.error(error.message);
	process.exitCode = error.exitCode;
}
