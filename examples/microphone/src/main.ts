// Says when it becomes loud, and when it is quiet again. The chip sleeps while a window fills.

import {rms, toFloat} from 'catnap/dsp';
import {Microphone} from 'catnap/sensor';

const loudFrom = 2000; // of 32767
const quietBelow = 1000;
const samples = 1024;

const microphone = new Microphone({rateHz: 16_000});
const wave = new Float32Array(samples);

let isLoud = false;
for await (const window of microphone.windows({samples})) {
	const level = rms(toFloat(window.data, wave));
	if (isLoud ? level >= quietBelow : level < loudFrom) continue;
	isLoud = !isLoud;
	console.log(isLoud ? `loud (${level.toFixed(0)})` : 'quiet');
}
