// App slots of the ESP32-S3: the marks are written by code in RAM, an app by a tool that the ROM's loader serves.

import {readFileSync} from 'node:fs';
import {flashImage, flashOffset} from '../../../boards/chips/esp32s3/flash-image.ts';
import board from '../../../boards/esp32s3-devkitc/board.ts';
import {layoutOf} from '../../../boards/facts/layout.ts';
import {Elf} from '../../../sim/cores/elf.ts';
import {lx7Module} from '../../../sim/cores/lx7/build.ts';
import {Asleep, Machine} from '../../../sim/esp32s3/machine.ts';
import type {Piece} from '../../../tools/flash/intel-hex.ts';
import {deploymentsSay} from '../deployments.ts';
import type {SlotRig, SlotTarget} from '../slot-flashes.ts';
import {slotsSay} from '../slots.ts';
import {buildFirmware} from './build.ts';
import {quietWorld} from './rig.ts';

const {SLOT_B} = board.regions;
const core = new WebAssembly.Module(readFileSync(await lx7Module()));

/** Longer than all that a test waits for. */
const longestUs = 8_000_000;

function flashOf(elf: Elf, pieces: readonly Piece[]): Uint8Array {
	const flash = new Uint8Array(flashOffset(SLOT_B!.address)! + SLOT_B!.bytes).fill(0xff);
	flash.set(flashImage(elf.segments, elf.entry));
	for (const {address, bytes} of pieces) flash.set(bytes, flashOffset(address)!);
	return flash;
}

async function open(path: string, pieces: readonly Piece[]): Promise<SlotRig> {
	const file = readFileSync(path);
	const [sent, violations, starts]: [number[], string[], number[]] = [[], [], []];
	let [nowUs, endUs] = [0, 0];
	const machine: Machine = Machine.open(core, {
		elf: file,
		where: path,
		flash: flashOf(new Elf(file, path), pieces),
		outside: quietWorld({
			now(us) {
				nowUs = Math.max(nowUs, Math.min(us, endUs));
				if (nowUs >= endUs) throw new Asleep('nothing more is waited for');
				return nowUs;
			},
			ends: () => endUs,
			level: () => undefined,
			onLevel() {},
			sent,
		}),
		seed: 1,
		busHz: 400_000,
		onViolation: text => violations.push(text),
	});
	machine.observe('hal_mark', ([mark, value]) => {
		if (mark === 1) starts.push(value & 0xff);
	});
	return {
		...{starts, violations},
		run(done) {
			endUs = machine.nowUs + longestUs;
			runUntil(machine, done);
		},
		lines: () =>
			Buffer.from(sent)
				.toString()
				.split('\n')
				.filter(line => line !== ''),
		nowUs: () => machine.nowUs,
		boots: () => machine.boots,
		cut: when => (machine.soc.flash.cut = when),
		// the pin takes the supply of all but the flash memory [TRM, "Reset and Clock": CHIP_PU]
		reset: reason => machine.reset(reason === 'soft' ? 'soft' : 'power-on'),
		close() {},
	};
}

function runUntil(machine: Machine, done: () => boolean): void {
	try {
		machine.runUntil(done);
	} catch (error) {
		if (!(error instanceof Asleep)) throw error;
	}
}

const target: SlotTarget = {
	board,
	layout: layoutOf(board)!,
	open,
	build: change => buildFirmware('deploy', {main: true, ...(change && {change})}),
};

slotsSay(target);
deploymentsSay(target);
