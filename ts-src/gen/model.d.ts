// Generated from bindings/api/model.ts by tools/gen. Edit that file, then run: npm run gen

/** Networks that were compiled with the app: static arena, zero-copy tensors, invoke. */
declare module 'catnap:model' {
	/** One model on its own memory. */
	export interface Handle {
		/** What it needs. */
		facts(): {readonly inputs: number; readonly outputs: number; readonly steps: number; readonly arenaBytes: number; readonly stateBytes: number; readonly cost: number};
		/**
		 * An int8 input in place.
		 * @param index Number of the tensor, 0 to 15.
		 * @returns A view on the arena.
		 * @throws {NativeError} Throws TYPE, RANGE, RANGE, TYPE.
		 */
		input(index: number): Int8Array;
		/**
		 * An int8 output in place, valid until the next invoke.
		 * @param index Number of the tensor, 0 to 15.
		 * @returns A view on the arena.
		 * @throws {NativeError} Throws TYPE, RANGE, RANGE, TYPE.
		 */
		output(index: number): Int8Array;
		/**
		 * A float32 input in place.
		 * @param index Number of the tensor, 0 to 15.
		 * @returns A view on the arena.
		 * @throws {NativeError} Throws TYPE, RANGE, RANGE, TYPE.
		 */
		inputFloat(index: number): Float32Array;
		/**
		 * A float32 output in place, valid until the next invoke.
		 * @param index Number of the tensor, 0 to 15.
		 * @returns A view on the arena.
		 * @throws {NativeError} Throws TYPE, RANGE, RANGE, TYPE.
		 */
		outputFloat(index: number): Float32Array;
		/**
		 * A window of raw counts through the feature stage into input 0.
		 * @param window [samples][axis], raw counts, 1 to 12288 elements.
		 * @param scaleMgQ16 Milli-g per count, times 65536, 1 to 4294967295.
		 * @throws {NativeError} Throws TYPE, RANGE, UNSUPPORTED, INVAL.
		 */
		features(window: Int16Array, scaleMgQ16: number): void;
		/** Run the network on its inputs. */
		invoke(): void;
		/** Set the variables of a streaming model to their first state. */
		reset(): void;
		/**
		 * The real value of one element of an int8 output.
		 * @param index Number of the tensor, 0 to 15.
		 * @param element Number of the element, 0 to 4294967295.
		 * @returns Scale times stored value minus zero point.
		 * @throws {NativeError} Throws TYPE, RANGE, RANGE, TYPE.
		 */
		dequantise(index: number, element: number): number;
		/** Give everything back. A second close does nothing. */
		close(): void;
	}

	/**
	 * Check a plan of the app image and take memory for it.
	 * @param plan Number of the plan in the image, 0 to 65535.
	 * @param features Number of its feature stage, or -1, -1 to 65535.
	 * @returns The model.
	 * @throws {NativeError} Throws TYPE, RANGE, INVAL, BAD_MODEL, NO_MEMORY.
	 */
	export function open(plan: number, features: number): Handle;
}
