// Listens with the LSM6DSO, six axes, and is at times too busy to.

import {board} from 'catnap';
import {Lsm6dso} from 'catnap/sensor';
import {listen} from '../../shared/src/ramp.ts';
import {slowness} from '../../shared/src/slowness.ts';

const {i2c0: io, pins} = board;
const open = () => new Lsm6dso({io, alert: pins.imu6Int, supply: pins.imu6Power, rateHz: 416, watermark: 10});
await listen(open, 1, slowness);
