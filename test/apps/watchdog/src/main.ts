// Microtasks that never end are no progress: the watchdog resets the chip, and the app can see it.

import {sleep} from 'catnap';
import {power} from 'catnap/power';

const {cause, source, fromOff} = power.wake;
console.log(cause, source, fromOff);
if (cause === 'power-on') {
	await sleep('1s');
	setTimeout(() => console.log('this never runs'), 10);
	for (;;) await null;
}
setTimeout(() => console.log('the loop turns again'), 10);
