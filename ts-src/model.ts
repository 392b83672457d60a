// `catnap/model`: a neural network that was compiled with the app.

import * as native from 'catnap:model';
import {Tenant} from './tenant.ts';
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
	/** Whether another model stands in front of it. @default false */
	readonly chain?: boolean;
	/** Whether it ends with TFLite_Detection_PostProcess. @default false */
	readonly detection?: boolean;
	/** Named outputs and their units. @default none */
	readonly values?: Readonly<Record<string, string>>;
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
	/** Name, output tensor and element of each named value. @default none */
	readonly values?: readonly (readonly [name: string, output: number, element: number])[];
	/** Of a chain: the output tensor that says whether the model behind ran; -1 if it always does. @default none */
	readonly turn?: number;
	/** Of a detector: the output tensors, and how many boxes there may be. @default none */
	readonly detection?: DetectionOutputs;
	/** Coding of input tensor 0. */
	readonly input: Shape['input'];
	/** Coding of output tensor 0. */
	readonly output: Shape['output'];
}

/** Which output tensors of a detector say what. */
export type DetectionOutputs = readonly [
	boxes: number,
	classes: number,
	scores: number,
	count: number,
	most: number,
];

/** Stands for a model whose classes have no names: the build says so (tools/build/typescript.ts). */
export interface NoLabels {
	/** No names. */
	readonly labels: never;
}
/** Stands for a detector, whose labels are those of boxes: the build says so (tools/build/typescript.ts). */
export interface NoClasses {
	/** Boxes have the classes. */
	readonly best: never;
}
/** The model, if its classes have names. */
type Labelled<Self, Shape extends ModelShape> = Shape extends {readonly detection: true}
	? NoClasses
	: [Shape['label']] extends [never]
		? NoLabels
		: Self;

/** Stands for a model whose outputs have no names: the build says so (tools/build/typescript.ts). */
export interface NoValues {
	/** No names. */
	readonly values: never;
}
/** The model, if its outputs have names; one that no build has seen may have all of it, here and below. */
type Measuring<Self, Shape extends ModelShape> = 'values' extends keyof Shape ? Self : NoValues;

/** Stands for a model that is no detector: the build says so (tools/build/typescript.ts). */
export interface NoDetections {
	/** No boxes. */
	readonly detections: never;
}
/** The model, if it is a detector. */
type Detecting<Self, Shape extends ModelShape> = 'detection' extends keyof Shape ? Self : NoDetections;

/** Stands for a model without another in front of it: the build says so (tools/build/typescript.ts). */
export interface NoChain {
	/** Nothing in front. */
	readonly push: never;
}
/** The model, if another one stands in front of it. */
type Chained<Self, Shape extends ModelShape> = 'chain' extends keyof Shape ? Self : NoChain;

/** A number in `Unit`: of one with another unit the compiler says so. */
export type Quantity<Unit extends string> = number & {
	/** For the compiler only. */
	readonly unit?: Unit;
};
/** The named outputs of a model. */
export type Values<Units> = {
	readonly [Name in keyof Units]: Quantity<Units[Name] extends string ? Units[Name] : string>;
};

/** Where something was found: shares of the image's width and height, 0 to 1 from its left upper corner, or beyond it. */
export interface Box {
	/** Share of the width. */
	readonly left: number;
	/** Share of the height. */
	readonly top: number;
	/** Share of the width. */
	readonly right: number;
	/** Share of the height. */
	readonly bottom: number;
}

