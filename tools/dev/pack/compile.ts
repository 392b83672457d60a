// Our TypeScript compiled for the package: JavaScript with declarations and source maps, one file for each source.
import {createHash} from 'node:crypto';
import {
	copyFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {CatnapError} from '../../../lib/errors.ts';
import {progress} from '../../../lib/output.ts';
import {catnapRoot} from '../../../lib/root.mjs';
import {repositoryFiles} from '../check/files.ts';
import {runTool} from '../check/step.ts';

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** Compiles unless `dist` holds what these sources make. */
export async function compilePrograms(dist: string): Promise<void> {
	const stamp = join(dist, 'sources.sha256');
	const hash = sourcesHash();
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
	rmSync(dist, {recursive: true, force: true});
	progress('prepack: compiling');
	const projects = ['tsconfig.json', 'tsconfig.library.json'];
	await Promise.all(projects.map(project => compile(join(import.meta.dirname, project))));
	for (const folder of ['lib', 'tools/build', 'tools/build/xtensa', 'tools/app-test'])
		copyPlain(join(catnapRoot, folder), join(dist, folder));
	copyDeclarations(join(catnapRoot, 'ts-src'), join(dist, 'ts-src'));
	writeFileSync(stamp, hash);
}

/** Of all files that the compiler may read, and of the packages' versions. */
function sourcesHash(): string {
	const hash = createHash('sha256');
	const read = repositoryFiles().filter(path =>
		/^(lib|bindings|boards|sim|tools|ts-src)\/.*\.(m?[tj]s|json)$|^(tsconfig|package-lock)\.json$/.test(path),
	);
	for (const path of read) hash.update(`\n${path}\n`).update(readFileSync(join(catnapRoot, path)));
	return hash.digest('hex');
}

async function compile(project: string): Promise<void> {
	const {status, output} = await runTool(process.execPath, [compiler, '-p', project]);
	if (status !== 0) throw new CatnapError('NO_PACKAGE', {where: project, received: output.trimEnd()});
}

/** What is plain JavaScript, with its declarations. */
function copyPlain(from: string, to: string): void {
	mkdirSync(to, {recursive: true});
	for (const name of readdirSync(from).filter(name => /\.m(js|ts)$/.test(name)))
		copyFileSync(join(from, name), join(to, name));
}

/** Declarations that are written as such, and the project file of apps, which finds the modules in the package. */
function copyDeclarations(from: string, to: string): void {
	for (const folder of ['.', 'gen']) {
		for (const name of readdirSync(join(from, folder)).filter(name => name.endsWith('.d.ts')))
			cpSync(join(from, folder, name), join(to, folder, name));
	}
	const project = JSON.parse(readFileSync(join(from, 'tsconfig.app.json'), 'utf8'));
	delete project.compilerOptions.paths;
	mkdirSync(dirname(join(to, 'tsconfig.app.json')), {recursive: true});
	writeFileSync(join(to, 'tsconfig.app.json'), `${JSON.stringify(project, null, 2)}\n`);
}
