// Make a fresh machine ready: npm packages, Debian packages, the engine's source. Plain Node without
// dependencies, silent and fast when all is there. Usage: node tools/setup.mjs start|test
import {resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {CatnapError} from '../lib/catnap-error.mjs';
import {checkNode} from '../lib/node-version.mjs';
import {fetchQuickjs} from './build/fetch.mjs';
import {installDebianPackages, missingPrograms} from './dev/setup/debian.mjs';
import {installNpmPackages} from './dev/setup/npm.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../..');

/** A line of progress; the product of the command that follows owns stdout. */
function say(line) {
	process.stderr.write(`${line}\n`);
}

function setUp(tier) {
	checkNode();
	installNpmPackages(root, say);
	if (process.platform === 'linux') installDebianPackages(tier, say);
	else missingPrograms(tier);
	fetchQuickjs(say);
}

const tier = process.argv[2] ?? 'start';
if (process.argv.length > 3 || !['start', 'test'].includes(tier)) {
	say('usage: node tools/setup.mjs start|test');
	process.exit(2);
}
try {
	setUp(tier);
} catch (error) {
	say(error instanceof CatnapError && !process.env.CATNAP_DEBUG ? error.message : error.stack);
	process.exit(1);
}
