// App slots of the nRF5340: its flash controller writes the marks, a debug probe the apps.

import {layoutOf} from '../../../boards/facts/layout.ts';
import board from '../../../boards/nrf5340dk/board.ts';
import {openedUicr} from '../../../sim/nrf5340/information.ts';
import {hasUnicorn} from '../../../sim/nrf5340/unicorn.ts';
import type {Piece} from '../../../tools/flash/intel-hex.ts';
import {deploymentsSay} from '../deployments.ts';
import type {SlotRig, SlotTarget} from '../slot-flashes.ts';
import {slotsSay} from '../slots.ts';
import {buildFirmware} from './build.ts';
import {rig} from './machine.ts';

async function open(elf: string, flash: readonly Piece[]): Promise<SlotRig> {
	const {machine, run, lines, violations} = await rig(elf, {flash: [...flash, ...openedUicr]});
	const starts: number[] = [];
	machine.observe('hal_mark', ([mark, value]) => {
		if (mark === 1) starts.push(value & 0xff);
	});
	return {
		...{run, lines, violations, starts},
		nowUs: () => machine.nowUs,
		boots: () => machine.boots,
		cut: when => (machine.soc.nvmc.cut = when),
		reset: reason => machine.reset(reason),
		close: () => machine.close(),
	};
}

const target: SlotTarget = {
	board,
	layout: layoutOf(board)!,
	open: (await hasUnicorn()) ? open : undefined,
	build: change => buildFirmware('deploy', {main: true, ...(change && {change})}),
};

slotsSay(target);
deploymentsSay(target);
