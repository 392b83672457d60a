// The stack on the simulated chip: frames that grow by MOVSP, an overflow that meets the limit, and a jump to where flash is not mapped.

import test from 'ava';
import board from '../../../boards/esp32s3-devkitc/board.ts';
import {runBoard} from '../../../sim/esp32s3/run.ts';
import {gather} from '../../../sim/result.ts';
import {World} from '../../../sim/world.ts';
import {buildFirmware} from './build.ts';

/** What the firmware says with this byte as its image, and the fault that ends it. */
async function run(image: number) {
	const world = new World({board, forUs: 1e6});
	const firmware = buildFirmware('deep');
	const ended = await runBoard({world, image: Uint8Array.of(image, ...new Uint8Array(15)), firmware}).catch(
		(error: Error) => ({ended: error.message, instructions: 0}),
	);
	return gather(board.name, world, ended);
}

test.serial(
	'a frame that grows while its caller is spilled keeps all values (ISA: alloca exception)',
	async t => {
		const {console, ended} = await run(0);
		t.deepEqual(console, ['grown 60']);
		t.is(ended, 'panic: end');
	},
);

test.serial('a stack that overflows ends in a fault that says so, and not in data', async t => {
	const {console, ended} = await run(1);
	t.regex(ended, /stack overflow[\s\S]*endless\+/);
	t.deepEqual(console, []);
});

test.serial('a jump to flash that is not mapped is reported, and is a fault', async t => {
	const {violations, ended} = await run(2);
	t.regex(violations.join(), /fetch of an instruction at 0x43f00000 where the MMU has no page/);
	t.regex(ended, /jump to no code/);
});

test.serial(
	'a return that no call has made is reported with its function, and is a fault [ISA, RETW]',
	async t => {
		const {violations, ended} = await run(3);
		t.regex(violations.join(), /RETW: a0 or WINDOWSTART name no caller.*\(\w+\+\d+\)/);
		t.regex(ended, /exccause 0/);
	},
);
