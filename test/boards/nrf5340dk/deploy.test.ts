// Deploying an app into the other slot: a loss of power at any write or erase leaves the old app or the new one.

import test from 'ava';
import {slotA} from '../../../boards/nrf5340dk/layout.ts';
import {hasUnicorn} from '../../../boards/nrf5340dk/model/unicorn.ts';
import {buildFirmware} from './build.ts';
import {rig} from './machine.ts';

const withUnicorn = (await hasUnicorn()) ? test : test.skip;
const imageBytes = 302;

function firstImage(): Uint8Array {
	const bytes = Uint8Array.from({length: imageBytes}, (_, index) => (index * 7 + 1) & 0xff);
	bytes.set(Buffer.from('CTNP'));
	new DataView(bytes.buffer).setUint32(16, imageBytes, true);
	bytes[64] = 1;
	return bytes;
}

const flash = [{address: slotA, bytes: firstImage()}];

withUnicorn('an image is deployed into the other slot and is the active one after the commit', async t => {
	const {run, lines, violations, machine} = await rig(buildFirmware('deploy'), {flash});
	run();
	t.deepEqual(lines(), [
		...[
			'active 1',
			'whole 1',
			'too long -22',
			'not begun -204',
			'begin 0',
			'write 0',
			'commit 0',
			'active 2',
		],
		...['active 2', 'whole 1'],
	]);
	t.deepEqual(violations, []);
	machine.close();
});

withUnicorn('power lost at every write and erase of a deployment leaves a whole app, old or new', async t => {
	t.timeout(110_000);
	const elf = buildFirmware('deploy');
	const clean = await rig(elf, {flash});
	clean.run();
	const operations = clean.machine.soc.nvmc.operations;
	clean.machine.close();
	// two erases, the image's words, four of the trailer
	t.is(operations, 2 + Math.ceil(imageBytes / 4) + 4);
	const seen = new Map<string, number>();
	for (let cut = 1; cut <= operations; cut++) {
		const {machine, run, lines, violations} = await rig(elf, {flash, seed: cut});
		machine.soc.nvmc.cut = operation => operation === cut;
		let after = 0;
		run(() => {
			if (machine.boots === 2 && after === 0) after = lines().length;
			return machine.boots === 2 && lines().length >= after + 2;
		});
		const [active, whole] = lines().slice(after, after + 2);
		t.true(active === 'active 1' || active === 'active 2', `cut at ${cut}: ${active}`);
		t.is(whole, 'whole 1', `cut at ${cut}`);
		t.deepEqual(violations, [], `cut at ${cut}`);
		seen.set(active!, (seen.get(active!) ?? 0) + 1);
		machine.close();
	}
	t.true((seen.get('active 1') ?? 0) >= operations - 1, 'the last word decides');
});

withUnicorn('a deployment that was cut short is repeated after the next start and succeeds', async t => {
	const {machine, run, lines} = await rig(buildFirmware('deploy'), {flash});
	machine.soc.nvmc.cut = operation => operation === 40;
	run();
	t.deepEqual(lines().slice(-3), ['active 2', 'active 2', 'whole 1']);
	machine.close();
});
