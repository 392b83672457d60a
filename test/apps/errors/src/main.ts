// Exceptions over the border between script and C, and where their stacks point.

import {NativeError, sleep} from 'catnap';
import {power} from 'catnap/power';

function place(error: unknown): string {
	const lines = ((error as Error).stack ?? '').split('\n');
	return lines.find(line => line.includes('main.ts'))?.trim() ?? `no place in ${lines.join(' / ')}`;
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
	console.log((error as Error).message, place(error));
}

try {
	power.off({wakeOn: []});
} catch (error) {
	const {code, message} = error as NativeError;
	console.log(error instanceof NativeError, code, message.length > 20, place(error));
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
