#!/usr/bin/env node
// The command `catnap`: in the repository it lets Node read TypeScript, in the package it takes what was compiled.
import {existsSync} from 'node:fs';
import module from 'node:module';
import {join} from 'node:path';

const sources = new URL('./cli.ts', import.meta.url);
const hasSources = existsSync(sources);
const lib = hasSources ? '../lib/' : '../dist/lib/';
await refuseOldNode();
if (hasSources) {
	await readTypescript();
	await import(sources.href);
} else {
	await keepCode();
	await import(new URL('../dist/tools/cli.js', import.meta.url).href);
}

/** An older Node would stumble over our programs somewhere. */
async function refuseOldNode() {
	const {checkNode} = await import(new URL(`${lib}node-version.mjs`, import.meta.url).href);
	try {
		checkNode();
	} catch ({message, exitCode}) {
		process.stderr.write(`${message}\n`);
		process.exit(exitCode);
	}
}

/** From Node 22 on, V8 keeps what it made of our programs. */
async function keepCode() {
	if (module.enableCompileCache === undefined) return;
	const {cacheFolder} = await import(new URL('../dist/lib/cache.mjs', import.meta.url).href);
	module.enableCompileCache(join(cacheFolder(), 'code'));
}

async function readTypescript() {
	try {
		// where there can be none, tsx would look for its place forever
		const {checkTemporary} = await import('../lib/temporary.mjs');
		checkTemporary();
		const {register} = await import('tsx/esm/api');
		register();
	} catch (error) {
		const {CatnapError} = await import('../lib/catnap-error.mjs');
		if (error.code !== 'ERR_MODULE_NOT_FOUND' && !(error instanceof CatnapError)) throw error;
		const {message, exitCode} =
			error instanceof CatnapError
				? error
				: new CatnapError('NPM_PACKAGES', {which: 'none', todo: 'run: node tools/setup.mjs start'});
		process.stderr.write(`${message}\n`);
		process.exit(exitCode);
	}
}
