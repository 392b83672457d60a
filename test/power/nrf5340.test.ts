// Energy of the nRF5340 on its model: the core waits by WFI while the bus works, flash writes cost, memory is as said.

import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';
import board from '../../boards/nrf5340dk/board.ts';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {WorldOutside} from '../../sim/soc/outside.ts';
import {World} from '../../sim/world.ts';
import {ensureFirmware} from '../../tools/build/firmware.ts';
import {memorySections} from '../../tools/flash/size-table.ts';

const withUnicorn = (await hasUnicorn()) ? test : test.skip;
const fan = join(import.meta.dirname, '../../examples/fan-monitor');

withUnicorn(
	'the core of the example sleeps in WFI for nearly all of the time that its bus works',
	async t => {
		const run = await simulate({app: fan, target: 'nrf5340dk', for: '4s'});
		const {bytesRead, bytesWritten} = run.traffic.imu!;
		const bytesMs = ((bytesRead + bytesWritten) * 9 * 1000) / board.buses.i2c0.hz;
		t.log(`${bytesMs.toFixed(1)} ms of bytes, ${run.awake.transferMs.toFixed(1)} ms asleep beside the bus`);
		t.true(run.awake.transferMs > 0.98 * bytesMs && run.awake.transferMs < 1.1 * bytesMs);
		const transfer = run.energy.ledger.find(({state}) => state === 'transfer')!;
		t.is(transfer.uA, 1000);
	},
);

test('a flash page that is erased is charged for its time', t => {
	const world = new World({board, forUs: 1_000_000});
	const outside = new WorldOutside(world);
	outside.flashBusy(10_000, 97_000);
	outside.flashBusy(950_000, 2_000_000);
	const writes = world.ledger.report(1_000_000).ledger.find(({state}) => state === 'write')!;
	t.is(writes.us, 87_000 + 50_000);
	t.is(writes.uC, 959);
});

withUnicorn('the memory that stays on in sleep is what the firmware uses, to two sections', async t => {
	const elf = readFileSync((await ensureFirmware('nrf5340dk')).path);
	const ends = [...memorySections(elf)]
		.filter(({isWritable, address}) => isWritable && address >= 0x2000_0000)
		.map(({address, bytes}) => address + bytes - 0x2000_0000);
	const sectionsKb = Math.ceil(Math.max(...ends) / 4096) * 4;
	const saidKb = Number(/(\d+) KiB RAM on/.exec(board.energy.conditions)?.[1]);
	t.true(Math.abs(saidKb - sectionsKb) <= 8, `${saidKb} KiB said, ${sectionsKb} KiB in use`);
});
