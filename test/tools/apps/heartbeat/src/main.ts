// Ends off by the clock, and by a pin if that comes first.

import {board} from 'catnap';
import {Digital} from 'catnap/pin';
import {power} from 'catnap/power';

const kept = power.retain('beats', {count: 'uint32'});
kept.count++;
const {cause, fromOff, atUs} = power.wake;
console.log(kept.count, cause, fromOff, Math.round(atUs / 1000), board.off.timer);
const button = new Digital({pin: board.pins.button, mode: 'pull'});
power.off({wakeOn: [power.timer('10s'), power.timer('1h'), button.active()]});
