// Rejections that nobody handles are reported once each, in their order, also where no job runs; what runs during a
// report changes nothing of it.

import {sleep} from 'catnap';

const lost = (text: string) => void Promise.reject(new Error(text));

// before anything listens, and more of them than any fixed table holds
console.log('at once');
for (let i = 0; i < 20; i++) lost(`${i}`);
void (async () => {
	throw new Error('async function');
})();
const listened = Promise.reject(new Error('never shown'));
listened.catch(() => {});
await sleep('1ms');

// in a callback that queues no job
console.log('in a callback');
setTimeout(() => lost('in a callback'), 1);
await sleep('5ms');

// a text made by the app handles what waits behind it, too late, and rejects once more
console.log('a text that handles');
const waiting: Promise<unknown>[] = [];
class Handles {
	toString() {
		for (const promise of waiting) promise.catch(() => {});
		lost('made by a text');
		return 'handles the others';
	}
}
waiting.push(Promise.reject(new Handles()));
for (let i = 0; i < 9; i++) waiting.push(Promise.reject(i));
await sleep('1ms');

// a text that rejects with its like ends
console.log('a text that goes on');
class Endless {
	toString() {
		void Promise.reject(new Endless());
		return 'endless';
	}
}
void Promise.reject(new Endless());
await sleep('1ms');
setTimeout(() => console.log('a timer still runs'), 10);
await sleep('20ms');

// a handler that comes after the report is none of its business
const late = Promise.reject(new Error('handled late'));
await sleep('1ms');
late.catch(error => console.log('late:', (error as Error).message));
await sleep('1ms');

// the end of the app is reported once, with a job waiting
void Promise.resolve().then(() => console.log('a job'));
throw new Error('the end');
