// The sweep of instructions on a board with the simulated nRF5340.

import {readFileSync} from 'node:fs';
import {unitsPerUs} from '../../sim/nrf5340/agenda.ts';
import {Machine} from '../../sim/nrf5340/machine.ts';
import {registers} from '../../sim/nrf5340/unicorn.ts';
import {Buttons, inject, type StepOptions, type StepSweep} from './steps.ts';

export async function sweepInstructions(firmware: string, options: StepOptions): Promise<StepSweep> {
	const outside = new Buttons();
	const violations: string[] = [];
	const machine = await Machine.create({
		elf: readFileSync(firmware),
		where: firmware,
		flash: [{address: 'link_slot_a', bytes: Uint8Array.of(6, ...new Uint8Array(15))}],
		outside,
		onViolation: text => violations.push(text),
	});
	const chip = {
		unitsPerUs,
		unitsPerInstruction: () => machine.soc.clock.unitsPerInstruction,
		pc: () => machine.core.get(registers.pc),
	};
	try {
		return {...inject(machine, outside, chip, options), violations};
	} finally {
		machine.close();
	}
}
