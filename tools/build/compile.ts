// Modules to bytecode: the host's firmware holds the parser, so it is the compiler.
import {CatnapError} from '../../lib/errors.ts';
import {wasmModule} from '../../lib/wasm-module.ts';
import {ensureFirmware} from './firmware.ts';

/** What bindings/engine/compile.c exports. */
interface Compiler {
	readonly memory: {readonly buffer: ArrayBuffer};
	readonly _initialize?: () => void;
	cn_compile(source: number, length: number, filename: number, outLength: number, outFailed: number): number;
	cn_compile_alloc(size: number): number;
	cn_compile_free(memory: number): void;
}

let loaded: Promise<WebAssembly.Module> | undefined;

/** Bytecode of one ES module, the same for the same source. */
export async function compileModule(source: string, filename: string): Promise<Uint8Array> {
	loaded ??= ensureFirmware('host').then(({path}) => wasmModule(path));
	// a fresh instance each time: nothing is left of the module before, and memory goes back
	const compiler = instantiate(await loaded);
	const text = new TextEncoder().encode(source);
	const [sourceAt, nameAt, results] = [
		put(compiler, text),
		put(compiler, new TextEncoder().encode(filename)),
		alloc(compiler, 8),
	];
	const at = call(compiler, filename, () =>
		compiler.cn_compile(sourceAt, text.length, nameAt, results, results + 4),
	);
	const view = new DataView(compiler.memory.buffer);
	const out = new Uint8Array(compiler.memory.buffer, at, view.getUint32(results, true)).slice();
	if (at === 0) throw tooLarge(filename, source.length);
	if (view.getUint32(results + 4, true) !== 0) throw syntaxError(new TextDecoder().decode(out), filename);
	return out;
}

function instantiate(module: WebAssembly.Module): Compiler {
	const imports: Record<string, Record<string, () => never>> = {};
	for (const {module: from, name} of WebAssembly.Module.imports(module)) {
		imports[from] ??= {};
		imports[from][name] = () => {
			throw new Error(`the compiler called ${from}.${name}`);
		};
	}
	const compiler = new WebAssembly.Instance(module, imports).exports as unknown as Compiler;
	compiler._initialize?.();
	return compiler;
}

function alloc(compiler: Compiler, size: number): number {
	const at = compiler.cn_compile_alloc(size);
	if (at === 0) throw new Error('the compiler has no memory');
	return at;
}

/** Bytes and a zero behind them. */
function put(compiler: Compiler, bytes: Uint8Array): number {
	const at = alloc(compiler, bytes.length + 1);
	const memory = new Uint8Array(compiler.memory.buffer, at, bytes.length + 1);
	memory.set(bytes);
	memory[bytes.length] = 0;
	return at;
}

function call(_compiler: Compiler, filename: string, work: () => number): number {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		throw new CatnapError('SYNTAX', {which: 'depth', where: filename});
	}
}

function tooLarge(filename: string, length: number): CatnapError {
	return new CatnapError('SYNTAX', {which: 'memory', where: filename, received: `${length} characters`});
}

/** `SyntaxError: message\n    at app.js:12:5`. */
function syntaxError(text: string, filename: string): CatnapError {
	const [first = '', ...stack] = text.split('\n');
	const place = /:(\d+)(?::(\d+))?\)?\s*$/.exec(stack[0] ?? '');
	const where =
		place === null ? filename : [filename, place[1], place[2]].filter(part => part !== undefined).join(':');
	return new CatnapError('SYNTAX', {which: 'text', message: first.replace(/^SyntaxError: /, ''), where});
}
