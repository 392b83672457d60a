// The core's clock by phase: features and inference take less time when they run fast, and slow is the default.

import {nowUs, sleep} from 'catnap';
import {power} from 'catnap/power';
import fan from './fan.tflite';

const window = {samples: 256, rateHz: 200, data: new Int16Array(768), mgPerCount: 1, atUs: 0} as const;

/** Microseconds of a classification, all of it C but for a few lines. */
function takesUs(): number {
	const sinceUs = nowUs();
	for (let turn = 0; turn < 8; turn++) fan.classify(window);
	return nowUs() - sinceUs;
}

const slowUs = takesUs();
await sleep('10ms');
power.clock({features: 'fast', inference: 'fast'});
const fastUs = takesUs();
console.log('fast is', Math.round(slowUs / fastUs), 'times as fast');
await sleep('10ms');
power.clock({features: 'slow', inference: 'slow'});
const againUs = takesUs();
console.log('and slow again', Math.abs(againUs - slowUs) < slowUs / 50);
