// Golden files: what they say, and the inputs that their cases name. The format is what the generators of test/golden/tools write.
import {createHash} from 'node:crypto';
import {CatnapError} from '../../lib/errors.ts';
import {parseJson, readText} from '../../lib/read.ts';
import {caseName, problemOf} from './golden-check.ts';

export interface GoldenTensor {
	readonly i: number;
	readonly sg?: number;
	readonly kind: 'input' | 'intermediate' | 'state' | 'output';
	readonly name: string;
	readonly dtype: string;
	readonly shape: readonly number[];
	readonly scale?: number;
	readonly zero_point?: number;
	readonly op?: string;
	readonly node?: number;
}

export interface GoldenValue {
	readonly i: number;
	readonly sg?: number;
	readonly sha256: string;
	readonly head: readonly number[];
	readonly b64?: string;
}

export interface GoldenInvoke {
	readonly in: readonly string[];
	readonly mid: readonly GoldenValue[];
	readonly state: readonly GoldenValue[];
	readonly out: readonly GoldenValue[];
}

export interface GoldenCase {
	readonly case: string;
	readonly invokes: readonly GoldenInvoke[];
}

export interface Golden {
	readonly format: number;
	readonly model: string;
	readonly model_sha256: string;
	readonly float_scale?: number;
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
	readonly tensors: readonly GoldenTensor[];
	readonly cases: readonly GoldenCase[];
	/** Outputs of TFLM where they differ from TFLite's: [invoke][output] in base64. */
	readonly tflm_outputs?: Readonly<Record<string, readonly (readonly string[])[]>>;
}

const longestGoldenMb = 256;

/** @throws {CatnapError} BAD_GOLDEN */
export function readGolden(path: string): Golden {
	const text = readText(path, {code: 'NO_FILE', longestMb: longestGoldenMb});
	const bad = (received: string): CatnapError => new CatnapError('BAD_GOLDEN', {where: path, received});
	let golden: unknown;
	try {
		golden = parseJson(text);
	} catch (error) {
		throw bad((error as Error).message);
	}
	const problem = problemOf(golden, [...Object.keys(arrays), 'INT64']);
	if (problem !== undefined) throw bad(problem);
	return golden as Golden;
}

export function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** The golden's input tensors in the order of the model. */
export function inputTensors(golden: Golden): GoldenTensor[] {
	return golden.inputs.map(index => golden.tensors.find(t => t.i === index && t.kind === 'input')!);
}

const limits: Record<string, readonly [number, number]> = {
	INT8: [-128, 127],
	UINT8: [0, 255],
	INT16: [-32768, 32767],
	BOOL: [0, 1],
};
const arrays = {
	INT8: Int8Array,
	UINT8: Uint8Array,
	BOOL: Uint8Array,
	INT16: Int16Array,
	INT32: Int32Array,
	FLOAT32: Float32Array,
} as const;

/** A stream of 32-bit numbers: xorshift32. */
function numbers(seed: number): () => number {
	let x = Math.imul(seed, 0x9e3779b9) >>> 0 || 1;
	return () => {
		x ^= x << 13;
		x ^= x >>> 17;
		x ^= x << 5;
		x >>>= 0;
		return x;
	};
}

/** The inputs of a case, raw bytes by [invoke][input]. */
export function caseInputs(name: string, tensors: readonly GoldenTensor[], floatScale = 4): Uint8Array[][] {
	const match = caseName.exec(name);
	if (match === null) throw new Error(`no case is named ${name}`);
	const [, drawn, seed, fixed, repeats] = match;
	const kind = drawn ?? fixed;
	const next = numbers(Number(seed ?? 0));
	return Array.from({length: Number(repeats ?? 1)}, () =>
		tensors.map(tensor => bytesOf(fill(kind!, tensor, next, floatScale))),
	);
}

function fill(kind: string, tensor: GoldenTensor, next: () => number, floatScale: number) {
	const count = tensor.shape.reduce((product, size) => product * size, 1);
	const values = Array<number>(count);
	const isFloat = tensor.dtype === 'FLOAT32';
	const [low, high] = isFloat
		? [-floatScale, floatScale]
		: (limits[tensor.dtype] ?? [-2147483648, 2147483647]);
	const zero = isFloat ? 0 : (tensor.zero_point ?? 0);
	const fixed: Record<string, number> = {min: low, max: high, zp: zero};
	if (fixed[kind] !== undefined) return asType(tensor.dtype, values.fill(fixed[kind]));
	let walk = zero;
	for (let i = 0; i < count; i++) {
		const x = next();
		if (kind === 'seed') values[i] = seeded(tensor.dtype, x, floatScale);
		else {
			walk = Math.min(high, Math.max(low, walk + walkStep(tensor.dtype, x, floatScale)));
			values[i] = walk;
		}
	}
	return asType(tensor.dtype, values);
}

function asType(type: string, values: readonly number[]): ArrayBufferView {
	if (type === 'INT64') return BigInt64Array.from(values, BigInt);
	return new arrays[type as keyof typeof arrays](values);
}

function seeded(type: string, x: number, floatScale: number): number {
	if (type === 'FLOAT32') return (((x >>> 8) - 8388608) / 8388608) * floatScale;
	if (type === 'INT16') return x >>> 16;
	if (type === 'BOOL') return x >>> 31;
	return type === 'INT32' || type === 'INT64' ? x | 0 : x >>> 24;
}

function walkStep(type: string, x: number, floatScale: number): number {
	if (type === 'INT16') return ((x >>> 16) % 4097) - 2048;
	const step = ((x >>> 24) % 17) - 8;
	return type === 'FLOAT32' ? (step * floatScale) / 128 : step;
}

function bytesOf(array: ArrayBufferView): Uint8Array {
	return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** Bytes as the numbers of their type. */
export function typed(bytes: Uint8Array, type: string): ArrayLike<number> {
	const copy = new Uint8Array(bytes); // not bytes.slice(): that of a Buffer shares its memory
	return new arrays[type as keyof typeof arrays](copy.buffer);
}
