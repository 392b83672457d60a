// Runs plans on the PC: the C runtime compiled to WebAssembly, the same 32-bit layout as on the chips.

import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {CatnapError} from '../../lib/errors.ts';
import {keptFile} from '../../lib/kept.ts';
import {findPrebuilt} from '../../lib/prebuilt.ts';
import {catnapRoot, hasSources} from '../../lib/root.mjs';
import {workStep} from '../../lib/working.ts';
import {NativeCode} from './native-code.ts';
import {featureSources, runtimeSources} from './sources.ts';

interface Memory {
	readonly buffer: ArrayBuffer;
	grow(pages: number): number;
}

/** What is used of WebAssembly: Node has it, its typings only come with those of browsers. */
interface Wasm {
	readonly Module: new (bytes: Uint8Array) => object;
	readonly Instance: new (module: object, imports: object) => {readonly exports: object};
}
const {WebAssembly: wasm} = globalThis as unknown as {WebAssembly: Wasm};

interface Exports {
	readonly memory: Memory;
	heap_base(): number;
	load(
		plan: number,
		size: number,
		arena: number,
		arenaSize: number,
		state: number,
		stateSize: number,
	): number;
	invoke(): void;
	reset(): void;
}

const exported = (name: string) => `-Wl,--export=${name}`;

const flags = [
	'-mbulk-memory', // memset and memcpy are instructions then
	'--target=wasm32-wasi',
	'-std=c11',
	'-O2',
	'-ffp-contract=off',
	'-nostartfiles',
	'-Wl,--no-entry',
	'-Wl,--allow-undefined',
	...['cn_feature_open', 'cn_feature_count', 'cn_feature_window_count', 'cn_feature_scratch_bytes'].map(
		exported,
	),
	...[
		'cn_feature_values',
		'cn_feature_run',
		'cn_feature_cost',
		'cn_anomaly_open',
		'cn_anomaly_score',
		'cn_dsp_frontend_scratch_bytes',
	].map(exported),
	...['cn_dsp_frontend_run', '__heap_base'].map(exported),
	'-I',
	join(catnapRoot, 'native/include'),
];

/** By this name the package brings it, built. */
export const hostModuleName = 'model-host';

/** Hash of the files that the module is made of. */
export function hostModuleHash(): string {
	const hash = createHash('sha256').update(flags.slice(0, -1).join(' '));
	for (const path of [...sourceFiles(), ...headers()]) hash.update(readFileSync(path));
	return hash.digest('hex');
}

/** Path of the module, compiled where the cache has none of these sources. */
export function buildHostModule(): string {
	if (!hasSources) return findPrebuilt(hostModuleName)!.path;
	return keptFile('model', 'host.wasm', [hostModuleHash()], path => {
		try {
			execFileSync('clang', [...flags, ...sourceFiles(), '-o', path], {stdio: ['ignore', 'ignore', 'pipe']});
		} catch (error) {
			const {stderr, code} = error as {stderr?: Buffer; code?: string};
			throw new CatnapError('MODEL_HOST_BUILD', {
				received: stderr?.toString().trim() || String(code),
			});
		}
	});
}

function sourceFiles(): string[] {
	const own = fileURLToPath(new URL('host.c', import.meta.url));
	return [...new Set([...runtimeSources(), ...featureSources(), own])];
}

function headers(): string[] {
	return [...new Set([...runtimeSources('headers'), ...featureSources('headers')])];
}

let compiled: object | undefined;

function hostModule(): object {
	compiled ??= new wasm.Module(readFileSync(buildHostModule()));
	return compiled;
}

/** Signal processing and feature stages: the functions that `flags` export, in a memory of their own. */
export function loadHostCode(): NativeCode {
	let memory: WebAssembly.Memory | undefined;
	const panic = (at: number): never => {
		const bytes = new Uint8Array(memory!.buffer, at);
		throw new Error(`assertion failed: ${Buffer.from(bytes.subarray(0, bytes.indexOf(0))).toString()}`);
	};
	const imports = {host: {step: () => {}}, env: {hal_panic: panic}};
	const instance = new wasm.Instance(hostModule(), imports) as WebAssembly.Instance;
	memory = instance.exports.memory as WebAssembly.Memory;
	return new NativeCode(instance);
}

/** One loaded plan. `step` is called after each step with the number of steps that have run. */
export class HostModel {
	readonly #exports: Exports;
	readonly #bases: readonly number[];
	step: (ran: number) => void = () => {};

	constructor(plan: Uint8Array, arenaBytes: number, stateBytes: number) {
		const panic = () => {
			throw new Error('a kernel met an assertion');
		};
		const imports = {
			host: {step: (index: number) => this.step(index + 1)},
			env: {hal_panic: panic},
		};
		this.#exports = new wasm.Instance(hostModule(), imports).exports as Exports;
		const {memory} = this.#exports;
		const align = (at: number) => Math.ceil(at / 16) * 16;
		const arena = align(this.#exports.heap_base());
		const state = align(arena + arenaBytes);
		const planAt = align(state + stateBytes);
		const missing = planAt + plan.length - memory.buffer.byteLength;
		if (missing > 0) memory.grow(Math.ceil(missing / 65536));
		// what TFLM leaves in a fresh arena is not defined either: make forgotten writes visible
		new Uint8Array(memory.buffer, arena, planAt - arena).fill(0xa5);
		new Uint8Array(memory.buffer, planAt, plan.length).set(plan);
		this.#bases = [arena, state, planAt];
		const result = this.#exports.load(planAt, plan.length, arena, arenaBytes, state, stateBytes);
		if (result < 0) throw new CatnapError('MODEL_LOAD', {received: `CN_ERR ${result}`});
	}

	/** The bytes at a reference; valid until the next step. */
	at(ref: number, bytes: number): Uint8Array {
		return new Uint8Array(this.#exports.memory.buffer, this.#bases[ref >>> 30]! + (ref & 0x3fffffff), bytes);
	}

	invoke() {
		workStep();
		this.#exports.invoke();
	}

	reset() {
		this.#exports.reset();
	}
}
