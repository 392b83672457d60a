// Tests are TypeScript in child processes (tsx does not hook into ava's worker threads); two cores suffice.
export default {
	files: ['test/**/*.test.ts', '!test/long/**', '!test/tools/samples/**', '!test/tools/apps/**'],
	extensions: {ts: 'module'},
	nodeArguments: ['--import=tsx', '--conditions=catnap-sources'],
	workerThreads: false,
	concurrency: 2,
	timeout: '5m',
};
