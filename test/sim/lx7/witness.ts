// The same random sequences in our core and in QEMU, and where the states behind them differ.

import {readFileSync} from 'node:fs';
import {de233Core} from '../../../sim/cores/lx7/config.ts';
import {Lx7} from '../../../sim/cores/lx7/lx7.ts';
import {type Image, imageOf, type Sequence} from './image.ts';
import {joined, runInQemu} from './qemu.ts';
import {Random} from './random.ts';
import {dataOf, sequenceOf} from './sequences.ts';
import {maskOf, place, result, resultNames} from './state.ts';

const memoryBytes = 16 << 20;
const resetBytes = 4096;

export interface Witness {
	readonly seed: number;
	readonly sequences: readonly Sequence[];
	readonly image: Image;
	/** The shared data and the results in QEMU. */
	readonly expected: Uint8Array;
}

export function programOf(seed: number, count: number): Omit<Witness, 'expected'> {
	const random = new Random(seed);
	const sequences = Array.from({length: count}, (_, i) => sequenceOf(random, i));
	const {pieces, ...image} = imageOf(sequences, dataOf(random));
	return {seed, sequences, image: {...image, pieces: joined(pieces)}};
}

export async function witnessOf(seed: number, count: number): Promise<Witness> {
	const program = programOf(seed, count);
	return {...program, expected: await runInQemu(program.image)};
}

/** The program does not come to its end, as it does in QEMU. */
export class NotDone extends Error {
	override readonly name = 'NotDone';
}

/** The shared data and the results in our core. @throws {NotDone} */
export function runInCore(module: WebAssembly.Module, image: Image): Uint8Array {
	const core = Lx7.open(module, de233Core, memoryBytes, {
		read: () => 0,
		write: () => {},
		illegal: () => {},
		hook: () => {
			core.stop();
			return true;
		},
	});
	core.map(0, memoryBytes - resetBytes, 0, ['read', 'write', 'execute']);
	core.map(place.reset, resetBytes, memoryBytes - resetBytes, ['read', 'execute']);
	for (const {address, bytes} of image.pieces) {
		core.memory.set(bytes, address === place.reset ? memoryBytes - resetBytes : address);
	}
	core.forget();
	core.hook(image.done);
	const most = 1000 + image.resultBytes * 4;
	if (core.run(most) !== 'stopped')
		throw new NotDone(`the program is not done; pc 0x${core.pc.toString(16)}`);
	const out = new Uint8Array(place.dataBytes + image.resultBytes);
	out.set(core.memory.subarray(place.data, place.data + place.dataBytes));
	out.set(core.memory.subarray(image.results, image.results + image.resultBytes), place.dataBytes);
	return out;
}

export interface Difference {
	readonly sequence: number;
	readonly name: string;
	readonly expected: number;
	readonly received: number;
}

/** Words of results that differ; -1 stands for the shared data. */
export function differences(expected: Uint8Array, received: Uint8Array): Difference[] {
	if (expected.length !== received.length)
		return [{sequence: -1, name: 'length', expected: expected.length, received: received.length}];
	const words = (bytes: Uint8Array) => new Uint32Array(bytes.slice().buffer);
	const [left, right] = [words(expected), words(received)];
	const dataWords = place.dataBytes / 4;
	const found: Difference[] = [];
	left.forEach((value, i) => {
		const at = i - dataWords;
		const name = at < 0 ? `data word ${i}` : resultNames[at % result.words]!;
		const difference = {
			sequence: at < 0 ? -1 : Math.floor(at / result.words),
			name,
			expected: value,
			received: right[i]!,
		};
		if (((value ^ right[i]!) & maskOf(name)) !== 0) found.push(difference);
	});
	return found.sort((a, b) => (a.sequence >>> 0) - (b.sequence >>> 0));
}

/** The first difference in words, with the bytes of its sequence. */
export function describe(witness: Witness, found: readonly Difference[]): string {
	const first = found[0]!;
	const hex = (value: number) => `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
	const code = witness.sequences[first.sequence]?.code;
	const same = found.filter(one => one.sequence === first.sequence).slice(0, 8);
	return [
		`seed ${witness.seed}, sequence ${first.sequence}: ${found.length} words differ in all`,
		...same.map(one => `  ${one.name}: QEMU ${hex(one.expected)}, core ${hex(one.received)}`),
		...(code === undefined ? [] : [`  code ${Buffer.from(code).toString('hex')}`]),
	].join('\n');
}

export function moduleAt(path: string): WebAssembly.Module {
	const known = modules.get(path);
	if (known !== undefined) return known;
	const module = new WebAssembly.Module(readFileSync(path));
	modules.set(path, module);
	return module;
}

/** By path: instances of one module share the fast code that V8 has made of it. */
const modules = new Map<string, WebAssembly.Module>();
