import {board} from 'catnap';
import {power} from 'catnap/power';
import {Lis2dh12} from 'catnap/sensor';

const imu = new Lis2dh12({io: board.i2c0, alert: board.pins.led, rateHz: 100});
power.off({wakeOn: [power.timer('1h'), imu.motion({thresholdMg: 250})]});
