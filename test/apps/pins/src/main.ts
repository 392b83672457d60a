// A button that wakes the chip, from a sleep and from off, and an LED.

import {board} from 'catnap';
import {Digital} from 'catnap/pin';
import {power} from 'catnap/power';

const {cause, fromOff} = power.wake;
console.log('started by', cause, fromOff);

const led = new Digital({pin: board.pins.led, mode: 'output'});
let presses = 0;
const button = new Digital({
	pin: board.pins.button,
	mode: 'pull-down',
	edge: 'rising',
	onReadable: atUs => {
		presses++;
		led.write(presses % 2 === 1 ? 1 : 0);
		console.log('pressed at', Math.round(atUs / 1000), 'ms, led', led.read(), power.wake.cause);
		if (presses === 2) {
			button.close();
			button.close();
			setTimeout(() => power.off({wakeOn: [button.high()]}), 50);
		}
	},
});
