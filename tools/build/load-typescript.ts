// The TypeScript compiler, with the machine code that V8 made of it last time: read in a fifth of the time.
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {basename, dirname, join} from 'node:path';
import {Script} from 'node:vm';
import type ts from 'typescript';
import {cacheFolder, keepQuietly} from '../../lib/cache.mjs';

const require = createRequire(import.meta.url);
let loaded: typeof ts | undefined;

export function loadTypescript(): typeof ts {
	loaded ??= load(require.resolve('typescript'));
	return loaded;
}

function load(path: string): typeof ts {
	const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, 'utf8')}\n})`;
	const {version} = require('typescript/package.json');
	const key = createHash('sha256').update(
		`${version}\n${path}\n${source.length}\n${process.version}\n${process.arch}`,
	);
	const kept = join(cacheFolder(), 'code', `typescript-${key.digest('hex').slice(0, 16)}.bin`);
	const cachedData = read(kept);
	const script = new Script(source, {filename: path, ...(cachedData && {cachedData})});
	const module = {exports: {} as typeof ts};
	script.runInThisContext()(module.exports, createRequire(path), module, path, dirname(path));
	// what was compiled when it was first needed is in the code, too, so it is kept at the end
	if (cachedData === undefined || script.cachedDataRejected) {
		process.once('exit', () => keepQuietly(script.createCachedData(), 'code', basename(kept)));
	}
	return module.exports;
}

function read(path: string): Buffer | undefined {
	try {
		return readFileSync(path);
	} catch {
		return undefined;
	}
}
