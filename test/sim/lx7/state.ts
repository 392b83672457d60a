// What a sequence starts from and what is compared behind it: a list of words, read and written by code in the image.

/** Where the pieces of the image lie. */
export const place = {
	reset: 0xfe00_0000,
	vectors: 0x2000,
	main: 0x1_0000,
	/** Shared by all sequences; a1 points into it. */
	data: 0x2_0000,
	dataBytes: 0x1000,
	sequences: 0x10_0000,
	sequenceBytes: 256,
} as const;

export const aregs = 32;

/** Words of a start record that code loads into special registers, in this order, behind the floating-point ones. */
export const startSpecials = {
	sar: 3,
	br: 4,
	lcount: 2,
	scompare1: 12,
	acclo: 16,
	acchi: 17,
	m0: 32,
	m1: 33,
	m2: 34,
	m3: 35,
	windowStart: 73,
	misc0: 244,
	misc1: 245,
	excsave1: 209,
	epc1: 177,
	intenable: 228,
	cpenable: 224,
	ps: 230,
} as const;

export const userRegisters = {threadptr: 231, fcr: 232} as const;

/** Offsets in a start record, in words. */
export const start = {
	a: 0,
	f: aregs,
	user: aregs + 16,
	special: aregs + 18,
	words: aregs + 18 + Object.keys(startSpecials).length,
} as const;

/** Special registers of a result, by number. */
export const resultSpecials = {
	lbeg: 0,
	lend: 1,
	lcount: 2,
	sar: 3,
	br: 4,
	scompare1: 12,
	acclo: 16,
	acchi: 17,
	m0: 32,
	m1: 33,
	m2: 34,
	m3: 35,
	windowBase: 72,
	windowStart: 73,
	epc1: 177,
	epc2: 178,
	epc3: 179,
	epc6: 182,
	depc: 192,
	eps2: 194,
	eps3: 195,
	eps6: 198,
	excsave1: 209,
	cpenable: 224,
	interrupt: 226,
	intenable: 228,
	ps: 230,
	exccause: 232,
	excvaddr: 238,
	misc0: 244,
	misc1: 245,
} as const;

export const result = {
	a: 0,
	f: aregs,
	user: aregs + 16,
	special: aregs + 18,
	vector: aregs + 18 + Object.keys(resultSpecials).length,
	words: aregs + 19 + Object.keys(resultSpecials).length,
} as const;

/** The name of each word of a result. */
export const resultNames: readonly string[] = [
	...Array.from({length: aregs}, (_, i) => `a${i} from the window on`),
	...Array.from({length: 16}, (_, i) => `f${i}`),
	...Object.keys(userRegisters),
	...Object.keys(resultSpecials),
	'vector',
];

/** Bits that both cores have; timers run by other clocks. */
export function maskOf(name: string): number {
	return name === 'interrupt' ? 0x880 : 0xffff_ffff;
}
