// A register of the accelerometer ten times a second, from 10 s to 20 s; before and after only the clock.

import {board, nowUs} from 'catnap';
import {I2C} from 'catnap/io';
import {power} from 'catnap/power';

const chip = new I2C({io: board.i2c0, address: 0x19});
const whoAmI = [0x0f];

power.every('100ms', async () => {
	if (nowUs() > 10e6 && nowUs() < 20e6) await chip.writeRead(whoAmI, 1);
});
