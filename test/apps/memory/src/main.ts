// A full pool, filled in many ways: each time the same error comes, and after the app lets go it works on.

import {type NativeError, sleep} from 'catnap';

/** What is held: outside of the functions, so that it is still there when the error arrives. */
const hoard: unknown[] = [];

/** Fill the pool, let go, and say what was caught. The words for it are made when there is room again. */
async function fill(how: string, act: () => void): Promise<void> {
	let caught: unknown;
	try {
		act();
	} catch (error) {
		caught = error;
	}
	hoard.length = 0;
	await sleep('1ms'); // an entry may not last long
	say(how, caught);
}

function say(how: string, caught: unknown): void {
	const {name, code, message} = caught as NativeError;
	console.log(`${how}: ${name} ${code} ${caught instanceof Error} ${message.startsWith('out of memory')}`);
}

function pushForEver(make: (index: number) => unknown): void {
	for (let index = 0; ; index++) hoard.push(make(index));
}

await fill('arrays of 4096', () => pushForEver(() => new Uint8Array(4096)));
await fill('arrays of 64', () => pushForEver(() => new Uint8Array(64)));
await fill('arrays of 64, then of 512', () => {
	try {
		pushForEver(() => new Uint8Array(64));
	} catch {
		pushForEver(() => new Uint8Array(512));
	}
});
await fill('arrays of 64, then an unknown name', () => {
	try {
		pushForEver(() => new Uint8Array(64));
	} catch {
		const nothing = hoard as unknown as {missing: () => void};
		for (;;) {
			try {
				nothing.missing();
			} catch (error) {
				if (!(error instanceof TypeError)) throw error;
				hoard.push(error);
			}
		}
	}
});
await fill('objects', () => pushForEver(index => ({index})));
await fill('closures', () => pushForEver(index => () => index));
await fill('texts', () => pushForEver(index => `text ${index}`));
await fill('one text', () => {
	for (let length = 1; ; length *= 2) hoard.push('x'.repeat(length));
});
await fill('maps', () => pushForEver(index => new Map([[index, index]])));
await fill('classes', () => pushForEver(() => class {}));
await fill('promises', () => pushForEver(() => Promise.resolve()));
await fill('generators', () =>
	pushForEver(function* () {
		yield hoard;
	}),
);
await fill('big integers', () => {
	for (let big = 3n; ; big *= big) hoard[0] = big;
});
await fill('JSON', () => {
	for (const nested: unknown[] = []; ; nested.push(nested.length)) hoard.push(JSON.stringify(nested));
});
await fill('regular expressions', () => pushForEver(index => new RegExp(`(a|b)*${index}`)));
await fill('one match', () => {
	const text = 'ab'.repeat(6000);
	hoard.push(text);
	pushForEver(() => /(?:(a)|(b))*$/.exec(text));
});
await fill('sorted', () => pushForEver(() => Array.from({length: 100}, (_, index) => -index).sort()));

// nobody holds these: the collector frees them
for (let ring = 0; ring < 5000; ring++) {
	const one: {other?: unknown} = {};
	one.other = {one, bytes: new Uint8Array(8)};
}
console.log('5000 rings');
for (let ring = 0; ring < 20; ring++) {
	const one: {self?: unknown; bytes: Uint8Array} = {bytes: new Uint8Array(20_000)};
	one.self = one;
}
console.log('20 rings of 20 KB');

let kept: unknown;
await fill('the error', () => {
	try {
		pushForEver(() => ({}));
	} catch (error) {
		kept = error;
		throw error;
	}
});
try {
	(kept as {code: string}).code = 'CHANGED';
} catch (error) {
	console.log((error as Error).name, (kept as NativeError).code);
}

async function fillLater(): Promise<void> {
	await null;
	pushForEver(() => new Uint8Array(64));
}
try {
	await fillLater();
} catch (error) {
	hoard.length -= 20; // room for a promise
	await sleep('10ms');
	hoard.length = 0;
	say('after an await', error);
}

setTimeout(() => pushForEver(() => new Uint8Array(64)), 10);
await sleep('20ms');
hoard.length = 0;
console.log('after a callback that failed');

console.log(
	'still',
	[1, 2, 3].map(n => n * n),
);
