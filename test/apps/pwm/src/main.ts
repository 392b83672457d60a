// PWM: what the chip makes of frequencies, duties up to both constant levels, as many pins as it can serve, off, each mistake.

import {board, type NativeError, sleep} from 'catnap';
import {Digital, type Pin, PWM} from 'catnap/io';
import {power} from 'catnap/power';

function attempt(what: string, run: () => unknown): void {
	try {
		console.log(what, run());
	} catch (error) {
		const {code, message} = error as NativeError;
		console.log(what, code !== undefined ? `${code}: ${message}` : error);
	}
}

if (power.wake.fromOff) {
	console.log('back from off');
	await new Promise(() => {});
}
const {led, d7, d8, d9, d10} = board.pins;
const read = (pin: Pin): number => new Digital({pin, mode: 'output'}).read();

for (const hz of [4, 50, 976, 1000, 12_345, 1_000_000, 5_333_333]) {
	const pwm = new PWM({pin: d7, hz});
	console.log('hz', hz, 'made', pwm.hz, 'resolution', pwm.resolution);
	pwm.close();
}

const servo = new PWM({pin: d7, hz: 50});
const most = 2 ** servo.resolution - 1;
// 0, 1.5 ms of 20, a quarter, all, 0
for (const duty of [0, Math.round(most * 0.075), most >> 2, most, 0]) {
	servo.write(duty);
	await sleep('1s');
}
servo.write(most >> 1);

// all that the chip has, each with a frequency of its own
const dimmed = new PWM({pin: led});
dimmed.write((2 ** dimmed.resolution) >> 3);
const others = [new PWM({pin: d8, hz: 25_000}), new PWM({pin: d9, hz: 440})];
for (const one of others) one.write((2 ** one.resolution) >> 1);
attempt('a fifth', () => new PWM({pin: d10}));
await sleep('1s');

attempt('twice', () => new PWM({pin: d7}));
attempt('too slow', () => new PWM({pin: d10, hz: 3}));
attempt('too fast', () => new PWM({pin: d10, hz: 8_000_000}));
attempt('no hz', () => new PWM({pin: d10, hz: Number.NaN}));
attempt('no pin', () => new PWM({pin: {...d10, number: 200}}));
attempt('too much', () => servo.write(most + 1));
attempt('below 0', () => servo.write(-1));
attempt('a half', () => servo.write(0.5));
for (const one of others) one.close();
others[0]!.close();
attempt('closed', () => others[0]!.write(0));

// in off a full duty stays, and pulses end
const held = new PWM({pin: d8});
held.write(2 ** held.resolution - 1);
await sleep('500ms');
console.log('level', read(d8));
power.off({wakeOn: [new Digital({pin: board.pins.button, mode: 'pull'}).active()]});
