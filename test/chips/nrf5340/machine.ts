// A machine for tests: a firmware on the simulator with nothing outside but a console.

import {readFileSync} from 'node:fs';
import type {Outside} from '../../../sim/nrf5340/chip.ts';
import {openedUicr} from '../../../sim/nrf5340/information.ts';
import {Asleep, Machine, type MachineOptions} from '../../../sim/nrf5340/machine.ts';

export interface Rig {
	readonly machine: Machine;
	/** All that was sent over the serial port. */
	readonly lines: () => string[];
	readonly violations: string[];
	/** Give a pin a level from outside. */
	drive(pin: number, high: boolean): void;
	/** Run until the condition holds. @default three seconds have passed */
	run(done?: () => boolean): void;
}

/** `written` hears each level that the firmware gives an output. */
export async function rig(
	elf: string,
	more: Partial<MachineOptions> = {},
	written: Outside['write'] = () => {},
): Promise<Rig> {
	let text = '';
	const violations: string[] = [];
	const levels = new Map<number, boolean>();
	let heard: (pin: number, high: boolean) => void = () => {};
	const outside: Outside = {
		nextUs: Number.POSITIVE_INFINITY,
		nowUs: 0,
		advanceTo() {},
		level: pin => levels.get(pin),
		reset() {},
		activity() {},
		configure() {},
		write: written,
		onLevel(listener) {
			heard = listener;
		},
		transfer: (_scl, _address, _tx, rxLength) => ({status: 'no-device', data: new Uint8Array(rxLength)}),
		recover: () => true,
		console: (_atUs, bytes) => {
			text += Buffer.from(bytes).toString();
		},
	};
	const machine = await Machine.create({
		elf: readFileSync(elf),
		where: elf,
		flash: openedUicr,
		outside,
		onViolation: problem => violations.push(problem),
		...more,
	});
	const run = (done: () => boolean = () => machine.nowUs > 3_000_000): void => {
		try {
			machine.runUntil(done);
		} catch (error) {
			if (!(error instanceof Asleep)) throw error;
		}
	};
	const drive = (pin: number, high: boolean): void => {
		levels.set(pin, high);
		heard(pin, high);
	};
	return {machine, drive, lines: () => text.split('\n').filter(line => line !== ''), violations, run};
}
