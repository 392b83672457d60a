// Runs plans in QEMU's mps2-an505: instructions counted by the board's timer, tensors read after each step.
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {CatnapError} from '../../lib/errors.ts';
import {makeTemporary, removeTemporary} from '../../lib/temporary.mjs';
import type {CompiledModel, TensorTrace} from '../model/compile.ts';
import {type StepName, steps} from '../model/steps.ts';
import {buildFirmware, type Firmware} from './firmware.ts';

/** An instruction takes 2^6 ns of guest time, a tick of the timer 50 ns. */
const instructionNs = 64;
const tickNs = 50;

/** The inputs of one invoke, and whether the variables are reset before it. */
export interface Invoke {
	readonly inputs: readonly Uint8Array[];
	readonly fresh: boolean;
}

/** Tensors by their number in the model, as they were when complete. */
export type Tensors = ReadonlyMap<number, Uint8Array>;

/** What bench_main.c gives a model, bytes: all that the board's memories leave. */
const room = {plan: 3500 * 1024, arena: 3500 * 1024, state: 256 * 1024} as const;

function checkRoom({plan, arenaBytes, stateBytes}: CompiledModel) {
	const needed = {plan: plan.length, arena: arenaBytes, state: stateBytes};
	const shown = (sizes: Readonly<Record<keyof typeof room, number>>) =>
		`plan ${sizes.plan}, arena ${sizes.arena}, state ${sizes.state} bytes`;
	const parts = Object.keys(room) as (keyof typeof room)[];
	if (parts.some(part => needed[part] > room[part]))
		throw new CatnapError('BENCH_ROOM', {expected: `at most ${shown(room)}`, received: shown(needed)});
}

const orders = {end: 0, reset: 1, invoke: 2, observe: 3, profile: 4} as const;

/** One compiled model with the firmware that links what it needs. */
export class Machine {
	readonly firmware: Firmware;
	readonly #model: CompiledModel;
	readonly #traces: readonly TensorTrace[];

	/** `whole`: link every kernel, so that many models share one firmware. */
	constructor(model: CompiledModel, {whole = false} = {}) {
		checkRoom(model);
		const every = Object.keys(steps).map(kernel => ({
			kernel: kernel as StepName,
			operator: 0,
			cost: 0,
		}));
		this.firmware = buildFirmware(whole ? every : model.steps);
		this.#model = model;
		// what steps complete more than once, or never, has no place in the answer
		const once = model.trace.filter(({subgraph}) => subgraph === undefined);
		this.#traces = once.sort((a, b) => a.after - b.after);
	}

	/** Instructions of one invoke, from fresh variables. */
	count(inputs: readonly Uint8Array[]): number {
		const result = this.#run([word(orders.reset), word(orders.invoke), ...inputs]);
		return instructions(result.readUInt32LE(0));
	}

	/** Instructions of each step of an invoke, from fresh variables. */
	profile(inputs: readonly Uint8Array[]): number[] {
		const result = this.#run([word(orders.reset), word(orders.profile), ...inputs]);
		return Array.from({length: result.length / 4}, (_, i) => instructions(result.readUInt32LE(i * 4)));
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
		const folder = makeTemporary('bench');
		try {
			writeFileSync(join(folder, 'job.bin'), Buffer.concat([...this.#header(), ...parts, word(orders.end)]));
			emulate(this.firmware.elf, folder);
			return readFileSync(join(folder, 'result.bin'));
		} finally {
			removeTemporary(folder);
		}
	}

	#header(): Uint8Array[] {
		const {plan} = this.#model;
		const traces = this.#traces.flatMap(({after, ref, bytes}) => [word(after), word(ref), word(bytes)]);
		return [word(plan.length), word(this.#traces.length), ...traces, plan];
	}
}

function word(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}

function instructions(ticks: number): number {
	return Math.round((ticks * tickNs) / instructionNs);
}

function emulate(elf: string, folder: string) {
	const parameters = [
		...'-M mps2-an505 -display none -monitor none -serial null'.split(' '),
		...'-semihosting-config enable=on,target=native'.split(' '),
		'-kernel',
		elf,
		'-icount',
		`shift=${Math.log2(instructionNs)},sleep=off`,
	];
	try {
		execFileSync('qemu-system-arm', parameters, {
			cwd: folder,
			timeout: 120_000,
			stdio: ['ignore', 'ignore', 'pipe'],
		});
	} catch (error) {
		const {status, code, stderr} = error as {status?: number; code?: string; stderr?: Buffer};
		throw new CatnapError('BENCH_RUN', {
			where: elf,
			received: `exit code ${status ?? code} ${stderr ?? ''}`.trim(),
			...(code === 'ENOENT' && {todo: 'install it: sudo apt-get install qemu-system-arm'}),
		});
	}
}
