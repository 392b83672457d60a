// Runs the feature stages and anomaly scores of native/dsp, compiled to wasm32, and asks what they need.

import {checkFeatures, packFeatures} from './features/index.ts';
import {loadHostCode} from './host.ts';
import type {NativeCode} from './native-code.ts';

export class FeatureStage {
	/** Values that it makes of a window. */
	readonly count: number;
	readonly #code: NativeCode;
	readonly #config: number;
	readonly #windowCount: number;
	readonly #window: number;
	readonly #scratch: number;
	readonly #values: number;

	/** `features` is the JSON description. */
	constructor(features: unknown, code: NativeCode = loadHostCode()) {
		this.#code = code;
		const packed = packFeatures(checkFeatures(features));
		this.#config = opened(code, packed);
		this.count = code.call('cn_feature_count', this.#config);
		this.#windowCount = code.call('cn_feature_window_count', this.#config);
		this.#window = code.alloc(2 * this.#windowCount);
		this.#scratch = code.alloc(code.call('cn_feature_scratch_bytes', this.#config));
		this.#values = code.alloc(4 * this.count);
	}

	/** The values before quantisation. `window` is int16 [sample][axis]; a count stands for `unit`: mg, or 1 of sound. */
	values(window: Int16Array, unit: number): Float32Array {
		this.#load(window);
		this.#code.call('cn_feature_values', this.#config, this.#window, unit, this.#scratch, this.#values);
		return this.#code.float32(this.#values, this.count).slice();
	}

	/** What the chip writes into the model's input tensor of this scale and zero point. */
	run(window: Int16Array, unit: number, scale: number, zeroPoint: number): Int8Array {
		this.#load(window);
		const args = [this.#config, this.#window, unit, this.#scratch, scale, zeroPoint, this.#values];
		this.#code.call('cn_feature_run', ...args);
		return this.#code.int8(this.#values, this.count).slice();
	}

	#load(window: Int16Array): void {
		if (window.length !== this.#windowCount) {
			throw new RangeError(`a window has ${this.#windowCount} counts; got ${window.length}`);
		}
		this.#code.int16(this.#window, window.length).set(window);
	}
}

/** What a packed stage asks of a device. */
export interface FeatureNeeds {
	readonly scratchBytes: number;
	/** Of one window on a Cortex-M33, as the virtual clock counts them. */
	readonly instructions: number;
}

export function featureNeeds(stage: Uint8Array): FeatureNeeds {
	const code = loadHostCode();
	const config = opened(code, stage);
	return {
		scratchBytes: code.call('cn_feature_scratch_bytes', config),
		instructions: code.call('cn_feature_cost', config),
	};
}

/** The score of native/dsp/anomaly.c. */
export class AnomalyScore {
	readonly #code: NativeCode;
	readonly #config: number;
	readonly #values: number;
	readonly #count: number;

	/** `packed` as packAnomaly made it, of clusters, for a stage of `count` values. */
	constructor(packed: Uint8Array, count: number, code: NativeCode = loadHostCode()) {
		this.#code = code;
		this.#count = count;
		const at = held(code, packed);
		this.#config = code.call('cn_anomaly_open', at, packed.length, count);
		if (this.#config === 0) throw new Error('cn_anomaly_open refused what packAnomaly packed');
		this.#values = code.alloc(4 * count);
	}

	/** Of the values of one window. */
	of(values: Float32Array): number {
		this.#code.float32(this.#values, this.#count).set(values);
		return this.#code.call('cn_anomaly_score', this.#config, this.#values);
	}
}

/** Where the code holds the packed stage. */
function opened(code: NativeCode, stage: Uint8Array): number {
	const config = code.call('cn_feature_open', held(code, stage), stage.length);
	if (config === 0) throw new Error('cn_feature_open refused what packFeatures packed');
	return config;
}

function held(code: NativeCode, bytes: Uint8Array): number {
	const at = code.alloc(bytes.length);
	code.bytes(at, bytes.length).set(bytes);
	return at;
}
