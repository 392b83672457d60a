// How fast the core runs as WebAssembly, beside the same source compiled for this machine, by the processor time of each in one run.

import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {lx7Native, lx7Sources} from '../../../sim/cores/lx7/build.ts';
import {esp32s3Core} from '../../../sim/cores/lx7/config.ts';
import {configWords, lx7Registers as registers} from '../../../sim/cores/lx7/lx7.ts';
import * as a from './assembler.ts';
import {Chip, code, data} from './chip.ts';

const periods = 10_000_000;
/** Programs beside this one slow either side of a pair: the middle pair of many decides. */
const pairs = 31;
const goal = 0.6;

/** What compiled code mostly does: a dot product in a loop, calls through windows, branches, loads and stores. */
function work(at: a.Code): void {
	at.put(a.movi(3, 0), a.movi(4, 0)).label('again');
	at.put(a.movi(5, 64), a.add(6, 2, 3), a.movi(7, 0));
	at.branch8(6, 8, 5, 0x7, 'dot', false);
	at.put(a.rri8(2, 0, 6, 8, 0), a.rri8(2, 9, 6, 9, 2), a.rrr(2, 8, 8, 8, 9), a.add(7, 7, 8), a.addi(6, 6, 1));
	at.label('dot')
		.put(a.add(4, 4, 7), a.mov(10, 7))
		.call(2, 'mix')
		.put(a.s32i(10, 2, 512));
	at.put(a.addi(3, 3, 4))
		.branch8(7, 14, 3, 9, 'wrap')
		.j('again');
	at.label('wrap').put(a.movi(3, 0)).j('again');
	at.align()
		.label('mix')
		.put(a.entry(1, 32), a.rrr(0, 3, 2, 2, 3), a.slli(3, 2, 3))
		.branch12(2, 2, 'out');
	at.put(a.rrr(0, 12, 2, 3, 2))
		.label('out')
		.put(a.rrr(10, 15, 0, 2, 5), a.rrr(10, 4, 1, 0, 0), a.retw);
}

const start: readonly (readonly [number, number])[] = [
	[registers.ps, 0x4_0020],
	[registers.cpenable, 1],
	[registers.a + 1, data + 0x7_0000],
	[registers.a + 2, data],
	[registers.pc, code],
];

test('as WebAssembly the core has at least 60 % of its speed as native code', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-lx7-speed-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	const at = new a.Code(code);
	work(at);
	const program = join(folder, 'program');
	writeFileSync(program, at.finish());
	const native = await lx7Native(fileURLToPath(new URL('native.c', import.meta.url)), [`-I${lx7Sources}`]);
	const words = [...configWords(esp32s3Core), 'set', ...start.flat()].map(value =>
		typeof value === 'number' ? value >>> 0 : value,
	);
	const nativeTime = () => {
		const said = execFileSync(native, [program, String(periods), ...words.map(String)], {encoding: 'utf8'});
		const [nanoseconds, sum] = said.split(' ').map(Number);
		return {nanoseconds: nanoseconds!, sum: sum!};
	};
	const moduleTime = async () => {
		const chip = (await Chip.open()).program(work);
		for (const [register, value] of start) chip.core.set(register, value);
		const since = process.cpuUsage();
		t.is(chip.core.run(periods), 'count');
		const {user, system} = process.cpuUsage(since);
		return {nanoseconds: 1000 * (user + system), sum: chip.core.get(registers.physical + 4)};
	};
	for (let round = 0; round < 4; round++) await moduleTime(); // V8 makes its fast code beside these runs
	const seen: {native: number; module: number}[] = [];
	for (let pair = 0; pair < pairs; pair++) {
		const [asNative, asModule] = [nativeTime(), await moduleTime()];
		t.is(asModule.sum, asNative.sum);
		seen.push({native: asNative.nanoseconds, module: asModule.nanoseconds});
	}
	seen.sort((one, other) => one.native / one.module - other.native / other.module);
	const middle = seen[(pairs - 1) / 2]!;
	const share = middle.native / middle.module;
	const millions = (nanoseconds: number) => Math.round((periods * 1000) / nanoseconds);
	t.log(`${millions(middle.module)} million instructions a second, native ${millions(middle.native)}`);
	t.true(share >= goal, `${Math.round(100 * share)} %`);
});
