// Data that is nested too deeply for the pool or the stack is an error that can be caught, at the same moment on each target.

import {nowUs, sleep} from 'catnap';

function attempt(what: string, run: () => unknown): void {
	try {
		run();
		console.log(what, 'worked');
	} catch (error) {
		console.log(what, String(error));
	}
}

const depthOf = (value: unknown): number => (Array.isArray(value) ? 1 + depthOf(value[0]) : 0);

const started = nowUs();
for (const depth of [10, 5000, 20]) {
	const text = '['.repeat(depth) + ']'.repeat(depth);
	attempt(`parse ${depth}`, () => JSON.parse(text));
	await sleep('10ms');
}
for (const depth of [10, 500, 20]) {
	let nested: unknown = [];
	for (let level = 1; level < depth; level++) nested = [nested];
	// how deep is too deep depends on the frames of each target's C: between 100 and some thousands they differ
	if (depth < 100) attempt(`stringify ${depth}`, () => JSON.stringify(nested));
	attempt(`descend ${depth}`, () => depthOf(nested));
	await sleep('10ms');
}
console.log('goes on', nowUs() - started < 1_000_000);
