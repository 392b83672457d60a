// The core around unicorn: what the Armv8-M manual says of exceptions, as seen by a program that runs on the simulator.

import test from 'ava';
import {hasUnicorn} from '../../../sim/nrf5340/unicorn.ts';
import {buildFirmware} from './build.ts';
import {rig} from './machine.ts';

const withUnicorn = (await hasUnicorn()) ? test : test.skip;

withUnicorn(
	'priorities, chains, masks, floating point and conditional blocks are as the manual says',
	async t => {
		const {machine, run, lines, violations} = await rig(buildFirmware('core'));
		run(() => machine.boots === 2);
		t.deepEqual(lines().slice(0, 7), [
			'a more urgent one interrupts lsm',
			'a less urgent one waits his',
			'masked ones wait, then run in a chain tssu',
			'floats survive a handler without yes',
			'floats survive a handler with floats yes',
			'a conditional block is resumed s 7',
			'now fault',
		]);
		t.true(machine.frames.stats.tailChains >= 2);
		// room for floating point registers was made each time they were in use, and filled when the handler used them
		t.true(machine.frames.stats.extended >= 2);
		t.true(machine.frames.stats.preserved >= 1);
		t.true(machine.frames.stats.preserved < machine.frames.stats.extended, 'stacking is lazy');
		t.is(violations.length, 1);
		machine.close();
	},
);

withUnicorn(
	'a stray store is a bus fault with its place, and the firmware says so before it resets',
	async t => {
		const {machine, run, lines, violations} = await rig(buildFirmware('core'));
		run(() => machine.boots === 2);
		t.regex(violations[0]!, /access to where nothing is, at 0x[0-9a-f]{8} \(cn_main\+\d+\)/);
		const said = lines().find(line => line.startsWith('panic: fault'))!;
		const [exception, cfsr, , pc] = said
			.split('= ')[1]!
			.split(' ')
			.map(word => Number.parseInt(word, 16));
		t.is(exception, 5);
		t.is(cfsr, 1 << 9);
		t.regex(machine.elf.describe(pc!), /cn_main/);
		machine.close();
	},
);

withUnicorn(
	'the debug port is open after every start of a firmware that brought its words along',
	async t => {
		const {machine, run} = await rig(buildFirmware('core'));
		run(() => machine.boots === 2 && machine.instructions > 1000);
		const uicr = (offset: number): number => machine.core.word(0x00ff_8000 + offset);
		run(() => machine.soc.ctrlAp.debugOpen(uicr));
		t.true(machine.soc.ctrlAp.debugOpen(uicr));
		machine.core.setWord(0x00ff_8000, 0xffff_ffff);
		t.false(machine.soc.ctrlAp.debugOpen(uicr), 'an erased word locks it');
		machine.close();
	},
);
