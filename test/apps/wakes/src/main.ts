// What ended a sleep: pins and timers by name, all of them; a grid that keeps its multiples; locks that show.

import {board, nowUs, sleep} from 'catnap';
import {Digital} from 'catnap/pin';
import {power} from 'catnap/power';

const ms = (us: number): number => Math.round(us / 1000);
/** On a slow core most of a millisecond passes between asking for the time and the begin of a sleep. */
const atMs = (us: number): number => Math.floor((us + 100) / 1000);
const shown = (): string => power.wakes.map(({source, atUs}) => `${source} at ${atMs(atUs)}`).join(', ');

console.log(power.wake.cause, power.wake.source, power.wakes.length);
await sleep(`${100_000 - nowUs()}us`);
console.log(shown());

const pressed = new Promise<number>(resolve => {
	new Digital({pin: board.pins.button, mode: 'pull', edge: 'active', onReadable: resolve});
});
console.log('pressed at', ms(await pressed), 'by', shown());

await sleep(`${1_000_000 - nowUs()}us`);
const startUs = nowUs();
const beats: number[] = [];
const beat = power.every('100ms', () => {
	beats.push(Math.floor((nowUs() - startUs) / 1000));
	if (beats.length !== 3) return;
	// 250 ms without sleep: the call at 400 is late, the one at 500 is missed
	const untilUs = nowUs() + 250_000;
	while (nowUs() < untilUs);
});
await sleep('950ms');
console.log(beats.length, beats[2], beats.slice(4).join(' '), 'missed', beat.missed);
beat.stop();
beat.stop();
console.log('missed', beat.missed);

async function held(): Promise<void> {
	using lock = power.lock('a transfer');
	await sleep('20ms');
	console.log(lock.reason, power.stats.locks);
}
const before = power.stats;
await held();
const leak = power.lock('forgotten');
await sleep('20ms');
const after = power.stats;
const grown = (key: 'lockedUs' | 'deepUs'): number => ms(after[key] - before[key]);
console.log(after.locks, 'locked', grown('lockedUs'), 'deep', grown('deepUs'));
leak.release();
leak.release();
await sleep('20ms');
console.log(power.stats.locks, ms(power.stats.deepUs - after.deepUs));
