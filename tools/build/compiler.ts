// The TypeScript compiler as a plugin of rollup: one program, of which the app's files are checked and all are written out.
import {createRequire} from 'node:module';
import {dirname, normalize, sep} from 'node:path';
import type {Plugin, RollupLog} from 'rollup';
import type ts from 'typescript';
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
			compiler = createCompiler(ts, project.tsconfig);
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
			const isLibrary = path.startsWith(`${posix(project.libraryDir)}/`);
			return isLibrary ? libraryCode(ts, parsed.options, program, path) : emitOf(program, path);
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

function createCompiler(typescript: typeof ts, tsconfig: string): Compiler {
	const projects: string[] = [];
	const parsed = parseProject(typescript, tsconfig, projects);
	const {options} = parsed;
	const host = typescript.createCompilerHost(options, true);
	keepLibrary(host, options);
	const cache = typescript.createModuleResolutionCache(process.cwd(), host.getCanonicalFileName, options);
	const resolve = (name: string, from: string): ts.ResolvedModuleFull | undefined => {
		const mode = typescript.getImpliedNodeFormatForFile(from, undefined, host, options);
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

/** The declarations of the language, by the options they were read with: the next build of this process reads them here. */
const libraryFiles = new Map<string, ts.SourceFile | undefined>();

function keepLibrary(host: ts.CompilerHost, options: ts.CompilerOptions): void {
	const library = `${posix(dirname(host.getDefaultLibFileName(options)))}/`;
	const settings = settingsOf(options);
	const read = host.getSourceFile;
	host.getSourceFile = (name, ...rest) => {
		if (!name.startsWith(library)) return read(name, ...rest);
		const key = `${settings} ${name}`;
		if (!libraryFiles.has(key)) libraryFiles.set(key, read(name, ...rest));
		return libraryFiles.get(key);
	};
}

/** The options that decide how a file is read and written: all but the places of projects. */
function settingsOf({configFile, configFilePath, pathsBasePath, paths, ...rest}: ts.CompilerOptions): string {
	return JSON.stringify(rest);
}

/** `read` receives the project file and those that it extends. */
function parseProject(typescript: typeof ts, tsconfig: string, read: string[]): ts.ParsedCommandLine {
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

/** By settings and path what our own modules become, and from which text. */
const libraryModules = new Map<string, {text: string; made: {code: string; map: string}}>();

/** Our own modules are written without checking their types: their syntax says what of them is code. */
function libraryCode(
	typescript: typeof ts,
	options: ts.CompilerOptions,
	program: ts.Program,
	path: string,
): {code: string; map: string} | null {
	const text = program.getSourceFile(path)?.text;
	if (text === undefined) return null;
	const key = `${settingsOf(options)} ${path}`;
	const known = libraryModules.get(key);
	if (known?.text === text) return known.made;
	const {outputText, sourceMapText} = typescript.transpileModule(text, {
		compilerOptions: {...options, verbatimModuleSyntax: true},
		fileName: path,
	});
	const made = {code: outputText, map: sourceMapText ?? ''};
	libraryModules.set(key, {text, made});
	return made;
}

function emitOf(program: ts.Program, path: string): {code: string; map: string} | null {
	const file = program.getSourceFile(path);
	if (file === undefined) return null;
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
