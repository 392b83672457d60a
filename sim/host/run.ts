// Run an image on the board `host`: a WebAssembly instance per boot, whose imports are the world.

import {CatnapError} from '../../lib/errors.ts';
import {wasmModule} from '../../lib/wasm-module.ts';
import type {BoardEnd, BoardRun} from '../adapter.ts';
import {Rendezvous} from '../rendezvous.ts';
import {Stop} from '../world/clock.ts';
import {wasiImports} from './wasi.ts';

/** What boards/host/memory.c exports. */
interface Exports {
	readonly memory: WebAssembly.Memory;
	readonly _initialize?: () => void;
	cn_host_alloc(length: number): number;
	cn_host_image(at: number, length: number): void;
	cn_host_retained(): number;
	cn_host_retained_size(): number;
	cn_host_pool_used(): number;
	cn_host_pool_peak(): number;
	cn_host_boot(): void;
}

/** Thrown out of the module: the chip starts again. */
class Restart extends Error {
	override readonly name = 'Restart';
}

/** Remembers what the world threw, which comes back through the module. */
class WatchedRendezvous extends Rendezvous {
	thrown: unknown;

	override take(bytes: Uint8Array): void {
		try {
			super.take(bytes);
		} catch (error) {
			// the stack that a script of the app has used up ends here, too
			if (!(error instanceof RangeError && /call stack/.test(error.message))) this.thrown = error;
			throw error;
		}
	}
}

export async function runBoard({world, image, firmware}: BoardRun): Promise<BoardEnd> {
	const module = loadModule(firmware);
	const wire = new Wire();
	const rendezvous = new WatchedRendezvous(world, bytes => wire.push(bytes));
	let retained: Uint8Array | undefined;
	for (;;) {
		const exports = instantiate(module, {world, image, firmware}, rendezvous, wire);
		const block = (): Uint8Array =>
			new Uint8Array(exports.memory.buffer, exports.cn_host_retained(), exports.cn_host_retained_size());
		placeImage(exports, image);
		if (retained) block().set(retained);
		const end = boot(exports, rendezvous);
		if (end !== undefined) return {ended: end, memory: memoryOf(exports)};
		retained = block().slice();
	}
}

/** Run one boot: the reason why the run is over, or undefined for a restart. */
function boot(exports: Exports, rendezvous: WatchedRendezvous): string | undefined {
	try {
		exports._initialize?.();
		exports.cn_host_boot();
	} catch (error) {
		if (error instanceof Stop) return error.reason;
		if (error instanceof Restart) return undefined;
		// a script of the world makes mistakes of its own; they are no crash
		if (error === rendezvous.thrown) throw error;
		if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) throw error;
		throw new CatnapError('GUEST_FAULT', {
			fault: error.message,
			where: crashPlace(error),
		});
	}
	throw new Error('cn_host_boot returned');
}

/** The module's memory, and of it the pool: the engine's heap and all windows. */
function memoryOf(exports: Exports): Record<string, number> {
	return {
		wasmBytes: exports.memory.buffer.byteLength,
		poolUsedBytes: exports.cn_host_pool_used(),
		poolPeakBytes: exports.cn_host_pool_peak(),
	};
}

function instantiate(
	module: WebAssembly.Module,
	{world}: BoardRun,
	rendezvous: Rendezvous,
	wire: Wire,
): Exports {
	let exports: Exports | undefined;
	const memory = (): WebAssembly.Memory => exports!.memory;
	const instance = new WebAssembly.Instance(module, {
		world: {
			send: (at: number, length: number) =>
				rendezvous.take(new Uint8Array(memory().buffer, at >>> 0, length).slice()),
			receive: (at: number, length: number) => wire.pull(new Uint8Array(memory().buffer, at >>> 0, length)),
			restart: () => {
				throw new Restart();
			},
			halt: () => {
				throw new Error('the firmware halted without a reason');
			},
		},
		wasi_snapshot_preview1: wasiImports(module, {
			memory,
			nowUs: () => world.nowUs,
			seed: world.seed,
			write: bytes => world.console(0, bytes),
		}),
	});
	exports = instance.exports as unknown as Exports;
	return exports;
}

function placeImage(exports: Exports, image: Uint8Array): void {
	const at = exports.cn_host_alloc(image.length) >>> 0;
	new Uint8Array(exports.memory.buffer, at, image.length).set(image);
	exports.cn_host_image(at, image.length);
}

/** Answers of the world on their way into the module. */
class Wire {
	#bytes: Uint8Array = new Uint8Array(0);
	#at = 0;

	push(bytes: Uint8Array): void {
		this.#bytes = bytes;
		this.#at = 0;
	}

	pull(into: Uint8Array): void {
		if (this.#at + into.length > this.#bytes.length)
			throw new Error('the firmware reads more than it was sent');
		into.set(this.#bytes.subarray(this.#at, this.#at + into.length));
		this.#at += into.length;
	}
}

function loadModule(firmware: string | Uint8Array): WebAssembly.Module {
	return typeof firmware === 'string' ? wasmModule(firmware) : new WebAssembly.Module(firmware);
}

/** The innermost functions of the module's own stack. */
function crashPlace(error: Error): string {
	const frames = (error.stack ?? '').split('\n').filter(line => line.includes('wasm'));
	return frames
		.slice(0, 4)
		.map(line => line.trim().replace(/^at (\S+).*$/, '$1'))
		.join(' < ');
}
