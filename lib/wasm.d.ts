// The part of the WebAssembly API that the board uses: the DOM library that has it would add a browser's globals.

declare namespace WebAssembly {
	class Module {
		constructor(bytes: Uint8Array);
		static imports(module: Module): {readonly module: string; readonly name: string; readonly kind: string}[];
		static exports(module: Module): {readonly name: string; readonly kind: string}[];
	}
	class Instance {
		constructor(module: Module, imports?: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
		readonly exports: Readonly<Record<string, unknown>>;
	}
	class Memory {
		constructor(descriptor: {readonly initial: number; readonly maximum?: number});
		readonly buffer: ArrayBuffer;
		grow(pages: number): number;
	}
	class Global {
		readonly value: number;
	}
	class RuntimeError extends Error {}
}
