// A board without a clock in off refuses one when the app runs; the types refuse it before.

import {NativeError} from 'catnap';
import {power, type WakeSource} from 'catnap/power';

const source: WakeSource<string> = {afterUs: 1000, arm() {}};
try {
	power.off({wakeOn: [source]});
} catch (error) {
	console.log(NativeError.is(error) ? error.code : error);
}
