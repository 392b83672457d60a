// C code as WebAssembly that Node calls: its functions, and memory that they share with it.

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
