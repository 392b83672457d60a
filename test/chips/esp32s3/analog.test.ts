// ADC1 of the simulated ESP32-S3, set up as the vendor's driver does it, and what comes of a step that is left out.

import test from 'ava';
import {rig} from './rig.ts';

const sens = 0x6000_8800;
const control = sens + 0xc;
const started = 2 ** 31 + (1 << 25) + (1 << 18) + (1 << 17);
/** Of the fuses that the simulated chip has. */
const initialCode = 2060;

/** The steps of a conversion of GPIO7, each with what is said without it [adc_oneshot_hal.c, adc_ll.h, sar_ctrl_ll.h]. */
const steps: Readonly<Record<string, (chip: Awaited<ReturnType<typeof rig>>) => void>> = {
	'its clock gate is closed': chip => chip.write(sens + 0x104, 1 << 30),
	'it has no power': chip => chip.write(sens + 0x3c, 3 << 29),
	'READER1_CTRL is not as the vendor has it': chip => chip.write(sens, (chip.read(sens) & ~0xff) | 1),
	'GPIO7 is a digital pin': chip => chip.write(0x6000_9004 + 4 * 7, 1 << 12),
	'the analog bus does not reach it': chip => {
		chip.write(0x6000_8034, chip.read(0x6000_8034) | (1 << 22));
		chip.write(0x6000_e048, 1 << 16);
	},
	'its initial code is': chip => {
		chip.machine.soc.analog.writeBlock(0x69, 1, initialCode >> 8);
		chip.machine.soc.analog.writeBlock(0x69, 0, initialCode & 0xff);
	},
	'its reference is not set': chip => chip.machine.soc.analog.writeBlock(0x69, 2, 4 << 4),
};

test('a conversion that is set up as the vendor does it ends after 20 us', async t => {
	const chip = await rig();
	for (const step of Object.values(steps)) step(chip);
	chip.write(control, started);
	t.is(chip.read(control) & (1 << 16), 0);
	chip.run(21);
	t.not(chip.read(control) & (1 << 16), 0);
	t.deepEqual(chip.said(), []);
});

test('each step of a conversion that is left out is reported [adc_oneshot_hal.c]', async t => {
	for (const [said, left] of Object.entries(steps)) {
		const chip = await rig();
		// the pad is an input with a pull unless it is made an analog one
		chip.write(0x6000_9004 + 4 * 7, (1 << 12) | (1 << 9));
		for (const step of Object.values(steps)) if (step !== left) step(chip);
		if (said.startsWith('the analog bus')) chip.write(0x6000_8034, chip.read(0x6000_8034) & ~(1 << 22));
		chip.write(control, started);
		t.regex(chip.said().join(), new RegExp(`^SENS: converts, and ${said}`));
	}
});
