// Two chips watch for motion and nothing else happens: says when each has seen one, and how often it was set up again.

import {board} from 'catnap';
import {power} from 'catnap/power';
import {Lis2dh12, Lsm6dso} from 'catnap/sensor';

const {i2c0: io, pins} = board;
const three = new Lis2dh12({io, alert: pins.imuInt, rateHz: 25});
const six = new Lsm6dso({io, alert: pins.imu6Int, supply: pins.imu6Power, rateHz: 26, gyroscope: false});

async function watch(name: string, sensor: typeof three | typeof six): Promise<void> {
	const atUs = await sensor.nextMotion({thresholdMg: 250});
	const {restarts, busErrors} = sensor.stats;
	console.log(name, Math.round(atUs / 1e6), 's', restarts, busErrors, power.wake.cause);
}

await Promise.all([watch('three', three), watch('six', six)]);
