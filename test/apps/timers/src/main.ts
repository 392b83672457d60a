// Timers by their contracts: a grid without drift, on time to the millisecond, order, stopping. No two deadlines of
// the grids are closer than 10 ms, so that the words do not depend on how long the lines between two starts take.

import {nowUs, sleep} from 'catnap';
import {power} from 'catnap/power';

/** Never early, and late by less than a millisecond: then the moment, cut to whole milliseconds, is the deadline. */
const sinceMs = (startUs: number) => Math.floor((nowUs() - startUs) / 1000);

// each grid from its own start: on a slow core the second call is a good part of a millisecond later
const ticks: number[] = [];
const everyUs = nowUs();
const every = power.every('100ms', () => ticks.push(sinceMs(everyUs)));
const intervalUs = nowUs();
const interval = setInterval(() => ticks.push(-sinceMs(intervalUs)), 230);
await sleep('1050ms');
every.stop();
clearInterval(interval);
every.stop();
console.log(ticks);

const order: string[] = [];
setTimeout(() => {
	order.push('first');
	queueMicrotask(() => order.push('its microtask'));
}, 40);
setTimeout(() => order.push('second'), 40);
setTimeout(() => order.push('sooner'), 20);
setTimeout(() => order.push('third'), 40);
await sleep('60ms');
console.log(order);

const once = setTimeout(() => console.log('never'), 10);
clearTimeout(once);
clearTimeout(once);
clearTimeout(undefined);
// as HTML converts them: none of these is a timer's id
for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, -1, 2 ** 31, 2 ** 53, 'text', null]) {
	clearTimeout(odd as number);
	clearInterval(odd as number);
}
await sleep('20ms');
console.log(power.wake.cause, power.wake.fromOff);
