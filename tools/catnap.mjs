#!/usr/bin/env node
// The command `catnap`: lets Node read TypeScript, then hands over to cli.ts.
try {
	const {register} = await import('tsx/esm/api');
	register();
} catch (error) {
	if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
	process.stderr.write(
		'error NPM_PACKAGES: the npm packages of Catnap are not installed\n  type: node tools/setup.mjs start\n',
	);
	process.exit(1);
}
await import('./cli.ts');
