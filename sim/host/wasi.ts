// The few WASI calls that a C library may make, answered without the host's clock, files or randomness.

import {CatnapError} from '../../lib/errors.ts';

type WasiFunction = (...parameters: (number | bigint)[]) => number;

export interface WasiOptions {
	memory(): WebAssembly.Memory;
	nowUs(): number;
	readonly seed: number;
	/** Text that the C library writes to its standard output or error. */
	write(bytes: Uint8Array): void;
}

const badFile = 8;
const noSupport = 52;

/** Answer exactly the WASI functions that the module imports; one that is not known here fails when called. */
export function wasiImports(module: WebAssembly.Module, options: WasiOptions): Record<string, WasiFunction> {
	const known = wasiFunctions(options);
	const names = WebAssembly.Module.imports(module)
		.filter(({module: from, kind}) => from === 'wasi_snapshot_preview1' && kind === 'function')
		.map(({name}) => name);
	return Object.fromEntries(names.map(name => [name, known[name] ?? unknown(name)]));
}

function wasiFunctions(options: WasiOptions): Record<string, WasiFunction> {
	const view = (): DataView => new DataView(options.memory().buffer);
	let random = options.seed || 1;
	return {
		clock_time_get: (_clock, _precision, at) => {
			view().setBigUint64(Number(at), BigInt(Math.round(options.nowUs())) * 1000n, true);
			return 0;
		},
		fd_write: (file, list, count, written) => {
			if (file !== 1 && file !== 2) return badFile;
			const memory = view();
			let total = 0;
			for (let index = 0; index < Number(count); index++) {
				const at = memory.getUint32(Number(list) + 8 * index, true);
				const length = memory.getUint32(Number(list) + 8 * index + 4, true);
				options.write(new Uint8Array(memory.buffer, at, length).slice());
				total += length;
			}
			memory.setUint32(Number(written), total, true);
			return 0;
		},
		random_get: (at, length) => {
			const bytes = new Uint8Array(options.memory().buffer, Number(at), Number(length));
			for (let index = 0; index < bytes.length; index++) {
				random ^= random << 13;
				random ^= random >>> 17;
				random ^= random << 5;
				bytes[index] = random & 0xff;
			}
			return 0;
		},
		environ_sizes_get: (count, size) => {
			view().setUint32(Number(count), 0, true);
			view().setUint32(Number(size), 0, true);
			return 0;
		},
		environ_get: () => 0,
		fd_close: () => badFile,
		fd_seek: () => badFile,
		fd_read: () => badFile,
		fd_fdstat_get: () => badFile,
		fd_prestat_get: () => badFile,
		fd_prestat_dir_name: () => badFile,
		poll_oneoff: () => noSupport,
		sched_yield: () => 0,
	};
}

function unknown(name: string): WasiFunction {
	return () => {
		throw new CatnapError('NO_WASI', {name});
	};
}
