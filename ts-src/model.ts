// `catnap/model`: a neural network that was compiled with the app.

import * as native from 'catnap:model';
import type {ModelSound, ModelWindow} from './window.ts';

/** How a tensor lies in memory. */
export interface TensorArrays {
	/** 8 bits, quantised. */
	readonly int8: Int8Array;
	/** 8 bits without a sign, quantised. */
	readonly uint8: Uint8Array;
	/** 16 bits, quantised. */
	readonly int16: Int16Array;
	/** 32 bits: sums and indices. */
	readonly int32: Int32Array;
	/** Real values. */
	readonly float32: Float32Array;
}
/** How the elements of a tensor are coded. */
export type TensorType = keyof TensorArrays;

/** What the build knows of a model, as types. */
export interface ModelShape {
	/** Length of the sensor window that `classify` takes; `never` for a model without a feature stage. */
	readonly samples: number;
	/** Samples per second that the features were made for. */
	readonly rateHz: number;
	/** Whose windows the features are made of. @default 'accelerometer' */
	readonly sensor?: 'accelerometer' | 'microphone';
	/** Whether windows get an anomaly score. @default false */
	readonly anomaly?: boolean;
	/** Names of the classes. */
	readonly label: string;
	/** Of input tensor 0. */
	readonly input: TensorType;
	/** Of output tensor 0. */
	readonly output: TensorType;
}

/** The same as values: what the generated module of a `.tflite` import passes on. */
export interface ModelFacts<Shape extends ModelShape> {
	/** Number of the plan among the image's assets. */
	readonly plan: number;
	/** Number of the feature stage among the image's assets, or -1. */
	readonly features: number;
	/** Number of the anomaly score among the image's assets, or -1. */
	readonly anomalyAsset: number;
	/** Class names, in the order of output tensor 0. */
	readonly labels: readonly Shape['label'][];
	/** Coding of input tensor 0. */
	readonly input: Shape['input'];
	/** Coding of output tensor 0. */
	readonly output: Shape['output'];
}

/** Stands for a model whose classes have no names: the build says so (tools/build/typescript.ts). */
export interface NoLabels {
	/** No names. */
	readonly labels: never;
}
/** The model, if its classes have names. */
type Labelled<Self, Shape extends ModelShape> = [Shape['label']] extends [never] ? NoLabels : Self;

/** Stands for a model without an anomaly score: the build says so (tools/build/typescript.ts). */
export interface NoAnomaly {
	/** No detector. */
	readonly anomaly: never;
}
/** The model, if its windows get an anomaly score. */
type Judging<Self, Shape extends ModelShape> = Shape extends {readonly anomaly: true} ? Self : NoAnomaly;

/** How far a window lies from all that the model was made for, and whether that is above its JSON's threshold. */
export type Anomaly = ReturnType<native.Model['anomaly']>;

export interface Classification<Label extends string> {
	/** Name of the class with the highest score; the first of equals. */
	readonly label: Label;
	/** Real value of the label's output; 0 to 1 after a softmax. */
	readonly score: number;
}

/** The window that a model takes. */
type WindowOf<Shape extends ModelShape> = Shape extends {readonly sensor: 'microphone'}
	? ModelSound<Shape['samples'], Shape['rateHz']>
	: ModelWindow<Shape['samples'], Shape['rateHz']>;

/** One model on its own static arena; `invoke` has the semantics of TensorFlow Lite Micro. */
export class Model<Shape extends ModelShape = ModelShape> {
	readonly #model: native.Model;
	readonly #labels: readonly Shape['label'][];
	/** Input tensor 0 in place, quantised as the model wants it. Invoke may overwrite it. */
	readonly input: TensorArrays[Shape['input']];
	/** Output tensor 0 in place; overwritten by the next invoke. */
	readonly output: TensorArrays[Shape['output']];

	/**
	 * @throws {NativeError} BAD_MODEL when the plan does not pass its checks, NO_MEMORY when the pool has no room for
	 * the arena.
	 */
	constructor(facts: ModelFacts<Shape>) {
		this.#model = native.open(facts.plan, facts.features, facts.anomalyAsset);
		this.#labels = facts.labels;
		this.input = this.#model[facts.input]('input', 0) as TensorArrays[Shape['input']];
		this.output = this.#model[facts.output]('output', 0) as TensorArrays[Shape['output']];
	}

	/** Run the model on its input tensor. */
	invoke(): void {
		this.#model.invoke();
	}

	/**
	 * Features of `window` into the input tensor, and invoke.
	 * @param window of the model's sensor; the compiler checks its length, rate and axes.
	 */
	run(window: WindowOf<Shape>): void {
		// a count of sound is a count
		this.#model.features(window.data, window.mgPerCount ?? 1);
		this.#model.invoke();
	}

	/**
	 * How far the window of the last `run` or `classify` lies from what the model was made for.
	 * @throws {NativeError} STATE before the first window.
	 */
	anomaly(this: Judging<this, Shape>): Anomaly;
	anomaly(): Anomaly {
		return this.#model.anomaly();
	}

	/**
	 * Features of `window` into the input tensor, invoke, and the best class.
	 * @param window of the model's sensor; the compiler checks its length, rate and axes.
	 */
	classify(window: WindowOf<Shape>): Classification<Shape['label']> {
		// not by run(): an app that classifies alone does without it
		this.#model.features(window.data, window.mgPerCount ?? 1);
		this.#model.invoke();
		return (this as {best(): Classification<Shape['label']>}).best();
	}

	/** The class with the highest score after an invoke; the first of equals. */
	best(this: Labelled<this, Shape>): Classification<Shape['label']>;
	best(): Classification<Shape['label']> {
		const index = this.#model.best(0);
		const label = this.#labels[index];
		if (label === undefined) {
			throw new RangeError(`output ${index} has no label; the model's .json names ${this.#labels.length}`);
		}
		return {label, score: this.score(index)};
	}

	/** Real value of element `index` of output tensor 0: dequantised, 0 to 1 after a softmax. */
	score(index: number): number {
		return this.#model.value(0, index);
	}

	/** Put the variables of a streaming model back to their first values. */
	reset(): void {
		this.#model.reset();
	}

	/** Give the arena back; `input` and `output` are empty from then on. A second close does nothing. */
	close(): void {
		this.#model.close();
	}
}