/** One thing that a detector found. */
export interface Detection<Label extends string> {
	/** Name of its class; undefined for a model whose JSON names none. */
	readonly label: [Label] extends [never] ? undefined : Label;
	/** Number of its class, from 0 on; the background has none. */
	readonly classIndex: number;
	/** 0 to 1. */
	readonly score: number;
	/** Its place. */
	readonly box: Box;
}

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
	readonly #facts: ModelFacts<Shape>;
	/** Input tensor 0 in place, quantised as the model wants it. Invoke may overwrite it. */
	readonly input: TensorArrays[Shape['input']];
	/** Output tensor 0 in place; overwritten by the next invoke. */
	readonly output: TensorArrays[Shape['output']];

	/**
	 * @throws {NativeError} BAD_MODEL when the plan does not pass its checks, NO_MEMORY when the pool has no room for
	 * the arena.
	 */
	constructor(
		facts: ModelFacts<Shape>,
		model: native.Model = native.open(facts.plan, facts.features, facts.anomalyAsset),
	) {
		this.#model = model;
		this.#facts = facts;
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
		const {labels} = this.#facts;
		const label = labels[index];
		if (label === undefined) {
			throw new RangeError(`output ${index} has no label; the model's .json names ${labels.length}`);
		}
		return {label, score: this.score(index)};
	}

	/** The outputs after an invoke by the names of the model's JSON: real values, dequantised, each in its unit. */
	values(this: Measuring<this, Shape>): Values<NonNullable<Shape['values']>>;
	values(): Values<NonNullable<Shape['values']>> {
		const {values = []} = this.#facts;
		return Object.fromEntries(
			values.map(([name, output, element]) => [name, this.#model.value(output, element)]),
		) as Values<NonNullable<Shape['values']>>;
	}

	/**
	 * What a detector found at the last invoke, the highest score first.
	 * @param leastScore leaves out what is less sure, 0 to 1; the model has a threshold of its own. @default 0
	 */
	detections(this: Detecting<this, Shape>, leastScore?: number): Detection<Shape['label']>[];
	detections(leastScore = 0): Detection<Shape['label']>[] {
		const {labels, detection} = this.#facts;
		const [boxes, classes, scores, count, most] = detection as DetectionOutputs;
		const found: Detection<Shape['label']>[] = [];
		for (let i = 0; i < Math.min(most, this.#model.value(count, 0)); i++) {
			const score = this.#model.value(scores, i);
			if (score < leastScore) continue;
			const classIndex = this.#model.value(classes, i);
			const side = (number: number) => this.#model.value(boxes, i * 4 + number);
			const box = {left: side(1), top: side(0), right: side(3), bottom: side(2)};
			const label = labels[classIndex] as Detection<Shape['label']>['label'];
			found.push({label, classIndex, score, box});
		}
		return found;
	}

	/** Real value of element `index` of output tensor 0: dequantised, 0 to 1 after a softmax. */
	score(index: number): number {
		return this.#model.value(0, index);
	}

	/**
	 * A step of a chain: `values` into input tensor 0 of the model in front, and invoke.
	 * @param values as many as the input has, stored as the model in front wants them: sound for a front end.
	 * @returns whether the model behind ran; between, its outputs are those of the last time, zeros before the first.
	 * @throws {RangeError} for another count of values.
	 */
	push(this: Chained<this, Shape>, values: ArrayLike<number>): boolean;
	push(values: ArrayLike<number>): boolean {
		const {turn = -1} = this.#facts;
		const {input} = this;
		if (values.length !== input.length)
			throw new RangeError(`push takes ${input.length} values; got ${values.length}`);
		input.set(values);
		this.#model.invoke();
		return turn < 0 || this.#model.value(turn, 0) !== 0;
	}

	/**
	 * Another tensor in place, of a model with several inputs or outputs.
	 * @param end inputs are written before an invoke, which may overwrite them; outputs are read after it.
	 * @param index which of that end, from 0 on, in the order of the model file.
	 * @param type how its elements are coded.
	 * @throws {NativeError} RANGE when there is no such tensor, TYPE when it is coded otherwise.
	 */
	tensor<const Type extends TensorType>(
		end: 'input' | 'output',
		index: number,
		type: Type,
	): TensorArrays[Type] {
		return this.#model[type](end, index) as TensorArrays[Type];
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

/**
 * A model whose JSON says `"arena": "shared"`: one arena, of the size of the largest, serves all of them. Inputs and outputs
 * are there from the moment when `input` is got, or a window is run, until another model does so: then its arrays are
 * empty, and `invoke` and reading results throw. Variables are a model's own and stay.
 */
export class SharedModel<Shape extends ModelShape = ModelShape> extends Model<Shape> {
	/** @throws {NativeError} as `Model` does. */
	constructor(facts: ModelFacts<Shape>) {
		const tenant = new Tenant(native.open(facts.plan, facts.features, facts.anomalyAsset));
		super(facts, tenant);
		tenant.begin();
		const {input, output} = facts;
		Object.defineProperties(this, {
			input: {get: () => tenant[input]('input', 0)},
			output: {get: () => tenant[output]('output', 0)},
		});
	}
}
