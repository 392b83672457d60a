// Run an image on a board with an ESP32-S3: what would lie in its flash, on the register-level simulator of the chip.

import {readFileSync} from 'node:fs';
import {flashImage, flashOffset} from '../../boards/chips/esp32s3/flash-image.ts';
import type {BoardEnd, BoardRun} from '../adapter.ts';
import {Elf} from '../cores/elf.ts';
import {lx7Fault} from '../cores/lx7-faults.ts';
import {Observer, type Reasons} from '../soc/observer.ts';
import type {Activity} from '../soc/outside.ts';
import {WorldOutside} from '../soc/outside.ts';
import {Stop} from '../world/clock.ts';
import type {ResetReason} from './chip.ts';
import {Machine} from './machine.ts';

const reasons: Reasons<ResetReason> = {
	'power-on': 'power-on',
	soft: 'reset',
	'deep-sleep': 'off',
	'timer-watchdog0': 'watchdog',
	'timer-watchdog1': 'watchdog',
	'rtc-watchdog': 'watchdog',
	'brown-out': 'power-on',
};
/** Words of the frame that the port's vector lays down. */
const frame = {a0: 0, pc: 64, cause: 104, address: 108} as const;

/** Sees the machine before its first instruction and when the run has ended. */
export interface Watch {
	begin(machine: Machine): void;
	end(machine: Machine): void;
}

/** What lies in flash: the firmware, and the app in slot A, which has come to its first sleep (SPEC.md, "App slots"). */
export function flashOf(firmware: string, app: Uint8Array): Uint8Array {
	const elf = new Elf(readFileSync(firmware), firmware);
	const image = flashImage(elf.segments, elf.entry);
	const [slotA, slotB] = ['link_slot_a', 'link_slot_b'].map(name => flashOffset(elf.address(name))!);
	const flash = new Uint8Array(slotB!).fill(0xff);
	flash.set(image);
	flash.set(app, slotA!);
	flash.fill(0, slotB! - 8, slotB! - 4);
	return flash;
}

export async function runBoard({world, image, firmware}: BoardRun, watch?: Watch): Promise<BoardEnd> {
	if (typeof firmware !== 'string') throw new TypeError(`${world.board.name} needs the path of its firmware`);
	const outside = new WorldOutside(world);
	const machine: Machine = await Machine.create({
		elf: readFileSync(firmware),
		where: firmware,
		flash: flashOf(firmware, image),
		outside,
		seed: world.seed,
		clockHz: world.board.clockHz,
		busHz: Math.max(0, ...Object.values(world.board.buses).map(bus => (bus.kind === 'i2c' ? bus.hz : 0))),
		onViolation: text => world.log.violation(machine.nowUs, text),
	});
	const observer = new Observer(machine, world, reasons, at => faultAt(machine, at));
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
}

/** End the run with what the port's vector has saved. */
export function faultAt(machine: Machine, at: number): never {
	const word = (offset: number): number =>
		new DataView(machine.bytes(at + offset, 4).buffer).getUint32(0, true);
	const [pc, a0] = [word(frame.pc), word(frame.a0)];
	const caller = ((a0 & 0x3fff_ffff) | 0x4000_0000) >>> 0;
	const where = `${machine.elf.describe(pc)}, called from ${machine.elf.describe(caller)}`;
	const registers = `exccause ${word(frame.cause)}, excvaddr 0x${word(frame.address).toString(16)}`;
	throw lx7Fault(word(frame.cause), where, `${registers} at ${machine.nowUs / 1000} ms`);
}

function runToEnd(machine: Machine): string {
	try {
		return machine.run();
	} catch (error) {
		if (error instanceof Stop) return error.reason;
		throw error;
	}
}
