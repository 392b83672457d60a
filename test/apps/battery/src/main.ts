// What is left in cells that are full, half full and nearly empty.

import {sleep} from 'catnap';
import {power} from 'catnap/power';

for (let cell = 0; cell < 4; cell++) {
	await sleep('1s');
	console.log(`${Math.round(power.battery * 50) * 2} %, ${Math.round(power.supplyMv / 20) * 20} mV`);
}
