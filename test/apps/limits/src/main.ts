// Running out of memory, of stack and of time comes back as an error, and the app works on.

import type {NativeError} from 'catnap';

function deep(n: number): number {
	return n === 0 ? 0 : 1 + deep(n - 1);
}

try {
	deep(1e6);
} catch (error) {
	console.log('recursion:', (error as Error | null)?.name ?? 'null');
}

const hoard: Uint8Array[] = [];
try {
	for (;;) hoard.push(new Uint8Array(3000));
} catch (error) {
	hoard.length = 0; // a new array might find no room
	console.log('memory:', (error as NativeError).code);
}
console.log(
	'still',
	[1, 2, 3].map(n => n * n),
);

try {
	JSON.parse('['.repeat(300));
} catch (error) {
	console.log('json:', (error as Error).name);
}

const spin = {turns: 0};
setTimeout(() => {
	for (;;) spin.turns++;
}, 10);
setTimeout(() => console.log('after the endless loop', spin.turns > 1e5), 20);
