// Run an image on a board with an nRF5340: the ELF that would be flashed, on the register-level simulator of the chip.

import {readFileSync} from 'node:fs';
import {layoutOf} from '../../boards/facts/layout.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import type {BoardEnd, BoardRun} from '../adapter.ts';
import {faultError} from '../cores/cortex-m-faults.ts';
import {Observer, type Reasons} from '../soc/observer.ts';
import {WorldOutside} from '../soc/outside.ts';
import {Stop} from '../world/clock.ts';
import type {Activity, ResetReason} from './chip.ts';
import {openedUicr} from './information.ts';
import {Machine} from './machine.ts';

const reasons: Reasons<ResetReason> = {
	'power-on': 'power-on',
	pin: 'reset',
	soft: 'reset',
	lockup: 'reset',
	off: 'off',
	watchdog0: 'watchdog',
	watchdog1: 'watchdog',
};

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
		// a board that was started before, with this app
		flash: [{address: 'link_slot_a', bytes: image}, heldMark(world.board), ...openedUicr],
		outside,
		seed: world.seed,
		onViolation: text => world.log.violation(machine.nowUs, text),
	});
	try {
		const observer = new Observer(machine, world, reasons, frame => fault(machine, frame));
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

/** The app in slot A has come to its first sleep (SPEC.md, "App slots"). */
function heldMark(board: BoardFacts): {readonly address: number; readonly bytes: Uint8Array} {
	const {address, bytes} = layoutOf(board)!.slots[0]!;
	return {address: address + bytes - 8, bytes: new Uint8Array(4)};
}

function runToEnd(machine: Machine): string {
	try {
		return machine.run();
	} catch (error) {
		if (error instanceof Stop) return error.reason;
		throw error;
	}
}

function fault({scs, elf, core, nowUs}: Machine, frame: number): never {
	const [pc, lr] = [core.word(frame + 24), core.word(frame + 20)];
	const where = `${elf.describe(pc)}, called from ${elf.describe(lr & ~1)}`;
	const registers = `cfsr 0x${scs.cfsr.toString(16)}, hfsr 0x${scs.hfsr.toString(16)}`;
	throw faultError(scs.cfsr, where, `${registers} at ${nowUs / 1000} ms`);
}
