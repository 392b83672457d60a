// A six-axis IMU on a rail of its own: motion while asleep, and System OFF with the rail held up.

import {board, nowUs, sleep} from 'catnap';
import {power} from 'catnap/power';
import {Lsm6dso} from 'catnap/sensor';

const {i2c0: io, pins} = board;
const alert = pins.imu6Int;
const supply = pins.imu6Power;
const {cause, fromOff, pin} = power.wake;
console.log('started by', cause, fromOff, pin === alert.number);

if (fromOff) {
	const imu = new Lsm6dso({io, alert, supply, rateHz: 26, gyroscope: false});
	const {y, z} = await imu.sample();
	console.log('after off', [y, z].map(value => value.toFixed(1)).join(' '), 'm/s2');
	imu.close();
} else {
	await motion();
}

/** A knock shakes for a while: what comes within a second of the one before belongs to it. */
async function motion(): Promise<void> {
	const knocks: number[] = [];
	const still = new Lsm6dso({
		io,
		alert,
		supply,
		rateHz: 52,
		gyroscope: false,
		onAlert: atUs => {
			const atS = Math.round(atUs / 1e6);
			if (knocks.includes(atS)) return;
			knocks.push(atS);
			console.log('alert', atS, 's', power.wake.cause);
			if (knocks.length === 1) throw Object.assign(new Error('the watch goes on'), {stack: ''});
		},
	});
	const atUs = await still.nextMotion({thresholdMg: 200});
	console.log('moved at', Math.round(atUs / 1e6), 's, told within a millisecond', nowUs() - atUs < 1000);
	await sleep('1s');
	still.configure({motion: {thresholdMg: 200, duration: '40ms'}});
	await sleep('5s');
	power.off({wakeOn: [still.motion({thresholdMg: 200})]});
}
