// Runs plans on a simulated chip: instructions counted there, tensors read after each step.
import {CatnapError} from '../../lib/errors.ts';
import type {CompiledModel, TensorTrace} from '../model/compile.ts';
import {type StepName, steps} from '../model/steps.ts';
import {buildFirmware, type Firmware, type Toolchain} from './firmware.ts';

/** The inputs of one invoke, and whether the variables are reset before it. */
export interface Invoke {
	readonly inputs: readonly Uint8Array[];
	readonly fresh: boolean;
}

/** Tensors by their number in the model, as they were when complete. */
export type Tensors = ReadonlyMap<number, Uint8Array>;

/** A chip that runs the bench firmware. */
export interface BenchChip {
	/** The board of which it is, as `--target` has it. */
	readonly board: string;
	readonly tools: Toolchain;
	/** What the harness gives a model, bytes. */
	readonly room: Readonly<Record<'plan' | 'arena' | 'state', number>>;
	/** Run a job to its end; what the firmware has written. */
	run(elf: string, job: Uint8Array): Uint8Array;
	/** Instructions in so many ticks of its counter. */
	instructions(ticks: number): number;
}

function checkRoom({board, room}: BenchChip, {plan, arenaBytes, stateBytes}: CompiledModel) {
	const needed = {plan: plan.length, arena: arenaBytes, state: stateBytes};
	const shown = (sizes: BenchChip['room']) =>
		`plan ${sizes.plan}, arena ${sizes.arena}, state ${sizes.state} bytes`;
	const parts = Object.keys(room) as (keyof typeof room)[];
	if (parts.some(part => needed[part] > room[part]))
		throw new CatnapError('BENCH_ROOM', {
			board,
			expected: `at most ${shown(room)}`,
			received: shown(needed),
		});
}

const orders = {end: 0, reset: 1, invoke: 2, observe: 3, profile: 4} as const;

/** One compiled model with the firmware that links what it needs. */
export class Machine {
	readonly firmware: Firmware;
	readonly #chip: BenchChip;
	readonly #model: CompiledModel;
	readonly #traces: readonly TensorTrace[];

	/** `whole`: link every kernel, so that many models share one firmware. */
	constructor(chip: BenchChip, model: CompiledModel, {whole = false} = {}) {
		checkRoom(chip, model);
		const every = Object.keys(steps).map(kernel => ({
			kernel: kernel as StepName,
			operator: 0,
			cost: 0,
		}));
		this.firmware = buildFirmware(chip.tools, whole ? every : model.steps);
		this.#chip = chip;
		this.#model = model;
		// what steps complete more than once, or never, has no place in the answer
		const once = model.trace.filter(({subgraph}) => subgraph === undefined);
		this.#traces = once.sort((a, b) => a.after - b.after);
	}

	/** Instructions of one invoke, from fresh variables. */
	count(inputs: readonly Uint8Array[]): number {
		const result = this.#run([word(orders.reset), word(orders.invoke), ...inputs]);
		return this.#chip.instructions(result.readUInt32LE(0));
	}

	/** Instructions of each step of an invoke, from fresh variables. */
	profile(inputs: readonly Uint8Array[]): number[] {
		const result = this.#run([word(orders.reset), word(orders.profile), ...inputs]);
		return Array.from({length: result.length / 4}, (_, i) =>
			this.#chip.instructions(result.readUInt32LE(i * 4)),
		);
	}

	/** All tensors that the plan keeps, for each invoke. */
	observe(invokes: readonly Invoke[]): Tensors[] {
		const parts = invokes.flatMap(({inputs, fresh}) => [
			...(fresh ? [word(orders.reset)] : []),
			word(orders.observe),
			...inputs,
		]);
		const result = this.#run(parts);
		let at = 0;
		return invokes.map(() => {
			const tensors = new Map<number, Uint8Array>();
			for (const {tensor, bytes} of this.#traces) {
				// a copy that is no Buffer: slices of those share memory
				tensors.set(tensor, Uint8Array.from(result.subarray(at, at + bytes)));
				at += bytes;
			}
			return tensors;
		});
	}

	#run(parts: readonly Uint8Array[]): Buffer {
		const job = Buffer.concat([...this.#header(), ...parts, word(orders.end)]);
		return Buffer.from(this.#chip.run(this.firmware.elf, job));
	}

	#header(): Uint8Array[] {
		const {plan} = this.#model;
		const traces = this.#traces.flatMap(({after, ref, bytes}) => [word(after), word(ref), word(bytes)]);
		const counts = [plan.length, this.#traces.length, 0, 0].map(word);
		return [...counts, filled(Buffer.concat(traces)), filled(plan)];
	}
}

function word(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}

/** Up to a multiple of 16 bytes. */
function filled(bytes: Uint8Array): Uint8Array {
	return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 15)]);
}
