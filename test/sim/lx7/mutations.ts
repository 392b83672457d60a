// Cores that are wrong on purpose, each in one instruction, to see that the witness notices.

import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {lx7Module, lx7Sources} from '../../../sim/cores/lx7/build.ts';

export interface Mutation {
	readonly what: string;
	readonly file: string;
	/** Occurs once in the file. */
	readonly from: string;
	readonly to: string;
}

export const mutations: readonly Mutation[] = [
	{what: 'addx4 doubles', file: 'run.c', from: 'R = S * 4 + T', to: 'R = S * 2 + T'},
	{
		what: 'an overflow of 8 registers takes the vector of 12',
		file: 'window.c',
		from: '? 0x80 :',
		to: '? 0x100 :',
	},
	{what: 'nsa counts one too many', file: 'run.c', from: 'magnitude == 0 ? 31', to: 'magnitude == 0 ? 32'},
	{what: 'a loop runs once more', file: 'run.c', from: 'SR(LCOUNT) = S - 1', to: 'SR(LCOUNT) = S'},
	{
		what: 'clamps has no lower end',
		file: 'run.c',
		from: 'value < -highest - 1 ?',
		to: 'value < -highest - 9 ?',
	},
	{what: 'madd.s rounds twice', file: 'float.c', from: 'sum_to_odd(z, product)', to: 'z + (float)product'},
	{
		what: 'trunc.s rounds down',
		file: 'float.c',
		from: '__builtin_trunc(value)',
		to: '__builtin_floor(value)',
	},
	{
		what: 's32c1i stores whatever it finds',
		file: 'run.c',
		from: 'old == SR(SCOMPARE1)',
		to: 'old != ~SR(SCOMPARE1)',
	},
	{what: 'retw keeps its frame', file: 'window.c', from: 'SR(WINDOWSTART) &= ~(1u << base);', to: ''},
	{
		what: 'an interrupt of level 3 is taken in level 3',
		file: 'exception.c',
		from: 'level > current_level()',
		to: 'level + 1 > current_level()',
	},
];

/** The core's module with one change of its sources. */
export async function lx7With({file, from, to}: Mutation): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-lx7-wrong-'));
	try {
		cpSync(lx7Sources, folder, {recursive: true});
		const parts = readFileSync(join(folder, file), 'utf8').split(from);
		if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times: ${from}`);
		writeFileSync(join(folder, file), parts.join(to));
		return await lx7Module(folder);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}
