// A run whose guest loops forever, to be ended by a signal; says the emulator's folder when the guest is there.

import {readdirSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {runImage} from '../../sim/run.ts';

const firmware = {'qemu-an505': process.argv[2]!};
void runImage({image: Uint8Array.of(9), firmware, target: 'qemu-an505', forUs: 1e6});
const poll = setInterval(() => {
	const folder = readdirSync(tmpdir()).find(name => name.startsWith('catnap-qemu-'));
	if (folder === undefined) return;
	clearInterval(poll);
	setTimeout(() => process.stdout.write(join(tmpdir(), folder)), 500);
}, 20);
