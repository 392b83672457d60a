// clang-tidy over our own C, each file with the defines and include paths of the native build; files that did not change
// since they last passed are not read again.
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {definitionsOf, portOf} from '../../../boards/facts/port.ts';
import host from '../../../boards/host/board.ts';
import {catnapRoot} from '../../build/app.ts';
import {cFiles} from './files.ts';
import {nativeFlags} from './native-build.ts';
import {runTool} from './step.ts';

/** Folders whose C is checked; boards for chips need their own compiler and are checked by its warnings. */
const checked = /^(native|bindings\/engine|boards\/(host|virtual)|test\/c)\//;
/** The board `host` is WebAssembly. */
const hostFlags = [
	`--target=${portOf(host)?.core.target}`,
	...Object.entries(definitionsOf(host)).map(([name, value]) => `-D${name}=${value}`),
];
const cacheDir = join(process.env.CATNAP_CACHE || join(homedir(), '.cache', 'catnap'), 'tidy');
const atOnce = 2;

export async function cLintProblems(): Promise<string[]> {
	const sources = cFiles(/\.c$/).filter(path => checked.test(path));
	const common = commonHash();
	const open = sources.filter(path => !existsSync(stampOf(path, common)));
	const problems: string[] = [];
	const worker = async (): Promise<void> => {
		for (let path = open.shift(); path !== undefined; path = open.shift()) {
			problems.push(...(await lint(path, common)));
		}
	};
	await Promise.all(Array.from({length: atOnce}, worker));
	return problems.sort();
}

async function lint(path: string, common: string): Promise<string[]> {
	const native = nativeFlags(path);
	if (native === undefined) return [];
	const flags = path.startsWith('boards/host/') ? [...native, ...hostFlags] : native;
	const {status, output} = await runTool('clang-tidy', ['--quiet', path, '--', ...flags]);
	if (status === 0) {
		mkdirSync(cacheDir, {recursive: true});
		writeFileSync(stampOf(path, common), '');
		return [];
	}
	const found = output.split('\n').filter(line => /: (warning|error): /.test(line));
	return found.length > 0
		? found.map(line => line.replace(`${catnapRoot}/`, ''))
		: [`${path}: ${output.trim()}`];
}

/** What every file's result depends on: the rules and all headers. */
function commonHash(): string {
	const hash = createHash('sha256');
	for (const path of ['.clang-tidy', 'tools/dev/check/native-build.ts', ...cFiles(/\.h$/)]) {
		hash.update(path).update(readFileSync(join(catnapRoot, path)));
	}
	return hash.digest('hex');
}

function stampOf(path: string, common: string): string {
	const source = readFileSync(join(catnapRoot, path));
	return join(
		cacheDir,
		createHash('sha256').update(common).update(path).update(source).digest('hex').slice(0, 32),
	);
}
