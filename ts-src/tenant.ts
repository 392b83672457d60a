// A model in an arena that it shares: which model has the arena, and what is gone since another one had it.

import type * as native from 'catnap:model';

const types = ['int8', 'uint8', 'int16', 'int32', 'float32'] as const;
type Type = (typeof types)[number];
type End = 'input' | 'output';
type View = ReturnType<native.Model[Type]>;

/** Whose inputs and outputs are in the arena. */
let owner: Tenant | undefined;

/** The native model behind checks. Inputs take the arena; arrays of the model that had it are empty from then on. */
export class Tenant implements native.Model {
	declare readonly int8: native.Model['int8'];
	declare readonly uint8: native.Model['uint8'];
	declare readonly int16: native.Model['int16'];
	declare readonly int32: native.Model['int32'];
	declare readonly float32: native.Model['float32'];
	readonly #model: native.Model;
	/** Before the constructor of `Model` is done, which looks at both ends. */
	#isNew = true;
	#hasRun = false;
	#views: Record<string, View> = {};

	constructor(model: native.Model) {
		this.#model = model;
		for (const type of types)
			Object.assign(this, {[type]: (end: End, index: number) => this.#tensor(type, end, index)});
	}

	begin(): void {
		this.#isNew = false;
		this.leave();
	}

	leave(): void {
		this.#hasRun = false;
		this.#views = {};
		this.#model.leave();
		if (owner === this) owner = undefined;
	}

	features(window: Int16Array, perCount: number): void {
		this.#model.features(window, perCount);
		this.#enter();
	}

	invoke(): void {
		if (owner !== this)
			throw new Error(`the model's input is gone: another one has the shared arena; ${todo}`);
		this.#model.invoke();
		this.#hasRun = true;
	}

	anomaly(): ReturnType<native.Model['anomaly']> {
		this.#needRun();
		return this.#model.anomaly();
	}

	value(index: number, element: number): number {
		this.#needRun();
		return this.#model.value(index, element);
	}

	best(index: number): number {
		this.#needRun();
		return this.#model.best(index);
	}

	reset(): void {
		this.#model.reset();
	}

	close(): void {
		if (owner === this) owner = undefined;
		this.#views = {};
		this.#model.close();
	}

	#enter(): void {
		if (owner === this) return;
		owner?.leave();
		owner = this;
	}

	#needRun(): void {
		if (owner !== this || !this.#hasRun)
			throw new Error(
				`the model's outputs are not in the shared arena: another one has it, or none ran; ${todo}`,
			);
	}

	#tensor(type: Type, end: End, index: number): View {
		if (!this.#isNew && end === 'output') this.#needRun();
		const name = `${type} ${end} ${index}`;
		this.#views[name] ??= this.#model[type](end, index);
		if (!this.#isNew && end === 'input') this.#enter();
		return this.#views[name];
	}
}

const todo = 'set the input, invoke, then read';
