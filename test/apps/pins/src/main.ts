// A button that wakes the chip, from a sleep and from off, and an LED; whichever level the board presses and lights with.

import {board} from 'catnap';
import {Digital} from 'catnap/pin';
import {power} from 'catnap/power';

const {cause, fromOff} = power.wake;
console.log('started by', cause, fromOff);

const on = board.pins.led.activeLow ? 0 : 1;
const led = new Digital({pin: board.pins.led, mode: 'output'});
const isLow = board.pins.button.activeLow;
let presses = 0;
const button = new Digital({
	pin: board.pins.button,
	mode: isLow ? 'pull-up' : 'pull-down',
	edge: isLow ? 'falling' : 'rising',
	onReadable: atUs => {
		presses++;
		led.write(presses % 2 === 1 ? on : on === 1 ? 0 : 1);
		const state = led.read() === on ? 'on' : 'off';
		console.log('pressed at', Math.round(atUs / 1000), 'ms, led', state, power.wake.cause);
		if (presses === 2) {
			button.close();
			button.close();
			setTimeout(() => power.off({wakeOn: [button.active()]}), 50);
		}
	},
});
