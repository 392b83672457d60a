// Facts of the board `qemu-an505`: the virtual development kit as Cortex-M33 code in QEMU.

import {defineBoard} from '../facts/schema.ts';
import {kit} from '../virtual/kit.ts';

export default defineBoard({
	...kit,
	name: 'qemu-an505',
	title: 'Virtual kit, Cortex-M33 in QEMU',
	id: 2,
	core: 'cortex-m33',
	simulator: 'qemu',
});
