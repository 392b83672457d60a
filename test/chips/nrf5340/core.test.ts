// The core around unicorn: what the Armv8-M manual says of exceptions, as seen by a program that runs on the simulator.

import test from 'ava';
import {uicrBase} from '../../../sim/nrf5340/information.ts';
import type {Machine} from '../../../sim/nrf5340/machine.ts';
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

// ---- UICR: the product specification, "Debugger access protection": open only by both words and both registers

const uicrAt = (machine: Machine, offset: number): number => machine.core.word(uicrBase + offset);
const isOpen = (machine: Machine): boolean => machine.soc.ctrlAp.debugOpen(offset => uicrAt(machine, offset));

withUnicorn('the first start after an erase of the whole chip opens the debug port for good', async t => {
	const {machine, run, violations} = await rig(buildFirmware('core'), {flash: []});
	run(() => machine.instructions > 5000);
	t.true(isOpen(machine));
	t.is(machine.soc.nvmc.operations, 2);
	run(() => machine.boots > 3 || (machine.boots === 2 && machine.instructions > 5000 && isOpen(machine)));
	t.is(machine.boots, 2, 'open at the second start, too');
	t.is(machine.soc.nvmc.operations, 2, 'written once');
	t.deepEqual(
		violations.filter(text => !text.includes('access to where nothing is')),
		[],
	);
	machine.close();
});

withUnicorn('power that fails at either word leaves a chip that the next start opens', async t => {
	for (const kind of ['begin', 'middle', 'end'] as const) {
		for (const word of [1, 2]) {
			const {machine, run} = await rig(buildFirmware('core'), {flash: []});
			machine.soc.nvmc.cut = operation => (operation === word ? kind : undefined);
			run(() => machine.boots > 3 || (machine.boots === 2 && isOpen(machine)));
			t.deepEqual([uicrAt(machine, 0), uicrAt(machine, 0x1c)], [0x50fa_50fa, 0x50fa_50fa], `${kind} ${word}`);
			machine.close();
		}
	}
});

withUnicorn('a board that its owner has locked stays locked', async t => {
	for (const word of [0, 0x50fa_5000]) {
		const bytes = new Uint8Array(Uint32Array.of(word).buffer);
		const {machine, run} = await rig(buildFirmware('core'), {flash: [{address: uicrBase, bytes}]});
		run(() => machine.instructions > 5000);
		t.is(uicrAt(machine, 0), word);
		t.is(machine.soc.nvmc.operations, 1, 'only the other word is written');
		t.false(isOpen(machine));
		machine.close();
	}
});
