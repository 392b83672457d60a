// SPI, converter, microphone, marks in flash and the brown-out detector through the port, once each; and ports that are wrong in
// one place of them.

import test from 'ava';
import {Sound} from 'catnap/testing';
import board from '../../../boards/esp32s3-devkitc/board.ts';
import type {Machine} from '../../../sim/esp32s3/machine.ts';
import {runBoard} from '../../../sim/esp32s3/run.ts';
import {gather, type RunResult} from '../../../sim/result.ts';
import {World} from '../../../sim/world.ts';
import {buildFirmware} from './build.ts';
import {harmless, unhearing} from './wrong.ts';

const [millivolts, toneHz, level] = [1234, 400, 0.1];
/** When all is done, and the supply sags below the level of the detector. */
const sagUs = 700_000;

/** A memory as the 23K256: WRITE 2, READ 3, addresses of 16 bits. */
function memory() {
	const bytes = new Uint8Array(32_768);
	let got: number[] = [];
	return {
		modes: [0] as const,
		fastestHz: 3_000_000,
		select: () => {
			got = [];
		},
		exchange: (byte: number) => {
			got.push(byte);
			const [command, high = 0, low = 0] = got;
			const at = (((high << 8) | low) + got.length - 4) & 0x7fff;
			if (got.length < 4) return 0;
			if (command === 2) bytes[at] = byte;
			return command === 3 ? bytes[at]! : 0;
		},
		deselect: () => {},
	};
}

async function device(firmware = buildFirmware('inputs')): Promise<RunResult> {
	let machine: Machine | undefined;
	const world = new World({
		board,
		forUs: 900_000,
		sound: Sound.of(seconds => level * Math.sin(2 * Math.PI * toneHz * seconds + 0.1), 16_000, 1),
		chips: {memory: {bus: 'spi0', select: 'd10', make: memory}},
		setup(own) {
			own.analog('a0', millivolts);
			own.at(sagUs, () => machine!.sag(2700));
		},
	});
	const watch = {
		begin(made: Machine) {
			machine = made;
		},
		end() {},
	};
	return gather(board.name, world, await runBoard({world, image: new Uint8Array(16), firmware}, watch));
}

const shape = ({console, violations, ended}: RunResult) => JSON.stringify([console, violations, ended]);

test.serial(
	'a memory, a level, a mark and a tone come through the port as they are, and a sag ends it',
	async t => {
		const {console, violations} = await device();
		t.deepEqual(violations, []);
		const second = console.lastIndexOf('cause 0');
		t.true(second > 0, 'the sag was a power-on');
		const once = [
			...['cause 0', 'write 0', 'read 0', 'same 70', 'mV 1234', 'erased 1', 'marked 1', 'start 0'],
			...Array.from({length: 6}, () => 'lost 0'),
			// 10 ms of 400 Hz; 0.1 and 6 dB
			...['crossings 8', 'loudest 20', 'block of ms 10'],
		];
		t.deepEqual(console.slice(0, second), once);
	},
);

test.serial(
	`each of ${unhearing.length} mistakes in these services is reported or seen in what the device says`,
	async t => {
		t.timeout(600_000);
		const right = shape(await device());
		t.is(shape(await device(buildFirmware('inputs', {wrong: harmless}))), right);
		for (const wrong of unhearing) {
			const firmware = buildFirmware('inputs', {wrong}); // it compiles
			const said = await device(firmware).then(shape, (error: Error) => error.message);
			t.not(said, right, wrong.name);
		}
	},
);
