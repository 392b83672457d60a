// The C sources of the model runtime, for every build that needs them.
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {catnapRoot} from '../../lib/root.mjs';

const folders = {
	sources: ['native/src', 'native/kernels/portable', 'native/kernels/m33'],
	headers: ['native/include/cn', 'native/include/cn/gen', 'native/kernels/portable', 'native/kernels/m33'],
} as const;

/** What kernels use of the other C sources. */
const shared = {
	sources: [
		'native/dsp/dsp_integer.c',
		'native/dsp/dsp_rfft16.c',
		...['arc', 'exact', 'exp', 'log', 'pow', 'trig', 'wide'].map(name => `native/math/${name}.c`),
	],
	headers: ['native/gen/rfft16_tables.h', 'native/math/wide.h'],
} as const;

/** Of the core: what checks and runs a plan. What apps hold (model.c) needs a pool and a board. */
const core: readonly string[] = ['kernels.c', 'plan.c'];

/** Paths of what checks and runs plans and all kernels, or of the headers that they include. */
export function runtimeSources(kind: 'sources' | 'headers' = 'sources'): string[] {
	const end = kind === 'sources' ? '.c' : '.h';
	const own = folders[kind].flatMap(folder => {
		const names = list(join(catnapRoot, folder)).filter(name => name.endsWith(end));
		const wanted = folder === 'native/src' ? names.filter(name => core.includes(name)) : names;
		return wanted.sort().map(name => join(catnapRoot, folder, name));
	});
	return [...own, ...shared[kind].map(path => join(catnapRoot, path))];
}

/** Paths of what makes features of a window, as apps do: the stage beside a model, and the front end of speech. */
export function featureSources(kind: 'sources' | 'headers' = 'sources'): string[] {
	const dsp = list(join(catnapRoot, 'native/dsp')).sort();
	const own = (end: string) =>
		dsp.filter(name => name.endsWith(end)).map(name => join(catnapRoot, 'native/dsp', name));
	return kind === 'sources'
		? own('.c')
		: [
				...own('.h'),
				...list(join(catnapRoot, 'native/include/cn'))
					.filter(name => /^(dsp_|feature|anomaly).*\.h$/.test(name))
					.sort()
					.map(name => join(catnapRoot, 'native/include/cn', name)),
				...list(join(catnapRoot, 'native/gen'))
					.filter(name => name.endsWith('.h'))
					.sort()
					.map(name => join(catnapRoot, 'native/gen', name)),
			];
}

function list(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}
