// Compiles C files of native to wasm32 and calls them from Node: training sees the very code that the chip runs.

import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {CatnapError} from '../../../lib/errors.ts';
import {makeTemporary, removeTemporary} from '../../../lib/temporary.mjs';

const NATIVE = fileURLToPath(new URL('../../../native/', import.meta.url));

/** The flags that keep float32 results alike on every target. */
export const FLOAT_FLAGS = ['-std=c11', '-O2', '-ffp-contract=off'];

/** A loaded wasm instance with a simple allocator behind the program's own data. */
export class NativeCode {
	readonly #exports: Record<string, (...args: number[]) => number>;
	readonly #memory: WebAssembly.Memory;
	#top: number;

	constructor(instance: WebAssembly.Instance) {
		const exports = instance.exports as unknown as Record<string, (...args: number[]) => number>;
		this.#exports = exports;
		this.#memory = instance.exports.memory as WebAssembly.Memory;
		this.#top = (instance.exports.__heap_base as unknown as {value: number}).value;
	}

	call(name: string, ...args: number[]): number {
		const found = this.#exports[name];
		if (found === undefined) throw new Error(`the compiled C has no function ${name}`);
		return found(...args);
	}

	/** Reserve `bytes` (16-byte aligned) for good. Views made before may be detached by it: take them again. */
	alloc(bytes: number): number {
		const at = (this.#top + 15) & ~15;
		this.#top = at + bytes;
		const missing = this.#top - this.#memory.buffer.byteLength;
		if (missing > 0) this.#memory.grow(Math.ceil(missing / 65536));
		return at;
	}

	int8(at: number, count: number): Int8Array {
		return new Int8Array(this.#memory.buffer, at, count);
	}

	int16(at: number, count: number): Int16Array {
		return new Int16Array(this.#memory.buffer, at, count);
	}

	float32(at: number, count: number): Float32Array {
		return new Float32Array(this.#memory.buffer, at, count);
	}

	/** A string that ends with a zero byte. */
	text(at: number): string {
		const bytes = new Uint8Array(this.#memory.buffer, at);
		return Buffer.from(bytes.subarray(0, bytes.indexOf(0))).toString();
	}

	bytes(at: number, count: number): Uint8Array {
		return new Uint8Array(this.#memory.buffer, at, count);
	}
}

const modules = new Map<string, WebAssembly.Module>();

/** Compile `sources` (paths below native/, or absolute), once a process, and load them. */
export function loadNative(sources: readonly string[]): NativeCode {
	const key = sources.join(' ');
	const module = modules.get(key) ?? compileModule(sources);
	modules.set(key, module);
	let memory: WebAssembly.Memory | undefined;
	const panic = (at: number): never => {
		const bytes = new Uint8Array(memory!.buffer, at);
		throw new Error(`assertion failed: ${Buffer.from(bytes.subarray(0, bytes.indexOf(0))).toString()}`);
	};
	const instance = new WebAssembly.Instance(module, {env: {hal_panic: panic}});
	memory = instance.exports.memory as WebAssembly.Memory;
	return new NativeCode(instance);
}

function compileModule(sources: readonly string[]): WebAssembly.Module {
	const folder = makeTemporary('native');
	try {
		const output = join(folder, 'code.wasm');
		compile(sources, output);
		return new WebAssembly.Module(readFileSync(output));
	} finally {
		removeTemporary(folder);
	}
}

function compile(sources: readonly string[], output: string): void {
	const files = sources.map(file => (file.startsWith('/') ? file : join(NATIVE, file)));
	const link = ['-nostdlib', '-Wl,--no-entry', '-Wl,--export-all', '-Wl,--allow-undefined'];
	const args = [
		'--target=wasm32-wasi',
		'-mbulk-memory', // memset and memcpy are instructions then
		...FLOAT_FLAGS,
		`-I${join(NATIVE, 'include')}`,
		...link,
		...files,
		'-o',
		output,
	];
	try {
		execFileSync('clang', args, {stdio: ['ignore', 'ignore', 'pipe']});
	} catch (error) {
		const {code, stderr} = error as {code?: string; stderr?: Buffer};
		throw new CatnapError('NATIVE_COMPILE', {
			which: code === 'ENOENT' ? 'tool' : 'code',
			where: files.join(' '),
			expected: 'clang with lld and wasi-libc (Debian packages clang, lld, wasi-libc)',
			received: stderr?.toString().trim() || String(error),
		});
	}
}
