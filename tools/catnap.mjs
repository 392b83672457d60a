#!/usr/bin/env node
// The command `catnap`: lets Node read TypeScript, then hands over to cli.ts.
try {
	const {register} = await import('tsx/esm/api');
	register();
} catch (error) {
	if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
	const {CatnapError} = await import('../lib/catnap-error.mjs');
	const {message, exitCode} = new CatnapError('NPM_PACKAGES', {
		which: 'none',
		todo: 'run: node tools/setup.mjs start',
	});
	process.stderr.write(`${message}\n`);
	process.exit(exitCode);
}
await import('./cli.ts');
