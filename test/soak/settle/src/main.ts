// Windows that are awaited for long, so that in one of them the engine asks the watchdog as the promise is settled.

import {board, nowUs} from 'catnap';
import {Lis2dh12} from 'catnap/sensor';

const laps = 120;
const checks = 10_000; // calls and jumps from one question to the watchdog to the next

function nothing(): void {}

/** Run on until the watchdog is asked: on this board that takes time, and nothing else in the loop does. */
function untilAsked(): void {
	const fromUs = nowUs();
	while (nowUs() === fromUs) nothing();
}

const imu = new Lis2dh12({io: board.i2c0, alert: board.pins.imuInt, rateHz: 1});
const calls = new Uint8Array(checks);
let lap = 0;
for await (const _ of imu.windows({samples: 25})) {
	if (lap === laps) break;
	untilAsked();
	// each lap leaves one check more for what comes before the next promise is settled
	calls.subarray(lap++).forEach(nothing);
}
console.log(`${lap} windows`);
