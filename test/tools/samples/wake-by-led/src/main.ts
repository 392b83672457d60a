import {board} from 'catnap';
import {Digital} from 'catnap/pin';
import {power} from 'catnap/power';

const button = new Digital({pin: board.pins.button, mode: 'pull'});
const led = new Digital({pin: board.pins.led, mode: 'output'});
power.off({
	wakeOn: [
		button.active(),
		led.high(),
	],
});
