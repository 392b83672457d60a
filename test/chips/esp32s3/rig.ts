// A simulated ESP32-S3 whose image is one endless loop, so that tests use its registers as a port would.

import {flashImage} from '../../../boards/chips/esp32s3/flash-image.ts';
import {unitsPerUs} from '../../../sim/esp32s3/chip.ts';
import {Machine} from '../../../sim/esp32s3/machine.ts';
import type {Moved, PiecewiseOutside} from '../../../sim/soc/outside.ts';

const code = 0x4037_8000;
/** `j .` */
const loop = Uint8Array.of(0x06, 0xff, 0xff, 0);

/** An ELF file with one segment at `code` and no symbols. */
function elf(): Uint8Array {
	const file = new Uint8Array(52 + 32 + loop.length);
	const view = new DataView(file.buffer);
	view.setUint32(0, 0x7f45_4c46);
	view.setUint16(18, 94, true);
	view.setUint32(24, code, true);
	view.setUint32(28, 52, true);
	view.setUint16(42, 32, true);
	view.setUint16(44, 1, true);
	view.setUint32(52, 1, true);
	view.setUint32(56, 84, true);
	for (const at of [60, 64]) view.setUint32(at, code, true);
	view.setUint32(68, loop.length, true);
	file.set(loop, 84);
	return file;
}

export interface Rig {
	readonly machine: Machine;
	readonly violations: string[];
	readonly sent: number[];
	/** Levels from outside, by pin. */
	drive(pin: number, high: boolean): void;
	write(address: number, value: number): void;
	read(address: number): number;
	/** Let the chip run for so long. */
	run(us: number): void;
	/** What was reported since the last call, without its place. */
	said(): string[];
}

export interface Hooks {
	/** Moves the clock to a moment, if that is later; returns where it stands. */
	now(us: number): number;
	level(pin: number): boolean | undefined;
	onLevel(run: (pin: number, high: boolean) => void): void;
	readonly sent: number[];
	/** When its clock ends. @default never */
	ends?(): number;
}

/** A world in which nothing happens by itself. */
export function quietWorld({now, level, onLevel, sent, ends}: Hooks): PiecewiseOutside {
	const nothing: Moved = {status: 'no-device', data: new Uint8Array(0)};
	return {
		get nextUs() {
			return ends?.() ?? Number.POSITIVE_INFINITY;
		},
		get nowUs() {
			return now(0);
		},
		advanceTo: now,
		level,
		onLevel,
		reset: () => {},
		activity: () => {},
		configure: () => {},
		write: () => {},
		transfer: () => nothing,
		hold: () => nothing,
		more: () => nothing,
		release: () => {},
		recover: () => true,
		console: (_us, bytes) => sent.push(...bytes),
	};
}

export async function rig(): Promise<Rig> {
	const violations: string[] = [];
	const sent: number[] = [];
	const levels = new Map<number, boolean>();
	let nowUs = 0;
	let listener: (pin: number, high: boolean) => void = () => {};
	const outside = quietWorld({
		now: us => (nowUs = Math.max(nowUs, us)),
		level: pin => levels.get(pin),
		onLevel: run => (listener = run),
		sent,
	});
	const machine = await Machine.create({
		elf: elf(),
		where: 'test',
		flash: flashImage([{address: code, bytes: loop}], code),
		outside,
		seed: 1,
		busHz: 400_000,
		onViolation: text => violations.push(text),
	});
	let steps = 0;
	machine.runUntil(() => steps++ > 0);
	return {
		machine,
		violations,
		sent,
		drive: (pin, high) => {
			levels.set(pin, high);
			listener(pin, high);
		},
		write: (address, value) => machine.soc.write(address, 4, value >>> 0),
		read: address => machine.soc.read(address, 4),
		run: us => {
			const until = machine.now() + us * unitsPerUs;
			machine.agenda.at(until, () => {});
			machine.runUntil(() => machine.now() >= until);
		},
		said: () => violations.splice(0).map(text => text.replace(/, at 0x[0-9a-f]+$/, '')),
	};
}
