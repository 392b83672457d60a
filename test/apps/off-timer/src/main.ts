// Off that the clock ends, on boards whose clock runs in it: alone, before a pin, and behind one.

import {board, nowUs} from 'catnap';
import {Digital} from 'catnap/pin';
import {power} from 'catnap/power';

const kept = power.retain('offs', {count: 'uint8', atUs: 'float64'});
const {cause, fromOff, pin} = power.wake;
const button = new Digital({pin: board.pins.button, mode: 'pull'});
// a start takes less than 100 ms
const awayMs = Math.floor((nowUs() - kept.atUs) / 100_000) * 100;
console.log(kept.count, cause, fromOff, pin === board.pins.button.number, cause === 'timer' && awayMs);

function off(...wakeOn: Parameters<typeof power.off>[0]['wakeOn']): void {
	kept.count++;
	kept.atUs = nowUs();
	power.off({wakeOn});
}

// the button is pressed at 3 s
if (kept.count === 0) off(power.timer('1s'));
if (kept.count === 1) off(power.timer('500ms'), button.active());
if (kept.count === 2) off(button.active(), power.timer('10s'));
