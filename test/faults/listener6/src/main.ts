// Listens with the LSM6DSO, six axes. Bursts of 10 samples: the thirteenth wraps the ring of 128.

import {board} from 'catnap';
import {Lsm6dso} from 'catnap/sensor';
import {listen} from '../../shared/src/ramp.ts';

const {i2c0: io, pins} = board;
await listen(
	() => new Lsm6dso({io, alert: pins.imu6Int, supply: pins.imu6Power, rateHz: 416, watermark: 10}),
	1,
);
