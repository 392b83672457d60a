// Compiles C files of native to wasm32 and calls them from Node: training sees the very code that the chip runs.

import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {CatnapError} from '../../../lib/errors.ts';
import {makeTemporary, removeTemporary} from '../../../lib/temporary.mjs';
import {NativeCode} from '../../model/native-code.ts';

export {NativeCode};

const NATIVE = fileURLToPath(new URL('../../../native/', import.meta.url));

/** The flags that keep float32 results alike on every target. */
export const FLOAT_FLAGS = ['-std=c11', '-O2', '-ffp-contract=off'];

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
