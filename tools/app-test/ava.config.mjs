// How ava runs the tests of an app: TypeScript in child processes, with `catnap` and `ava` found beside Catnap itself.
import {hasSources} from '../../lib/root.mjs';

export default {
	files: ['test/**/*.test.ts'],
	extensions: {ts: 'module'},
	nodeArguments: [
		`--import=${new URL('./register.mjs', import.meta.url).href}`,
		...(hasSources ? ['--conditions=catnap-sources'] : []),
	],
	workerThreads: false,
	timeout: '5m',
};
