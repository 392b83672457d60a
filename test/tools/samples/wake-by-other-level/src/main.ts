import {board} from 'catnap';
import {Digital} from 'catnap/pin';
import {power} from 'catnap/power';

const button = new Digital({pin: board.pins.button, mode: 'pull'});
power.off({wakeOn: [button.high()]});
