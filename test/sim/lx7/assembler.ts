// A small assembler for the LX7: instructions as bytes, with labels (formats: Xtensa ISA, chapter 7.3).

export type Bytes = readonly number[];

function three(word: number): Bytes {
	return [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff];
}

function two(word: number): Bytes {
	return [word & 0xff, (word >>> 8) & 0xff];
}

/** Three registers; `op1` and `op2` choose the instruction. */
export function rrr(op1: number, op2: number, r: number, s: number, t: number): Bytes {
	return three((op2 << 20) | (op1 << 16) | (r << 12) | (s << 8) | (t << 4));
}

/** Two registers and eight bits. */
export function rri8(op0: number, r: number, s: number, t: number, imm8: number): Bytes {
	return three(((imm8 & 0xff) << 16) | (r << 12) | (s << 8) | (t << 4) | op0);
}

/** The short form: three fields of four bits. */
export function narrow(op0: number, r: number, s: number, t: number): Bytes {
	return two((r << 12) | (s << 8) | (t << 4) | op0);
}

export const rsr = (number: number, t: number): Bytes => rrr(3, 0, number >> 4, number & 15, t);
export const wsr = (number: number, t: number): Bytes => rrr(3, 1, number >> 4, number & 15, t);
export const xsr = (number: number, t: number): Bytes => rrr(1, 6, number >> 4, number & 15, t);
export const rur = (number: number, r: number): Bytes => rrr(3, 14, r, number >> 4, number & 15);
export const wur = (number: number, t: number): Bytes => rrr(3, 15, number >> 4, number & 15, t);
export const l32i = (t: number, s: number, offset: number): Bytes => rri8(2, 2, s, t, offset >> 2);
export const s32i = (t: number, s: number, offset: number): Bytes => rri8(2, 6, s, t, offset >> 2);
export const lsi = (t: number, s: number, offset: number): Bytes => rri8(3, 0, s, t, offset >> 2);
export const ssi = (t: number, s: number, offset: number): Bytes => rri8(3, 4, s, t, offset >> 2);
export const addi = (t: number, s: number, value: number): Bytes => rri8(2, 12, s, t, value);
export const addmi = (t: number, s: number, value: number): Bytes => rri8(2, 13, s, t, value >> 8);
export const movi = (t: number, value: number): Bytes => rri8(2, 10, (value >> 8) & 15, t, value & 0xff);
export const mov = (t: number, s: number): Bytes => narrow(13, 0, s, t);
export const add = (r: number, s: number, t: number): Bytes => rrr(0, 8, r, s, t);
export const slli = (r: number, s: number, bits: number): Bytes =>
	rrr(1, (32 - bits) >> 4, r, s, (32 - bits) & 15);
export const rotw = (groups: number): Bytes => rrr(0, 4, 8, 0, groups & 15);
export const entry = (s: number, bytes: number): Bytes => three(((bytes >> 3) << 12) | (s << 8) | 0x36);
export const rfi = (level: number): Bytes => rrr(0, 0, 3, level, 1);
export const jx = (s: number): Bytes => rrr(0, 0, 0, s, 10);
export const callx = (groups: number, s: number): Bytes => rrr(0, 0, 0, s, 12 | groups);
export const simcall: Bytes = rrr(0, 0, 5, 1, 0);
export const syscall: Bytes = rrr(0, 0, 5, 0, 0);
export const nop: Bytes = rrr(0, 0, 2, 0, 15);
export const rfe: Bytes = rrr(0, 0, 3, 0, 0);
export const rfde: Bytes = rrr(0, 0, 3, 2, 0);
export const rfwo: Bytes = rrr(0, 0, 3, 4, 0);
export const rfwu: Bytes = rrr(0, 0, 3, 5, 0);
export const ret: Bytes = rrr(0, 0, 0, 0, 8);
export const retw: Bytes = rrr(0, 0, 0, 0, 9);

/** How an instruction holds the distance to a label. */
type Reach = (from: number, to: number) => Bytes;

const within = (distance: number, bits: number, isSigned: boolean): number => {
	const [low, high] = isSigned ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
	if (distance < low || distance > high) throw new RangeError(`a jump of ${distance} bytes does not fit`);
	return distance & (2 ** bits - 1);
};

/** Code from one address on. Labels may be used before they are placed. */
export class Code {
	readonly #bytes: number[] = [];
	readonly #labels = new Map<string, number>();
	readonly #open: {at: number; label: string; reach: Reach}[] = [];

	readonly base: number;

	constructor(base: number) {
		this.base = base;
	}

	get pc(): number {
		return this.base + this.#bytes.length;
	}

	put(...instructions: Bytes[]): this {
		for (const one of instructions) this.#bytes.push(...one);
		return this;
	}

	word(value: number): this {
		return this.put([value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24]);
	}

	/** Go on at this address. */
	org(address: number): this {
		if (address < this.pc) throw new RangeError(`0x${address.toString(16)} is behind`);
		while (this.pc < address) this.#bytes.push(0);
		return this;
	}

	/** Go on at a multiple of four, over code that does nothing. */
	align(): this {
		while (this.pc % 4 !== 0) this.put(this.pc % 4 === 2 ? narrow(13, 15, 0, 3) : nop);
		return this;
	}

	label(name: string): this {
		this.#labels.set(name, this.pc);
		return this;
	}

	addressOf(label: string): number {
		const address = this.#labels.get(label);
		if (address === undefined) throw new RangeError(`no label ${label}`);
		return address;
	}

	has(label: string): boolean {
		return this.#labels.has(label);
	}

	/** A word of data: the address of a label. */
	addressWord(label: string): this {
		return this.#jump(label, 4, (_, to) => [to & 0xff, (to >>> 8) & 0xff, (to >>> 16) & 0xff, to >>> 24]);
	}

	#jump(label: string, length: number, reach: Reach): this {
		this.#open.push({at: this.#bytes.length, label, reach});
		return this.put(new Array<number>(length).fill(0));
	}

	j(label: string): this {
		return this.#jump(label, 3, (from, to) => three((within(to - from - 4, 18, true) << 6) | 6));
	}

	/** call0, call4, call8 and call12 by `groups`. */
	call(groups: number, label: string): this {
		return this.#jump(label, 3, (from, to) =>
			three((within((to - (from & ~3) - 4) >> 2, 18, true) << 6) | (groups << 4) | 5),
		);
	}

	l32r(t: number, label: string): this {
		return this.#jump(label, 3, (from, to) => three((((to - ((from + 3) & ~3)) >> 2) << 8) | (t << 4) | 1));
	}

	/** A branch, or a loop by its own rules: eight bits of distance. */
	branch8(op0: number, r: number, s: number, t: number, label: string, isSigned = true): this {
		return this.#jump(label, 3, (from, to) => rri8(op0, r, s, t, within(to - from - 4, 8, isSigned)));
	}

	branch12(kind: number, s: number, label: string): this {
		return this.#jump(label, 3, (from, to) =>
			three((within(to - from - 4, 12, true) << 12) | (s << 8) | (kind << 6) | 0x16),
		);
	}

	branchNarrow(notZero: boolean, s: number, label: string): this {
		return this.#jump(label, 2, (from, to) => {
			const distance = within(to - from - 4, 6, false);
			return narrow(12, distance & 15, s, 8 | (notZero ? 4 : 0) | (distance >> 4));
		});
	}

	finish(): Uint8Array {
		for (const {at, label, reach} of this.#open) {
			reach(this.base + at, this.addressOf(label)).forEach((byte, i) => {
				this.#bytes[at + i] = byte;
			});
		}
		return Uint8Array.from(this.#bytes);
	}
}
