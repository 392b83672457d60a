// What ended the app is found by the next start, which comes later each time, until the chip goes off.

import {nowUs, sleep} from 'catnap';
import {power} from 'catnap/power';

/** Between a crash and the next start. */
const pauses = [0, 1, 2];

const {crash, wake} = power;
const crashes = crash?.crashes ?? 0;
const [text] = crash?.text.split('\n') ?? [];
console.log(wake.cause, crash?.kind, crashes, text);
if (crash !== undefined)
	console.log(
		Math.round((nowUs() - crash.atUs) / 1e6) === pauses[crashes],
		crash.sleeps,
		crash.idleUs + crash.deepUs > 15_000,
	);

setTimeout(() => {
	throw new Error('the app goes on');
}, 10);
await sleep('20ms');
console.log(power.crash?.kind, power.crash?.text.split('\n')[0]);
throw new Error(`crash ${crashes + 1}: é€`);
