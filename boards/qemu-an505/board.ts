// Facts of the board `qemu-an505`: the virtual development kit as Cortex-M33 code in QEMU.

import {defineBoard} from '../facts/define-board.ts';
import {kit} from '../virtual/kit.ts';

const {flashKb, appImageKb, ramKb} = kit.memory;
const retainedKb = 8;

export default defineBoard({
	...kit,
	name: 'qemu-an505',
	title: 'Virtual kit, Cortex-M33 in QEMU',
	id: 2,
	core: 'cortex-m33',
	simulator: 'qemu',
	regions: {
		FLASH: {
			address: 0x1000_0000,
			bytes: (flashKb - appImageKb) * 1024,
			access: 'rx',
			doc: 'SSRAM 1, its first half',
		},
		IMAGE: {
			address: 0x1008_0000,
			bytes: appImageKb * 1024,
			access: 'r',
			doc: 'its second half: the loader of QEMU puts the app image there',
		},
		RAM: {address: 0x3800_0000, bytes: (ramKb - retainedKb) * 1024, access: 'rwx', doc: 'SSRAM 2'},
		RETAINED: {
			address: 0x3807_e000,
			bytes: retainedKb * 1024,
			access: 'rw',
			doc: 'behind RAM: in no segment, so that no reset writes it',
		},
	},
});
