// `npm test`: runs every check and every test suite in order, one line a step, and ends with the plain line of sums.
// Usage: node tools/test.mjs [step...]  (names as the lines show them; names of tests may follow c and ts:
// `c stream`, `ts test/tools/tap.test.ts --match '*cut off*'`)
try {
	const {register} = await import('tsx/esm/api');
	register();
} catch (error) {
	if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
	const {CatnapError} = await import('../lib/catnap-error.mjs');
	const {message, exitCode} = new CatnapError('NPM_PACKAGES', {
		which: 'none',
		todo: 'run: node tools/setup.mjs test',
	});
	process.stderr.write(`${message}\n`);
	process.exit(exitCode);
}
const {main} = await import('./dev/check/main.ts');
process.exitCode = await main(process.argv.slice(2));
