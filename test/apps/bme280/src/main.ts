// One driver on two buses at the same time, one of them with faults.

import {board, NativeError, nowUs, sleep} from 'catnap';
import {Bme280} from '../../../../examples/weather-station/src/bme280.ts';

const places = {
	indoors: new Bme280({io: board.spi0, select: board.pins.d10, oversampling: 2}),
	outdoors: new Bme280({io: board.i2c0, address: 0x77}),
};

async function report(place: keyof typeof places): Promise<void> {
	try {
		const {temperature, pressure, humidity} = await places[place].sample();
		console.log(place, temperature.toFixed(1), Math.round(pressure), humidity.toFixed(2));
	} catch (error) {
		console.log(place, NativeError.is(error) ? `${error.code}: ${error.message}` : error);
	}
}

for (let turn = 1; turn < 5; turn++) {
	await sleep(2 * turn * 1e6 - nowUs() > 0 ? `${Math.round((2 * turn * 1e6 - nowUs()) / 1000)}ms` : '1ms');
	await report('indoors');
	await report('outdoors');
}
await Promise.all([report('outdoors'), report('indoors')]);
