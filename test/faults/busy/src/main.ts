// Listens with the LIS2DH12, and is at times too busy to.

import {board} from 'catnap';
import {Lis2dh12} from 'catnap/sensor';
import {listen} from '../../shared/src/ramp.ts';
import {slowness} from '../../shared/src/slowness.ts';

const {i2c0: io, pins} = board;
await listen(() => new Lis2dh12({io, alert: pins.imuInt, rateHz: 400, watermark: 10}), 16, slowness);
