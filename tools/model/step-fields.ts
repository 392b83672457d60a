// Fields that the layouts of several steps share.

/** `step`: the number of a step; in the plan its offset from the first one. */
export type FieldType = 'ref' | 'u32' | 'i32' | 'f32' | 'u16' | 'step';

/** Name, type and, where the name does not say it, what it means. */
export type Field = readonly [name: string, type: FieldType, doc?: string];

export interface StepLayout {
	readonly id: number;
	readonly doc: string;
	readonly fields: readonly Field[];
}

export const dims16 = (...names: string[]): Field[] => names.map(name => [name, 'u16']);

export const window: Field[] = [
	...dims16('batch', 'ih', 'iw', 'ic', 'oh', 'ow', 'oc', 'kh', 'kw', 'sh', 'sw', 'dh', 'dw'),
	['pad_top', 'u16'],
	['pad_left', 'u16'],
	['multiplier', 'u16', 'depth multiplier; 1 where there is none'],
];
export const clamp: Field[] = [
	['min', 'i32'],
	['max', 'i32'],
];
export const clampF: Field[] = [
	['min', 'f32'],
	['max', 'f32'],
];
export const inOut: Field[] = [
	['in', 'ref'],
	['out', 'ref'],
];
export const table: Field = ['table', 'ref', 'per output channel {i32 bias, i32 multiplier, i32 exponent}'];
export const narrow: Field = ['narrow', 'u32', '1: sums of 32 bits, for a model without a 64-bit bias'];
export const loops: Field[] = [
	...(['d0', 'd1', 'd2', 'd3'].map(n => [n, 'u16']) as Field[]),
	...(['a0', 'a1', 'a2', 'a3'].map(n => [n, 'u32', 'stride of a, elements']) as Field[]),
	...(['b0', 'b1', 'b2', 'b3'].map(n => [n, 'u32', 'stride of b, elements']) as Field[]),
];
export const gates = (name: string): Field[] => [0, 1, 2, 3].map(gate => [`${name}${gate}`, 'i32']);
export const pair: Field[] = [['a', 'ref'], ['b', 'ref'], ['out', 'ref'], ...loops];

export const elementTypes = ['i8', 'i16', 'i32', 'f32', 'u8', 'i64', 'bool'] as const;
export type ElementType = (typeof elementTypes)[number];
