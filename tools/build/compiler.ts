// The TypeScript compiler as a plugin of rollup: one program, of which the app's files are checked and all are written out.
import {statSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, normalize, sep} from 'node:path';
import type {Plugin, RollupLog} from 'rollup';
import type ts from 'typescript';
import {type Code, libraryCode, settingsOf} from './library-code.ts';
import {loadTypescript} from './load-typescript.ts';

export interface CompilerProject {
	/** A project file. */
	readonly tsconfig: string;
	/** What lies in it is Catnap's own: `npm test` has checked its types. */
	readonly libraryDir: string;
}

export const compilerName = 'typescript';

/** What code at an older target needs is imported from tslib, not repeated. */
const emitOptions = {noEmitHelpers: true, importHelpers: true, noEmit: false, emitDeclarationOnly: false};
const isSource = (path: string): boolean => /(?<!\.d)\.[cm]?tsx?$/.test(path);

/** Errors of types are warnings of rollup with the plugin's name and a `pluginCode` such as TS2304. */
export function compilerPlugin(project: CompilerProject): Plugin {
	const ts = loadTypescript();
	let compiler: Compiler | undefined;
	return {
		name: compilerName,
		buildStart() {
			compiler = createCompiler(ts, project);
			for (const path of compiler.inputs) this.addWatchFile(path);
			for (const found of diagnosticsOf(ts, compiler, project.libraryDir)) this.warn(logOf(ts, found));
		},
		resolveId(importee, importer) {
			if (importee === 'tslib') return createRequire(import.meta.url).resolve('tslib/tslib.es6.js');
			if (importer === undefined) return null;
			const found = compiler!.resolve(importee, posix(importer));
			return found === undefined || !isSource(found.resolvedFileName)
				? null
				: normalize(found.resolvedFileName);
		},
		load(id) {
			if (!isSource(id)) return null;
			this.addWatchFile(id);
			const path = posix(id);
			const {program, parsed} = compiler!;
			const file = program.getSourceFile(path);
			if (file === undefined) return null;
			const isLibrary = path.startsWith(`${posix(project.libraryDir)}/`);
			return isLibrary ? libraryCode(ts, parsed.options, path, file.text) : emitOf(program, file);
		},
	};
}

interface Compiler {
	readonly program: ts.Program;
	readonly parsed: ts.ParsedCommandLine;
	/** Every file that decides what is written, those of the compiler itself left out. */
	readonly inputs: readonly string[];
	resolve(name: string, from: string): ts.ResolvedModuleFull | undefined;
}

function createCompiler(typescript: typeof ts, {tsconfig, libraryDir}: CompilerProject): Compiler {
	const projects: string[] = [];
	const parsed = parseProject(typescript, tsconfig, projects);
	const {options} = parsed;
	const host = typescript.createCompilerHost(options);
	// as tsc: comments that no message of an error needs are not read
	host.jsDocParsingMode = typescript.JSDocParsingMode.ParseForTypeErrors;
	keepShared(host, options, libraryDir);
	const cache = typescript.createModuleResolutionCache(process.cwd(), host.getCanonicalFileName, options);
	const resolve = (name: string, from: string): ts.ResolvedModuleFull | undefined => {
		const mode = typescript.getImpliedNodeFormatForFile(from, cache.getPackageJsonInfoCache(), host, options);
		const {resolvedModule} = typescript.resolveModuleName(name, from, options, host, cache, undefined, mode);
		// TypeScript of a package, our own library included, would not be written out
		if (resolvedModule && isSource(resolvedModule.resolvedFileName))
			resolvedModule.isExternalLibraryImport = false;
		return resolvedModule;
	};
	host.resolveModuleNameLiterals = (literals, from) =>
		literals.map(({text}) => ({resolvedModule: resolve(text, from)}));
	const program = typescript.createProgram({
		rootNames: parsed.fileNames,
		options,
		host,
		configFileParsingDiagnostics: parsed.errors,
	});
	const sources = program
		.getSourceFiles()
		.filter(file => !program.isSourceFileDefaultLibrary(file))
		.map(({fileName}) => normalize(fileName));
	return {program, parsed, inputs: [...projects.map(path => normalize(path)), ...sources], resolve};
}

