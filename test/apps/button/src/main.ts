// A button by its active level, high on one board and low on another: it wakes from a sleep and from off.

import {board, NativeError} from 'catnap';
import {Digital} from 'catnap/pin';
import {power, type WakeSource} from 'catnap/power';

const kept = power.retain('presses', {count: 'uint8'});
const {cause, fromOff, pin} = power.wake;
console.log('started by', cause, fromOff, pin === board.pins.button.number);

/** What the types cannot see is refused when it runs. */
function refused(source: WakeSource<string>): string {
	try {
		power.off({wakeOn: [source]});
	} catch (error) {
		return NativeError.is(error) ? error.code : 'another error';
	}
	return 'nothing';
}

const led: Digital = new Digital({pin: board.pins.led, mode: 'output'});
console.log(refused(led.high()), refused(led.low()));

const button = new Digital({
	pin: board.pins.button,
	mode: 'pull',
	edge: 'active',
	onReadable: () => {
		kept.count++;
		console.log('press', kept.count, power.wake.cause);
		// the button is still down here: off by its level would end at once
		setTimeout(() => power.off({wakeOn: [button.active()]}), 50);
	},
});
