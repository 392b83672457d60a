// The duty cycle of the seed: ten milliseconds of inference each second, sleep between.

import {board} from 'catnap';
import {Digital} from 'catnap/pin';
import {power} from 'catnap/power';
import fan from './fan.tflite';

/** Windows that are looked at, features and network, and further inferences: together 10 ms at 64 MHz. */
const looks = 4;
const inferences = 45;
const still = {samples: 256, rateHz: 200, data: new Int16Array(768), mgPerCount: 0.0625, atUs: 0} as const;
const led = new Digital({pin: board.pins.led, mode: 'output'});

let seconds = 0;
power.every('1s', () => {
	led.write(1);
	let label = '';
	for (let look = 0; look < looks; look++) label = fan.classify(still).label;
	for (let inference = 0; inference < inferences; inference++) fan.invoke();
	led.write(0);
	if (++seconds % 5 === 0) console.log(seconds, 's: fan is', label);
});
