// A weather station: three sensors and a display on one I2C bus, read twice a minute. What fails is reported and tried again.

import {board, NativeError, sleep} from 'catnap';
import {Bh1750} from './bh1750.ts';
import {Bme280} from './bme280.ts';
import {Sht4x} from './sht4x.ts';
import {Ssd1306} from './ssd1306.ts';

const io = board.i2c0;
const air = new Bme280({io});
const room = new Sht4x({io});
const light = new Bh1750({io});
const display = new Ssd1306({io});

/** The result, or undefined and a line on the console. */
async function attempt<Result>(what: string, run: () => Promise<Result>): Promise<Result | undefined> {
	try {
		return await run();
	} catch (error) {
		if (!NativeError.is(error)) throw error;
		console.log(what, error.code, error.message);
		return undefined;
	}
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

for (;;) {
	const outside = await attempt('air', () => air.sample());
	if (outside)
		console.log(
			`${outside.temperature.toFixed(2)} C, ${(outside.pressure / 100).toFixed(2)} hPa, ${percent(outside.humidity)}`,
		);
	const inside = await attempt('room', () => room.sample());
	if (inside) console.log(`room ${inside.temperature.toFixed(1)} C, ${percent(inside.humidity)}`);
	const lux = await attempt('light', () => light.sample());
	if (lux !== undefined) console.log(`light ${Math.round(lux)} lx`);
	// bars as long as the readings, a point a degree and a point per percent
	const bars = [
		outside?.temperature ?? 0,
		100 * (outside?.humidity ?? 0),
		inside?.temperature ?? 0,
		100 * (inside?.humidity ?? 0),
	];
	for (const [index, value] of bars.entries()) {
		const long = Math.round(Math.max(0, Math.min(128, value)));
		display.fill(0, 16 * index, 128, 12, false);
		display.fill(0, 16 * index, long, 12);
	}
	await attempt('display', () => display.show());
	await sleep('30s');
}
