// Two chips, a button and timers, busy and asleep at random (by the world's seed); two lives, the second after a reset or off.

import {board, nowUs, sleep} from 'catnap';
import {Digital} from 'catnap/pin';
import {power} from 'catnap/power';
import {Lis2dh12, Lsm6dso} from 'catnap/sensor';
import {Listener} from './sensor.ts';

const {i2c0: io, pins} = board;
const lifeMs = 1200;
const stepUs = 625;
const periodUs = 7000;

const kept = power.retain('lives', {count: 'uint8'});
const life = ++kept.count;
for (let index = 1; index < life; index++) Math.random();
const upTo = (limit: number) => Math.floor(Math.random() * limit);

let presses = 0;
let lastPressUs = 0;
const button = new Digital({
	pin: pins.button,
	mode: 'pull',
	edge: 'active',
	onReadable: (atUs, edges) => {
		if (edges < 1 || atUs > nowUs() || atUs < lastPressUs) console.log('PRESS', atUs, lastPressUs, edges);
		lastPressUs = atUs;
		presses += edges;
		if (upTo(4) === 0) work(upTo(3000));
	},
});

function work(forUs: number): void {
	const untilUs = nowUs() + forUs;
	while (nowUs() < untilUs);
}

/** Mostly nothing; now and then too long for a FIFO or for the ring. At the end nothing: what is lost would be reported later. */
function between(): Promise<void> | undefined {
	if (nowUs() - startUs > (lifeMs - 250) * 1000) return undefined;
	const dice = upTo(12);
	if (dice === 0) return sleep(`${upTo(400)}ms`);
	if (dice === 1) work(upTo(150_000));
	return undefined;
}

const startUs = nowUs();
let ticks = 0;
const repeated = power.every('7ms', () => {
	ticks++;
	const lateUs = nowUs() - startUs - (ticks + repeated.missed) * periodUs;
	// late by less than a period, beside what it takes to get here
	if (lateUs < 0 || lateUs >= periodUs + 1000) console.log('TICK', ticks, repeated.missed, lateUs);
});

let naps = 0;
let isOver = false;
async function nap(): Promise<void> {
	while (!isOver) {
		const ms = 1 + upTo(40);
		const dueUs = nowUs() + ms * 1000;
		await sleep(`${ms}ms`);
		const lateUs = nowUs() - dueUs;
		if (lateUs < 0 || lateUs > 600_000) console.log('NAP', ms, lateUs);
		naps++;
	}
}

const three = new Listener({
	name: 'three',
	open: () => new Lis2dh12({io, alert: pins.imuInt, rateHz: 400, watermark: 5 + upTo(25)}),
	rateHz: 400,
	stepUs,
	countsPerMg: 16,
	between,
});
const six = new Listener({
	name: 'six',
	open: () =>
		new Lsm6dso({io, alert: pins.imu6Int, supply: pins.imu6Power, rateHz: 416, watermark: 5 + upTo(60)}),
	rateHz: 416,
	stepUs,
	countsPerMg: 1 / 0.061,
	between,
});

setTimeout(async () => {
	// what a FIFO lost while a window was looked at (26 ms on an ESP32-S3) is reported by its next drain: it comes first
	await sleep('1ms');
	isOver = true;
	const {missed} = repeated;
	repeated.stop();
	three.finish();
	six.finish();
	button.close();
	// all that were due before this one are reported; and none that is not due yet
	const count = ticks + missed;
	const due = [lifeMs * 1000, nowUs() - startUs].map(us => Math.floor(us / periodUs));
	if (count < due[0]! || count > due[1]!) console.log('TICKS', ...due, ticks, missed);
	const sum = ({total, errors}: Listener) => ({...total, errors});
	console.log('end', JSON.stringify({life, presses, ticks, naps, three: sum(three), six: sum(six)}));
	if (life > 1) return;
	// it wakes by the button or starts again at about the same time
	if (upTo(2) === 0) setTimeout(() => power.reset(), 300);
	else power.off({wakeOn: [button.active()]});
}, lifeMs);
await Promise.all([nap(), three.run(), six.run()]);