/** Files that no app owns, by the options they were read with: the next build of this process finds them read and bound. */
const sharedFiles = new Map<string, {readonly changed: number; readonly file: ts.SourceFile | undefined}>();

/** The declarations of the language, our library and packages do not change between two builds, or hardly ever. */
function keepShared(host: ts.CompilerHost, options: ts.CompilerOptions, libraryDir: string): void {
	const language = posix(dirname(host.getDefaultLibFileName(options)));
	const own = [language, posix(libraryDir)].map(folder => `${folder}/`);
	const settings = settingsOf(options);
	const read = host.getSourceFile;
	host.getSourceFile = (name, ...rest) => {
		if (!own.some(folder => name.startsWith(folder)) && !name.includes('/node_modules/'))
			return read(name, ...rest);
		const key = `${settings} ${name}`;
		const changed = statSync(name, {throwIfNoEntry: false})?.mtimeMs ?? 0;
		const known = sharedFiles.get(key);
		if (known?.changed === changed) return known.file;
		const file = read(name, ...rest);
		sharedFiles.set(key, {changed, file});
		return file;
	};
}

/** `read` receives the project file and those that it extends. */
export function parseProject(typescript: typeof ts, tsconfig: string, read: string[]): ts.ParsedCommandLine {
	const host = {
		...typescript.sys,
		readFile: (path: string) => {
			read.push(path);
			return typescript.sys.readFile(path);
		},
		onUnRecoverableConfigFileDiagnostic: (found: ts.Diagnostic) => {
			throw new Error(typescript.flattenDiagnosticMessageText(found.messageText, '\n'));
		},
	};
	return typescript.getParsedCommandLineOfConfigFile(tsconfig, emitOptions, host)!;
}

/** In the order in which the compiler says them; an error of syntax hides errors of types. */
function diagnosticsOf(
	typescript: typeof ts,
	{program, parsed}: Compiler,
	libraryDir: string,
): readonly ts.Diagnostic[] {
	const library = `${posix(libraryDir)}/`;
	const checked = program
		.getSourceFiles()
		.filter(({fileName, isDeclarationFile}) => !isDeclarationFile && !fileName.startsWith(library));
	const stages = [
		() => [...parsed.errors, ...checked.flatMap(file => program.getSyntacticDiagnostics(file))],
		() => [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()],
		() => checked.flatMap(file => program.getSemanticDiagnostics(file)),
	];
	for (const stage of stages) {
		const found = stage().filter(({category}) => category === typescript.DiagnosticCategory.Error);
		if (found.length > 0) return typescript.sortAndDeduplicateDiagnostics(found);
	}
	return [];
}

function logOf(typescript: typeof ts, {file, start, code, messageText}: ts.Diagnostic): RollupLog {
	const pluginCode = `TS${code}`;
	const message = `${pluginCode}: ${typescript.flattenDiagnosticMessageText(messageText, '\n')}`;
	if (file === undefined) return {message, pluginCode};
	const {line, character} = file.getLineAndCharacterOfPosition(start ?? 0);
	return {message, pluginCode, loc: {file: file.fileName, line: line + 1, column: character + 1}};
}

function emitOf(program: ts.Program, file: ts.SourceFile): Code | null {
	let code: string | undefined;
	let map = '';
	program.emit(file, (name, text) => {
		if (name.endsWith('.map')) map = text;
		else code = text;
	});
	return code === undefined ? null : {code, map};
}

/** The compiler's paths have forward slashes everywhere. */
function posix(path: string): string {
	return sep === '/' ? path : path.replaceAll(sep, '/');
}
