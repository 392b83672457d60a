// Retained records of the ESP32-S3, in the RTC's slow memory.

import {readFileSync} from 'node:fs';
import {flashImage} from '../../../boards/chips/esp32s3/flash-image.ts';
import {Elf} from '../../../sim/cores/elf.ts';
import {Machine} from '../../../sim/esp32s3/machine.ts';
import {type RetainedRig, retainedSays} from '../retained.ts';
import {buildFirmware} from './build.ts';
import {quietWorld} from './rig.ts';

async function open(first: 0 | 1): Promise<RetainedRig> {
	const path = buildFirmware('retained', {definitions: {FIRST: first}});
	const file = readFileSync(path);
	const elf = new Elf(file, path);
	const [sent, violations]: [number[], string[]] = [[], []];
	let nowUs = 0;
	const machine = await Machine.create({
		elf: file,
		where: path,
		flash: flashImage(elf.segments, elf.entry),
		outside: quietWorld({
			now: us => (nowUs = Math.max(nowUs, us)),
			level: () => undefined,
			onLevel() {},
			sent,
		}),
		seed: 1,
		busHz: 400_000,
		onViolation: text => violations.push(text),
	});
	return {
		violations,
		onMark: heard => machine.observe('hal_mark', ([mark, value]) => heard(mark, value)),
		onStore: (bytes, heard) => machine.onStore(elf.address('link_retained'), bytes, heard),
		onEnd: heard => machine.observe('hal_reset', heard),
		reset: () => machine.reset('soft'),
		powerCut: () => machine.powerCut(),
		boots: () => machine.boots,
		run: done => machine.runUntil(done),
		lines: () => Buffer.from(sent).toString().split('\n'),
		close() {},
	};
}

retainedSays(open);
