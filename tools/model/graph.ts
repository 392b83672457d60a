// What lowering works on: values with a life and a place, constants, and steps whose operands refer to them.
import type {DataType} from './builtins.ts';
import type {ModelTensor} from './model-file.ts';
import type {StepFields, StepName} from './steps.ts';

/** Bytes that steps read and write. Several values may share a block, at different times or offsets. */
export interface Value {
	readonly name: string;
	readonly bytes: number;
	/** First and last step that touch it; -1: before the first step. */
	first: number;
	last: number;
	block: Block;
	/** Where in the block, bytes. */
	offset: number;
	readonly tensor?: ModelTensor;
	/** Number of the subgraph of the tensor. */
	readonly subgraph: number;
	/** What a called subgraph was given: others still need it. @default false */
	kept?: boolean;
}

export interface Block {
	readonly region: 'arena' | 'state';
	readonly values: Value[];
	/** Where in the region; set by the planner. */
	at: number;
}

/** Constant bytes of the plan; equal ones are stored once. */
export interface Blob {
	readonly bytes: Uint8Array;
	readonly align: number;
	/** Byte of the constant that the step refers to. @default 0 */
	readonly start?: number;
}

export interface ValueRef {
	readonly value: Value;
	readonly offset: number;
}

/** What a step's `ref` field may hold; `null` is CN_REF_NONE. */
export type Ref = ValueRef | Blob | null;

export interface Step {
	readonly kernel: StepName;
	readonly fields: Readonly<Record<string, number | Ref>>;
	/** Number and builtin code of the operator. */
	readonly operator: number;
	readonly code: number;
	/** Instructions that the plan says; virtual time passes by them. */
	readonly cost: number;
	/** Instructions as fitted to counts (costs.ts), for people. */
	readonly estimate: number;
	readonly macs: number;
}

export type StepInput<N extends StepName> = Record<keyof StepFields<N>, number | Ref>;

export function isBlob(ref: Ref): ref is Blob {
	return ref !== null && 'bytes' in ref;
}

export function newBlock(region: Block['region']): Block {
	return {region, values: [], at: 0};
}

export function elementCount(shape: readonly number[]): number {
	return shape.reduce((product, size) => product * size, 1);
}

export function tensorBytes(tensor: {shape: readonly number[]; type: DataType}): number {
	return elementCount(tensor.shape) * tensor.type.bytes;
}

export function int32Blob(values: readonly number[]): Blob {
	const bytes = new Uint8Array(values.length * 4);
	const view = new DataView(bytes.buffer);
	values.forEach((value, index) => {
		view.setInt32(index * 4, value | 0, true);
	});
	return {bytes, align: 4};
}

export function uint16Blob(values: readonly number[]): Blob {
	const bytes = new Uint8Array(values.length * 2);
	const view = new DataView(bytes.buffer);
	values.forEach((value, index) => {
		view.setUint16(index * 2, value, true);
	});
	return {bytes, align: 4};
}
