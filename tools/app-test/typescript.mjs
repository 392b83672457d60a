// Lets Node read the TypeScript of an app's tests by the compiler that Catnap brings; what was read once is kept.
import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {cacheFolder, keepQuietly} from '../../lib/cache.mjs';

const require = createRequire(import.meta.url);
const {version} = require('typescript/package.json');
const folder = join(cacheFolder(), 'tests');

/** `./other.js` and `./other` may mean other.ts, as the compiler reads them. */
export async function resolve(specifier, context, nextResolve) {
	if (!/^\.\.?\//.test(specifier) || !/\.ts(\?|$)/.test(context.parentURL ?? ''))
		return nextResolve(specifier, context);
	const asked = new URL(specifier, context.parentURL);
	const places = [
		asked.href,
		asked.href.replace(/\.js$/, '.ts'),
		`${asked.href}.ts`,
		`${asked.href}/index.ts`,
	];
	const found = places.find(href => /\.\w+$/.test(href) && existsSync(fileURLToPath(href)));
	return nextResolve(found ?? specifier, context);
}

export async function load(url, context, nextLoad) {
	if (!url.startsWith('file:') || !/\.[cm]?ts$/.test(new URL(url).pathname)) return nextLoad(url, context);
	const path = fileURLToPath(url);
	return {format: 'module', source: compiled(path, readFileSync(path, 'utf8')), shortCircuit: true};
}

function compiled(path, text) {
	const key = createHash('sha256').update(`${version}\n${path}\n${text}`).digest('hex').slice(0, 24);
	const kept = join(folder, `${key}.mjs`);
	if (existsSync(kept)) return readFileSync(kept, 'utf8');
	const code = compile(path, text);
	keepQuietly(code, 'tests', `${key}.mjs`);
	return code;
}

function compile(fileName, text) {
	const ts = require('typescript');
	const {outputText, diagnostics} = ts.transpileModule(text, {
		fileName,
		reportDiagnostics: true,
		compilerOptions: {
			target: ts.ScriptTarget.ES2023,
			module: ts.ModuleKind.ESNext,
			inlineSourceMap: true,
			inlineSources: true,
		},
	});
	const [first] = diagnostics;
	if (first === undefined) return outputText;
	const {line, character} = first.file.getLineAndCharacterOfPosition(first.start);
	const said = ts.flattenDiagnosticMessageText(first.messageText, ' ');
	throw new SyntaxError(`${fileName}:${line + 1}:${character + 1} ${said} (TS${first.code})`);
}
