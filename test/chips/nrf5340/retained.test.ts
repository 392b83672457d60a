// Retained records of the nRF5340, in the memory that System OFF keeps.

import {hasUnicorn} from '../../../sim/nrf5340/unicorn.ts';
import {type RetainedRig, retainedSays} from '../retained.ts';
import {buildFirmware} from './build.ts';
import {rig} from './machine.ts';

async function open(first: 0 | 1): Promise<RetainedRig> {
	const {machine, run, lines, violations} = await rig(
		buildFirmware('retained', {definitions: {FIRST: first}}),
	);
	return {
		...{run, lines, violations},
		onMark: heard => machine.observe('hal_mark', ([mark, value]) => heard(mark, value)),
		onStore: (bytes, heard) => machine.core.onStore(machine.elf.address('link_retained'), bytes, heard),
		onEnd: heard => machine.observe('hal_reset', heard),
		reset: () => machine.reset('soft'),
		powerCut: () => machine.powerCut(),
		boots: () => machine.boots,
		close: () => machine.close(),
	};
}

retainedSays((await hasUnicorn()) ? open : undefined);
