// Timers at exact moments: no drift, order, stopping.

import {nowUs, sleep} from 'catnap';
import {power} from 'catnap/power';

const startUs = nowUs();
const sinceMs = () => Math.floor((nowUs() - startUs) / 1000);

const ticks: number[] = [];
const every = power.every('100ms', () => ticks.push(sinceMs()));
const interval = setInterval(() => ticks.push(-1), 250);
await sleep('1s');
every.stop();
clearInterval(interval);
every.stop();
console.log(ticks);

const once = setTimeout(() => console.log('never'), 10);
clearTimeout(once);
clearTimeout(once);
clearTimeout(undefined);
await sleep('20ms');
console.log(power.wake.cause, power.wake.fromOff);
