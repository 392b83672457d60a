// Keeps a record over a reset and says what it finds: the values, and by a warning of retain whether it was damaged.

import {power} from 'catnap/power';

const first = power.wake.cause === 'power-on';
const kept = power.retain('keeper', {count: 'uint32', ratio: 'float64'});
if (first) {
	kept.count = 305_419_896;
	kept.ratio = -2.5;
	power.reset();
}
console.log('kept', kept.count, kept.ratio);
kept.count = 7;
console.log('goes on', kept.count);
