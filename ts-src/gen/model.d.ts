// Generated from bindings/api/model.ts by tools/gen. Edit that file, then run: npm run gen

/** Neural networks that were compiled with the app, with the semantics of TensorFlow Lite Micro: a static arena, set the input, invoke, read the output. */
declare module 'catnap:model' {
	/** One model. */
	export interface Model {
		/**
		 * Compute the features of a window into input tensor 0.
		 * @param window Raw counts, [samples][axes], 1 to 65536 elements.
		 * @param perCount What a count stands for: mg of an accelerometer, 1 of sound, 0.0000152587890625 to 65536.
		 * @throws {NativeError} Throws TYPE, RANGE, STATE, INVAL.
		 */
		features(window: Int16Array, perCount: number): void;
		/**
		 * How far the features of the last window lie from what the model was made for, after an invoke.
		 * @throws {NativeError} Throws STATE.
		 */
		anomaly(): {
			/** Distance beyond the nearest cluster, below 0 inside; or difference of an autoencoder. */
			readonly score: number;
			/** Whether it is above the threshold. */
			readonly isAnomaly: boolean;
		};
		/** Run the model on its input tensors. */
		invoke(): void;
		/** Put the variables of a streaming model back to their first values. */
		reset(): void;
		/** Let another model have the shared arena: arrays that show tensors are empty from then on. */
		leave(): void;
		/**
		 * A tensor of int8 in place: no copy.
		 * @param end Which end of the model.
		 * @param index Which tensor of that end, 0 to 255.
		 * @returns Valid until close; invoke may overwrite inputs.
		 * @throws {NativeError} Throws TYPE, RANGE, RANGE, TYPE.
		 */
		int8(end: 'input' | 'output', index: number): Int8Array;
		/**
		 * A tensor of uint8 in place: no copy.
		 * @param end Which end of the model.
		 * @param index Which tensor of that end, 0 to 255.
		 * @returns Valid until close; invoke may overwrite inputs.
		 * @throws {NativeError} Throws TYPE, RANGE, RANGE, TYPE.
		 */
		uint8(end: 'input' | 'output', index: number): Uint8Array;
		/**
		 * A tensor of int16 in place: no copy.
		 * @param end Which end of the model.
		 * @param index Which tensor of that end, 0 to 255.
		 * @returns Valid until close; invoke may overwrite inputs.
		 * @throws {NativeError} Throws TYPE, RANGE, RANGE, TYPE.
		 */
		int16(end: 'input' | 'output', index: number): Int16Array;
		/**
		 * A tensor of int32 in place: no copy.
		 * @param end Which end of the model.
		 * @param index Which tensor of that end, 0 to 255.
		 * @returns Valid until close; invoke may overwrite inputs.
		 * @throws {NativeError} Throws TYPE, RANGE, RANGE, TYPE.
		 */
		int32(end: 'input' | 'output', index: number): Int32Array;
		/**
		 * A tensor of float32 in place: no copy.
		 * @param end Which end of the model.
		 * @param index Which tensor of that end, 0 to 255.
		 * @returns Valid until close; invoke may overwrite inputs.
		 * @throws {NativeError} Throws TYPE, RANGE, RANGE, TYPE.
		 */
		float32(end: 'input' | 'output', index: number): Float32Array;
		/**
		 * The real (dequantised) value of an element of an output tensor.
		 * @param index Which tensor of that end, 0 to 255.
		 * @param element Which element, 0 to 4294967295.
		 * @returns The value.
		 * @throws {NativeError} Throws TYPE, RANGE, RANGE.
		 */
		value(index: number, element: number): number;
		/**
		 * The element of an output tensor with the highest value, the first of equals.
		 * @param index Which tensor of that end, 0 to 255.
		 * @returns Its number.
		 * @throws {NativeError} Throws TYPE, RANGE, RANGE.
		 */
		best(index: number): number;
		/** Give everything back. A second close does nothing. */
		close(): void;
	}

	/**
	 * Check a plan of the image and give it an arena.
	 * @param plan The plan's number among the image's assets, 0 to 4294967295.
	 * @param features The feature stage's number; -1: none, -1 to 2147483647.
	 * @param anomaly The anomaly score's number; -1: none, -1 to 2147483647.
	 * @returns The model.
	 * @throws {NativeError} Throws TYPE, RANGE, RANGE, BAD_MODEL, NO_MEMORY.
	 */
	export function open(plan: number, features: number, anomaly: number): Model;
}
