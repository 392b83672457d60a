// Measures the temperature every ten seconds and tells when it has changed by half a degree. The sensor is an analog one
// with 10 mV a degree and 500 mV at 0 degrees, such as a TMP36, at the input a0.

import {board, sleep} from 'catnap';
import {Analog} from 'catnap/analog';

const least = 0.5;
const input = new Analog({pin: board.analog.a0});

let reported = Number.NaN;
for (;;) {
	const celsius = (input.millivolts - 500) / 10;
	if (!(Math.abs(celsius - reported) < least)) {
		reported = celsius;
		console.log(`${celsius.toFixed(1)} degrees`);
	}
	await sleep('10s');
}
