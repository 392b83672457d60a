// What an LX7 says of a fault: EXCCAUSE in words [Xtensa ISA, table 4-64].

import {CatnapError} from '../../lib/errors.ts';

const causes: Readonly<Record<number, string>> = {
	0: 'undefined instruction',
	2: 'bad instruction fetch',
	3: 'access that is not a whole word on the instruction bus',
	6: 'division by zero',
	9: 'unaligned access',
	20: 'jump to no code',
	28: 'bad memory access',
	29: 'bad memory access',
	32: 'floating point while it is off',
	// 64 and the bits of DEBUGCAUSE
	68: 'stack overflow',
	72: 'breakpoint',
	80: 'breakpoint',
};

/** `received`: the registers and the moment. */
export function lx7Fault(cause: number, where: string, received: string): CatnapError {
	return new CatnapError('GUEST_FAULT', {fault: causes[cause] ?? 'unknown fault', where, received});
}
