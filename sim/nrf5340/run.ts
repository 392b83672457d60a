// Run an image on a board with an nRF5340: the ELF that would be flashed, on the register-level simulator of the chip.

import {readFileSync} from 'node:fs';
import type {BoardEnd, BoardRun} from '../adapter.ts';
import {Stop} from '../world/clock.ts';
import type {Activity} from './chip.ts';
import {openedUicr} from './information.ts';
import {Machine} from './machine.ts';
import {Observer} from './observer.ts';
import {WorldOutside} from './outside.ts';

/** Sees the machine before its first instruction and when the run has ended. */
export interface Watch {
	begin(machine: Machine): void;
	end(machine: Machine): void;
}

export async function runBoard({world, image, firmware}: BoardRun, watch?: Watch): Promise<BoardEnd> {
	if (typeof firmware !== 'string') throw new TypeError(`${world.board.name} needs the path of its firmware`);
	const outside = new WorldOutside(world);
	const machine = await Machine.create({
		elf: readFileSync(firmware),
		where: firmware,
		// a board that was started before
		flash: [{address: 'link_slot_a', bytes: image}, ...openedUicr],
		outside,
		seed: world.seed,
		onViolation: text => world.log.violation(machine.nowUs, text),
	});
	try {
		const observer = new Observer(machine, world);
		outside.console = (_atUs: number, bytes: Uint8Array) => observer.sent(bytes);
		const activity = outside.activity.bind(outside);
		outside.activity = (what: Activity, atUs: number) => {
			activity(what, atUs);
			observer.activity(what, atUs);
		};
		watch?.begin(machine);
		const ended = runToEnd(machine);
		watch?.end(machine);
		observer.finish();
		return {ended, instructions: machine.executed};
	} finally {
		machine.close();
	}
}

function runToEnd(machine: Machine): string {
	try {
		return machine.run();
	} catch (error) {
		if (error instanceof Stop) return error.reason;
		throw error;
	}
}
