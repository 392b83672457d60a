// Off at once, until the button is pressed: what passes from the start of the chip to the first line.

import {board, nowUs} from 'catnap';
import {Digital} from 'catnap/pin';
import {power} from 'catnap/power';

nowUs(); // the first line, seen from outside

const button = new Digital({pin: board.pins.button, mode: 'pull'});
power.off({wakeOn: [button.active()]});
