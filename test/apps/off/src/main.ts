// System OFF with a motion wake source: the app starts again, and only retained records survive.

import {board} from 'catnap';
import {power} from 'catnap/power';
import {Lis2dh12} from 'catnap/sensor';

const kept = power.retain('count', {boots: 'uint32', level: 'float32', ok: 'bool'});
kept.boots++;
kept.level += 0.25;
kept.ok = !kept.ok;
const {cause, fromOff, pin} = power.wake;
console.log(cause, fromOff, pin === board.pins.imuInt.number, kept);

const imu = new Lis2dh12({io: board.i2c0, alert: board.pins.imuInt, rateHz: 100});
if (kept.boots === 3) {
	power.reset();
}
power.off({wakeOn: [imu.motion({thresholdMg: 250})]});
