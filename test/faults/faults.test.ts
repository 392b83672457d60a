// Faults by name, on the virtual targets or those that a slow suite chose: the app gets an error or does not notice, goes on, and no sample is lost without a word.
import test from 'ava';
import type {Fault} from 'catnap/testing';
import {targetsOf} from '../targets.ts';
import {bus, listen, listeners, pauseAfter, rampTrace} from './listen.ts';
import {eachTransferFails, resetsInBursts} from './strikes.ts';

const targets = targetsOf('host', 'qemu-an505');
const {lis2dh12} = listeners;
const trace = rampTrace(lis2dh12);

for (const [chip, listener] of Object.entries(listeners)) {
	for (const target of targets) {
		/** Elsewhere a start costs a second of the PC: every nth case. */
		const stride = (every: number) => (target === 'host' ? 1 : every);

		test.serial(`on ${target} any transfer with the ${chip} may fail once, at any of its bytes`, async t => {
			t.timeout(300_000);
			const {count, wrong} = await eachTransferFails({target, listener, stride: stride(17)});
			t.deepEqual(wrong, []);
			t.log(`${count} faults`);
			t.true(count >= (target === 'host' ? 90 : 6), `${count} faults`);
		});

		test.serial(`on ${target} a ${chip} that resets at any byte of a drain is set up again`, async t => {
			t.timeout(300_000);
			const {count, wrong} = await resetsInBursts({target, listener, stride: stride(29), all: false});
			t.deepEqual(wrong, []);
			t.log(`${count} resets`);
			t.true(count >= (target === 'host' ? 70 : 3), `${count} resets`);
		});

		test.serial(
			`on ${target} an app that is too busy for its ${chip} learns of each sample that it lost`,
			async t => {
				const {wrong, total, result, windows} = await listen({
					target,
					listener,
					trace: rampTrace(listener),
					faults: [],
					app: listener.busyApp,
					forMs: 2500,
				});
				// which has compared what the chip made with what was read, and that with windows and counts
				t.deepEqual(wrong, []);
				t.true(windows.length >= 6, `${windows.length} windows`);
				// asleep twice and busy once
				t.true(total!.gaps >= 3 && total!.dropped > 2 * listener.ring, JSON.stringify(total));
				t.true(total!.overruns >= 1 && result.sensors[listener.sensor]!.lost > 0, JSON.stringify(total));
				t.is(total!.busErrors + total!.restarts, 0, JSON.stringify(total));
			},
		);
	}
}

for (const target of targets) {
	const one = {target, listener: lis2dh12, trace};

	test.serial(`on ${target} a line that is stuck for good is reported, again and again`, async t => {
		const {wrong, errors} = await listen({
			...one,
			isDeaf: true,
			faults: [{kind: 'bus', bus, transfer: 31, how: 'stuck-sda', recoverable: false}],
		});
		t.deepEqual(wrong, []);
		t.true(errors.length >= 2);
		t.deepEqual([...new Set(errors)], ['TIMEOUT']);
	});

	test.serial(
		`on ${target} a sensor that is away for a while, or another one, is reported by name`,
		async t => {
			const sensor = 'imu';
			const away = await listen({
				...one,
				faults: [{kind: 'sensor-absent', sensor, fromUs: 300_000, untilUs: 700_000}],
			});
			t.deepEqual(away.wrong, []);
			t.true(away.errors.includes('NO_DEVICE'), away.errors.join(' '));
			const other = await listen({
				...one,
				isDeaf: true,
				faults: [{kind: 'sensor-identity', sensor, value: 0x41}],
			});
			t.deepEqual(other.wrong, []);
			t.deepEqual([...new Set(other.errors)], ['WRONG_DEVICE']);
		},
	);

	for (const [pin, what] of [
		['button', 'a watched button'],
		['imuInt', "the sensor's own line"],
	] as const) {
		test.serial(`on ${target} a storm on ${what} costs no sample, and time only while it lasts`, async t => {
			const [edges, everyUs] = [2000, 50];
			const storm: Fault = {kind: 'pin-storm', pin, atUs: 300_000, edges, everyUs};
			const calm = await listen({...one, faults: []});
			const {wrong, windows, total, result} = await listen({...one, faults: [storm]});
			t.deepEqual(wrong, []);
			t.is(windows.length, calm.windows.length);
			t.is(total!.gaps, 0);
			const stormMs = (edges * everyUs) / 1000;
			const longerMs = result.awakeMs - calm.result.awakeMs;
			t.true(longerMs > 0 && longerMs < stormMs + 2, `${longerMs} ms`);
			// each edge is in a count; far fewer calls than edges have reported them
			t.is(total!.presses, pin === 'button' ? edges : 0);
			if (pin === 'button') t.true(total!.calls > 100 && total!.calls < edges, `${total!.calls} calls`);
		});
	}

	test.serial(
		`on ${target} a trace with a pause is heard through, and windows outside of it are whole`,
		async t => {
			const pauseMs = 300;
			const {wrong, windows} = await listen({
				...one,
				mayTear: true,
				trace: rampTrace(lis2dh12, pauseMs),
				faults: [],
			});
			t.deepEqual(wrong, []);
			// The chip measures on while nothing is recorded, and sees the last value again and again, which is no ramp.
			const periodUs = 1e6 / lis2dh12.rateHz;
			const fromUs = pauseAfter * periodUs;
			const meets = (atUs: number) => atUs >= fromUs && atUs - 47 * periodUs < fromUs + pauseMs * 1000;
			t.deepEqual(
				windows.filter(({isWhole}) => !isWhole),
				windows.filter(({atUs}) => meets(atUs)),
			);
			t.true(windows.filter(({isWhole}) => isWhole).length >= 5);
			t.true(windows.filter(({isWhole}) => !isWhole).length >= 3);
		},
	);
}
