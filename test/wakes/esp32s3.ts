// The sweep of instructions on the simulated ESP32-S3.

import {readFileSync} from 'node:fs';
import {unitsPerUs} from '../../sim/esp32s3/chip.ts';
import {Machine} from '../../sim/esp32s3/machine.ts';
import {flashOf} from '../../sim/esp32s3/run.ts';
import type {Moved, PiecewiseOutside} from '../../sim/soc/outside.ts';
import {Buttons, inject, type StepOptions, type StepSweep} from './steps.ts';

/** The controller of this chip moves a transfer in pieces; there is nobody to move them to. */
class Outside extends Buttons implements PiecewiseOutside {
	hold(): Moved {
		return {status: 'no-device', data: new Uint8Array(0)};
	}

	more(): Moved {
		return this.hold();
	}

	release(): void {}
}

export async function sweepInstructions(firmware: string, options: StepOptions): Promise<StepSweep> {
	const outside = new Outside();
	const violations: string[] = [];
	const machine = await Machine.create({
		elf: readFileSync(firmware),
		where: firmware,
		flash: flashOf(firmware, Uint8Array.of(6, ...new Uint8Array(15))),
		outside,
		seed: 1,
		busHz: 400_000,
		onViolation: text => violations.push(text),
	});
	const chip = {
		unitsPerUs,
		unitsPerInstruction: () => machine.soc.system.corePeriod,
		pc: () => machine.core.pc,
	};
	return {...inject(machine, outside, chip, options), violations};
}
