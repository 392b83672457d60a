// `catnap/model`: a neural network that was compiled with the app.

import * as native from 'catnap:model';
import type {Window} from './window.ts';

/** What the build knows of a model that takes sensor windows. */
export interface ClassifierShape {
	readonly samples: number;
	readonly label: string;
}

/** Facts that the generated module of a `.tflite` import passes on. */
export interface ModelFacts<Label extends string> {
	/** Number of the plan among the image's assets. */
	readonly plan: number;
	/** Number of the feature stage among the image's assets, or undefined when the app fills the input itself. */
	readonly features: number | undefined;
	/** Class names, in the order of the output tensor. */
	readonly labels: readonly Label[];
}

export interface Classification<Label extends string> {
	readonly label: Label;
	/** Dequantised score of `label`; 0 to 1 after a softmax. */
	readonly score: number;
}

/** One model on its own static arena; `invoke` has the semantics of TensorFlow Lite Micro. */
export class Model<Shape extends ClassifierShape = ClassifierShape> {
	readonly #handle: native.Handle;
	readonly #labels: readonly Shape['label'][];
	readonly #output: Int8Array;

	/** @throws {NativeError} BAD_MODEL when the plan does not pass its checks, NO_MEMORY when the pool has no room for the arena. */
	constructor(facts: ModelFacts<Shape['label']>) {
		this.#handle = native.open(facts.plan, facts.features ?? -1);
		this.#labels = facts.labels;
		this.#output = this.#handle.output(0);
	}

	/** Input tensor 0, in place, as the plan quantises it. */
	get input(): Int8Array {
		return this.#handle.input(0);
	}

	/** Output tensor 0, in place; valid until the next invoke. */
	get output(): Int8Array {
		return this.#output;
	}

	/** Run the network on the input tensor. */
	invoke(): void {
		this.#handle.invoke();
	}

	/**
	 * Features of `window` into the input tensor, invoke, and the best class.
	 * @param window its length is checked by the compiler.
	 */
	classify(window: Window<Shape['samples']>): Classification<Shape['label']> {
		this.#handle.features(window.data, Math.round(window.mgPerCount * 65536));
		this.#handle.invoke();
		return this.best();
	}

	/** The class with the highest score in the output tensor; the first of equals. */
	best(): Classification<Shape['label']> {
		let best = 0;
		for (let i = 1; i < this.#output.length; i++) {
			if ((this.#output[i] as number) > (this.#output[best] as number)) best = i;
		}
		const label = this.#labels[best];
		if (label === undefined) throw new RangeError(`class ${best} has no label; the model has ${this.#labels.length}`);
		return {label, score: this.score(best)};
	}

	/** Dequantised score of class `index`. */
	score(index: number): number {
		return this.#handle.dequantise(0, index);
	}

	/** Set the variables of a streaming model to their first state. */
	reset(): void {
		this.#handle.reset();
	}

	/** Give the arena back. A second close does nothing. */
	close(): void {
		this.#handle.close();
	}
}
