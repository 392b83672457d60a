// Two users of one supply rail, and a wake source whose supply would fall in off.

import {board, sleep} from 'catnap';
import {power} from 'catnap/power';
import {Lis2dh12, Lsm6dso} from 'catnap/sensor';

const {i2c0: io, pins} = board;
const supply = pins.imu6Power;

const six = new Lsm6dso({io, alert: pins.imu6Int, supply, rateHz: 104});
const three = new Lis2dh12({io, alert: pins.imuInt, supply, rateHz: 100});
const first = six.windows({samples: 26});
const second = three.windows({samples: 25});
await Promise.all([first.next(), second.next()]);
console.log('both');
await second.return?.();
three.close();
await first.next();
console.log('one', six.stats.restarts, six.stats.busErrors);
await first.return?.();
console.log('none');
await sleep('10ms');
const again = new Lis2dh12({io, alert: pins.imuInt, supply, rateHz: 100});
const {z} = await again.sample();
console.log('again', z.toFixed(1));
again.close();
six.close();
await sleep('10ms');

const falling = new Lis2dh12({io, alert: pins.imuInt, supply: pins.led, rateHz: 100});
try {
	power.off({wakeOn: [falling.motion({thresholdMg: 250})]});
} catch (error) {
	console.log(String(error));
}
