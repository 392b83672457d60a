// Exceptions over the border between script and C, and where their stacks point.

import {NativeError, sleep} from 'catnap';
import {power} from 'catnap/power';

/** The innermost places of an error's stack; the tools turn those of the bundle into TypeScript's. */
function places(error: unknown): string {
	return ((error as Error).stack ?? 'no stack')
		.trim()
		.split('\n')
		.slice(0, 3)
		.map(line => line.trim())
		.join(', ');
}

function inner(): never {
	throw new Error('from inside');
}

function outer(): void {
	inner();
}

try {
	outer();
} catch (error) {
	console.log((error as Error).message, places(error));
}

try {
	power.off({wakeOn: []});
} catch (error) {
	const {code, message} = error as NativeError;
	console.log(NativeError.is(error), code, message, places(error));
}

try {
	await sleep('5 parsecs' as '5s');
} catch (error) {
	console.log((error as Error).name, (error as Error).message);
}

const timers: number[] = [];
try {
	for (;;) timers.push(setTimeout(() => {}, 1000));
} catch (error) {
	console.log((error as NativeError).code, timers.length);
}
timers.forEach(clearTimeout);

setTimeout(() => {
	throw new TypeError('in a callback');
}, 5);
await sleep('10ms');
console.log('the app goes on');
