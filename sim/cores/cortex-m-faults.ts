// What a Cortex-M33 says of a fault: the Configurable Fault Status Register in words [Armv8-M Architecture Reference Manual].
import {CatnapError} from '../../lib/errors.ts';

/** Bits that say most, those first that explain others; UsageFault is the upper half of the register. */
const faultBits: readonly (readonly [number, string])[] = [
	[1 << 20, 'stack overflow'],
	[1 << 25, 'division by zero'],
	[1 << 24, 'unaligned access'],
	[1 << 16, 'undefined instruction'],
	[1 << 17, 'jump to no code'],
	[1 << 19, 'floating point while it is off'],
	[1 << 9, 'bad memory access'],
	[1 << 8, 'bad instruction fetch'],
	[1 << 0, 'instruction fetch from data'],
];

/** `received`: the registers and the moment. */
export function faultError(cfsr: number, where: string, received: string): CatnapError {
	const fault = faultBits.find(([bit]) => cfsr & bit)?.[1] ?? 'unknown fault';
	const facts = {fault, where, received};
	if (fault !== 'stack overflow') return new CatnapError('GUEST_FAULT', facts);
	const todo = 'recurse less deeply, or give the board a larger stack in its board.ts';
	return new CatnapError('GUEST_FAULT', {...facts, todo});
}
