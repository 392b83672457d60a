// Listens with the LIS2DH12. Bursts of 10 samples: the seventh wraps the ring of 64.

import {board} from 'catnap';
import {Lis2dh12} from 'catnap/sensor';
import {listen} from '../../shared/src/ramp.ts';

const {i2c0: io, pins} = board;
await listen(() => new Lis2dh12({io, alert: pins.imuInt, rateHz: 400, watermark: 10}), 16);
