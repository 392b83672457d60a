// Reads a 32-bit little-endian ELF: what to load where, functions and symbols by address, and code ranges.

import {CatnapError} from '../../lib/errors.ts';

export interface Segment {
	/** Where it is loaded (in flash for initialised data). */
	readonly address: number;
	readonly bytes: Uint8Array;
}

export interface Symbol {
	readonly name: string;
	readonly address: number;
	readonly size: number;
	readonly isFunction: boolean;
}

/** A stretch of Thumb code, from the mapping symbols; other machines have none. */
export interface CodeRange {
	readonly start: number;
	readonly end: number;
}

/** By e_machine: the bits of a function's address that are none. */
const machines: Readonly<Record<number, number>> = {40: 1, 94: 0};
const loadable = 1;
const symbolTable = 2;
const typeFunction = 2;

export class Elf {
	readonly segments: readonly Segment[];
	readonly symbols: ReadonlyMap<string, Symbol>;
	readonly code: readonly CodeRange[];
	/** Where it starts. */
	readonly entry: number;
	readonly #functions: readonly Symbol[];
	readonly #marks: number;

	constructor(file: Uint8Array, where: string) {
		const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
		const marks = file.length < 52 ? undefined : machines[view.getUint16(18, true)];
		if (marks === undefined || view.getUint32(0) !== 0x7f454c46) {
			throw new CatnapError('BAD_ELF', {
				which: 'file',
				where,
			});
		}
		this.#marks = marks;
		this.entry = view.getUint32(24, true);
		this.segments = [...segmentsOf(file, view)];
		const symbols = [...symbolsOf(file, view)];
		this.symbols = new Map(
			symbols.filter(({name}) => !name.startsWith('$')).map(symbol => [symbol.name, symbol]),
		);
		this.#functions = symbols.filter(({isFunction}) => isFunction).sort((a, b) => a.address - b.address);
		this.code = [...codeOf(symbols, this.segments)];
	}

	/** The address of a symbol that the simulator relies on. */
	address(name: string): number {
		const symbol = this.symbols.get(name);
		if (!symbol) throw new CatnapError('BAD_ELF', {which: 'symbol', symbol: name});
		return symbol.isFunction ? this.#placeOf(symbol) : symbol.address;
	}

	/** Where the code of a function lies. */
	range(name: string): CodeRange {
		const start = this.address(name);
		return {start, end: start + this.symbols.get(name)!.size};
	}

	/** The function that holds an address, if one does. */
	functionAt(address: number): Symbol | undefined {
		const found = this.#functions[this.#before(address)];
		return found && address < this.#placeOf(found) + Math.max(found.size, 2) ? found : undefined;
	}

	/** `name+offset` of the function that holds an address. */
	describe(address: number): string {
		const text = `0x${address.toString(16).padStart(8, '0')}`;
		const found = this.functionAt(address);
		return found ? `${text} (${found.name}+${address - this.#placeOf(found)})` : text;
	}

	#placeOf({address}: Symbol): number {
		return (address & ~this.#marks) >>> 0;
	}

	/** Index of the last function that begins at or below an address. */
	#before(address: number): number {
		let low = 0;
		let high = this.#functions.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.#placeOf(this.#functions[middle]!) <= address) low = middle + 1;
			else high = middle;
		}
		return low - 1;
	}
}

function* segmentsOf(file: Uint8Array, view: DataView): Generator<Segment> {
	const table = view.getUint32(28, true);
	const size = view.getUint16(42, true);
	for (let index = 0; index < view.getUint16(44, true); index++) {
		const at = table + index * size;
		const length = view.getUint32(at + 16, true);
		if (view.getUint32(at, true) !== loadable || length === 0) continue;
		const offset = view.getUint32(at + 4, true);
		yield {address: view.getUint32(at + 12, true), bytes: file.subarray(offset, offset + length)};
	}
}

function* symbolsOf(file: Uint8Array, view: DataView): Generator<Symbol> {
	const table = view.getUint32(32, true);
	const size = view.getUint16(46, true);
	for (let index = 0; index < view.getUint16(48, true); index++) {
		const section = table + index * size;
		if (view.getUint32(section + 4, true) !== symbolTable) continue;
		const start = view.getUint32(section + 16, true);
		const names = view.getUint32(table + view.getUint32(section + 24, true) * size + 16, true);
		for (let at = start; at < start + view.getUint32(section + 20, true); at += 16) {
			yield {
				name: textAt(file, names + view.getUint32(at, true)),
				address: view.getUint32(at + 4, true),
				size: view.getUint32(at + 8, true),
				isFunction: (file[at + 12]! & 15) === typeFunction,
			};
		}
	}
}

function textAt(file: Uint8Array, start: number): string {
	return Buffer.from(file.subarray(start, file.indexOf(0, start))).toString('latin1');
}

function* codeOf(symbols: readonly Symbol[], segments: readonly Segment[]): Generator<CodeRange> {
	const marks = symbols.filter(({name}) => /^\$[td](\.|$)/.test(name)).sort((a, b) => a.address - b.address);
	for (const [index, mark] of marks.entries()) {
		const segment = segments.find(
			({address, bytes}) => mark.address >= address && mark.address < address + bytes.length,
		);
		if (!segment || !mark.name.startsWith('$t')) continue;
		const next = marks.slice(index + 1).find(({address}) => address > mark.address);
		const limit = segment.address + segment.bytes.length;
		yield {start: mark.address, end: Math.min(next?.address ?? limit, limit)};
	}
}
