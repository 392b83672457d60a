// The slow suites: minutes each, run by `npm run test:long`.
export default {
	files: ['test/long/**/*.test.ts'],
	extensions: {ts: 'module'},
	nodeArguments: ['--import=tsx', '--conditions=catnap-sources'],
	workerThreads: false,
	concurrency: 1,
	timeout: '15m',
};
