// Counts the presses of a button. After ten seconds without one the device switches itself off; a press starts it again.

import {board} from 'catnap';
import {Digital} from 'catnap/pin';
import {power} from 'catnap/power';

const patienceMs = 10_000;
const kept = power.retain('button', {presses: 'uint32'}); // survives off

let timer: ReturnType<typeof setTimeout>;
const button = new Digital({pin: board.pins.button, mode: 'pull', edge: 'active', onReadable: pressed});
if (power.wake.fromOff) pressed();
else restart();

function pressed(): void {
	console.log(`presses: ${++kept.presses}`);
	restart();
}

function restart(): void {
	clearTimeout(timer);
	timer = setTimeout(() => {
		console.log('good night');
		power.off({wakeOn: [button.active()]});
	}, patienceMs);
}
