// Mutates what a single number of a .tflite file cannot: lists grow, shrink and repeat, fields go missing, buffers change their
// size, quantisation takes values that no converter writes; in every subgraph.
import {Reader} from './structured.ts';

type Random = (limit: number) => number;

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)]!;

/** A file that is changed in place, and grows: what is appended may be referred to from everywhere, offsets point forward. */
class Patch {
	reader: Reader;
	#bytes: Uint8Array;

	constructor(bytes: Uint8Array) {
		this.#bytes = new Uint8Array(bytes);
		this.reader = new Reader(this.#bytes);
	}

	get bytes(): Uint8Array {
		return this.#bytes;
	}

	get view(): DataView {
		return this.reader.view;
	}

	#append(bytes: Uint8Array): number {
		const at = (this.#bytes.length + 15) & ~15;
		const grown = new Uint8Array(at + bytes.length);
		grown.set(this.#bytes);
		grown.set(bytes, at);
		this.#bytes = grown;
		this.reader = new Reader(grown);
		return at;
	}

	/** The elements of `size` bytes of a list. */
	list(table: number, field: number, size: 1 | 4 | 8): Uint8Array[] {
		const {places} = this.reader.elements(table, field, size);
		return places.map(at => this.#bytes.slice(at, at + size));
	}

	/** Points the field, which the table must have, to a list of its own. */
	setList(table: number, field: number, elements: readonly Uint8Array[]): void {
		const start = 12; // elements of 8 bytes lie at a multiple of 8
		const content = Buffer.concat([Buffer.alloc(start + 4), ...elements]);
		content.writeUInt32LE(elements.length, start);
		const at = this.reader.field(table, field);
		const list = this.#append(content) + start;
		this.view.setUint32(at, list - at, true);
	}

	/** Gives the table a vtable of its own, in which the field is absent. */
	drop(table: number, field: number): void {
		const vtable = table - this.view.getInt32(table, true);
		const own = this.#bytes.slice(vtable, vtable + this.view.getUint16(vtable, true));
		if (4 + 2 * field + 2 > own.length) return;
		new DataView(own.buffer).setUint16(4 + 2 * field, 0, true);
		const to = this.#append(own);
		this.view.setInt32(table, table - to, true);
	}
}

const number = (value: number): Uint8Array => new Uint8Array(Int32Array.of(value).buffer);
const real = (value: number): Uint8Array => new Uint8Array(Float32Array.of(value).buffer);
const long = (value: bigint): Uint8Array => new Uint8Array(BigInt64Array.of(value).buffer);

/** A list that is not the one that was there. */
function otherList(random: Random, old: readonly Uint8Array[], spare: readonly Uint8Array[]): Uint8Array[] {
	const list = [...old];
	const at = random(Math.max(1, list.length));
	const way = random(6);
	if (way === 0) list.splice(at, 1);
	else if (way === 1) list.splice(at, 0, pick(random, spare));
	else if (way === 2) list.push(pick(random, spare));
	else if (way === 3) list.push(list[at] ?? pick(random, spare));
	else if (way === 4) list[at] = pick(random, [...spare, ...list]);
	else if (random(4) === 0) return [];
	else list.reverse();
	return list;
}

interface Kind {
	readonly what: string;
	/** Tables that it may change, and the field that they must have. */
	readonly field?: number;
	readonly of: 'tensor' | 'quantization' | 'operator' | 'options' | 'graph' | 'buffer' | 'code';
	readonly change: (patch: Patch, table: number, random: Random) => void;
}

const numbers = (...values: number[]) => values.map(number);

const listKind = (
	what: string,
	of: Kind['of'],
	field: number,
	size: 1 | 4 | 8,
	spare: readonly Uint8Array[],
): Kind => ({
	what,
	of,
	field,
	change(patch, table, random) {
		const old = patch.list(table, field, size);
		patch.setList(table, field, otherList(random, old, spare));
	},
});

const dropKind = (what: string, of: Kind['of'], ...fields: number[]): Kind => ({
	what: `no ${what}`,
	of,
	change: (patch, table, random) => patch.drop(table, pick(random, fields)),
});

const scalarKind = (
	what: string,
	of: Kind['of'],
	field: number,
	bytes: 1 | 4,
	values: readonly number[],
): Kind => ({
	what,
	of,
	field,
	change(patch, table, random) {
		const at = patch.reader.field(table, field);
		const value = pick(random, values);
		if (bytes === 1) patch.view.setInt8(at, value);
		else patch.view.setInt32(at, value, true);
	},
});

const scales = [0, -0.5, Number.NaN, Infinity, 1e-42, 1e30, 0.1, 1 / 256, 1].map(real);
const zeroPoints = [0n, 1n, -128n, 127n, 128n, 255n, -129n, 32768n, 1n << 33n].map(long);
const sizes = numbers(1, 2, 0, -1, -7, 3, 65536, 0x7fffffff, -0x80000000);
const indices = numbers(0, 1, 2, 3, 4, 5, -1, -2, 1000);
const codes = [
	0, 1, 3, 4, 9, 14, 17, 18, 19, 21, 22, 25, 28, 34, 39, 40, 41, 42, 45, 49, 67, 88, 118, 119, 127,
];

const kinds: readonly Kind[] = [
	listKind('shape', 'tensor', 0, 4, sizes),
	listKind('shape', 'tensor', 0, 4, sizes),
	scalarKind(
		'type',
		'tensor',
		1,
		1,
		Array.from({length: 20}, (_, i) => i),
	),
	scalarKind('buffer', 'tensor', 2, 4, [0, 1, 2, 3, 4, 5, 6, 1000, -1]),
	scalarKind('variable', 'tensor', 5, 1, [0, 1]),
	listKind('shape signature', 'tensor', 7, 4, sizes),
	dropKind('field of a tensor', 'tensor', 0, 1, 2, 3, 4, 5),
	listKind('scales', 'quantization', 2, 4, scales),
	listKind('scales', 'quantization', 2, 4, scales),
	listKind('zero points', 'quantization', 3, 8, zeroPoints),
	listKind('zero points', 'quantization', 3, 8, zeroPoints),
	scalarKind('dimension', 'quantization', 6, 4, [0, 1, 2, 3, 4, 5, -1, 99]),
	dropKind('field of a quantization', 'quantization', 2, 3, 6),
	listKind('operator inputs', 'operator', 1, 4, indices),
	listKind('operator inputs', 'operator', 1, 4, indices),
	listKind('operator outputs', 'operator', 2, 4, indices),
	listKind('intermediates', 'operator', 8, 4, indices),
	listKind('custom options', 'operator', 5, 1, [Uint8Array.of(0), Uint8Array.of(255), Uint8Array.of(4)]),
	scalarKind(
		'type of options',
		'operator',
		3,
		1,
		Array.from({length: 126}, (_, i) => i),
	),
	dropKind('field of an operator', 'operator', 0, 1, 2, 3, 4, 5, 8),
	{
		what: 'no option',
		of: 'options',
		change: (patch, table, random) => patch.drop(table, random(6)),
	},
	listKind('inputs of a graph', 'graph', 1, 4, indices),
	listKind('outputs of a graph', 'graph', 2, 4, indices),
	{
		what: 'list of operators',
		of: 'graph',
		change(patch, table, random) {
			// elements are offsets from where they lie: the order of operators is changed in place
			const {places} = patch.reader.elements(table, 3, 4);
			const [one, two] = [pick(random, places), pick(random, places)];
			if (one === undefined || two === undefined) return;
			const [to, from] = [patch.reader.follow(one), patch.reader.follow(two)];
			patch.view.setUint32(one, from - one, true);
			if (random(2) === 0) patch.view.setUint32(two, to - two, true);
		},
	},
	listKind('bytes of a buffer', 'buffer', 0, 1, [Uint8Array.of(0), Uint8Array.of(255)]),
	{
		what: 'length of a buffer',
		of: 'buffer',
		field: 0,
		change(patch, table, random) {
			const old = patch.list(table, 0, 1);
			const length = Math.max(0, old.length + pick(random, [-1, -2, -4, -8, 1, 4, 8, 64, -old.length / 2]));
			patch.setList(
				table,
				0,
				Array.from({length: Math.floor(length)}, (_, i) => old[i] ?? Uint8Array.of(1)),
			);
		},
	},
	dropKind('bytes of a buffer', 'buffer', 0),
	scalarKind('version', 'code', 2, 4, [0, -1, 1, 2, 3, 4, 5, 6, 7, 8, 12, 99]),
	scalarKind('short operator', 'code', 0, 1, codes),
	scalarKind('operator', 'code', 3, 4, codes),
	dropKind('field of an operator code', 'code', 0, 1, 2, 3),
];

function tablesFor(reader: Reader, {of, field}: Kind): number[] {
	const tables = tablesOf(reader, of);
	return field === undefined ? tables : tables.filter(table => reader.field(table, field) !== 0);
}

function tablesOf(reader: Reader, of: Kind['of']): number[] {
	const model = reader.follow(0);
	if (of === 'code') return reader.tables(model, 1);
	if (of === 'buffer') return reader.tables(model, 4);
	const graphs = reader.tables(model, 2);
	if (of === 'graph') return graphs;
	const operators = graphs.flatMap(graph => reader.tables(graph, 3));
	if (of === 'operator') return operators;
	const within = (tables: readonly number[]) =>
		tables.map(each => reader.field(each, 4)).flatMap(at => (at === 0 ? [] : [reader.follow(at)]));
	if (of === 'options') return within(operators);
	const tensors = graphs.flatMap(graph => reader.tables(graph, 0));
	return of === 'tensor' ? tensors : within(tensors);
}

/** The file with one part changed, or two; says which. */
export function mutateStructure(seed: Uint8Array, random: Random): {bytes: Uint8Array; what: string} {
	const patch = new Patch(seed);
	const changed: string[] = [];
	for (let times = random(5) === 0 ? 2 : 1; times > 0; times--) {
		const kind = pick(
			random,
			kinds.filter(each => tablesFor(patch.reader, each).length > 0),
		);
		const tables = tablesFor(patch.reader, kind);
		kind.change(patch, pick(random, tables), random);
		changed.push(kind.what);
	}
	return {bytes: patch.bytes, what: changed.join(' and ')};
}
