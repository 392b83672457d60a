// A level in steps and one from a trace; what the board does not have is an error that can be caught.

import {board, NativeError, sleep} from 'catnap';
import {Analog} from 'catnap/analog';

const light = new Analog({pin: board.analog.a0});
const soil = new Analog({pin: board.analog.a1});
console.log('bits', light.resolution);

for (let step = 0; step < 6; step++) {
	await sleep('400ms');
	console.log(light.read(), light.millivolts.toFixed(1), soil.read(), soil.volts.toFixed(3));
}

light.close();
light.close();
for (const [what, input] of [
	['closed', light],
	['absent', new Analog({pin: {input: 9, name: 'none'}})],
] as const) {
	try {
		input.read();
	} catch (error) {
		console.log(what, NativeError.is(error) ? error.code : error);
	}
}
