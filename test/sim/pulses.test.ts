// Pulses and counters in the world: what a test sees of a pin, the same on all targets, what they draw, and wrong trains.

import {join} from 'node:path';
import test from 'ava';
import {simulate, type World} from 'catnap/testing';
import {loadBoard} from '../../boards/facts/boards.ts';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {pwmSetting} from '../../sim/world/pwm.ts';
import {checkServices} from '../../tools/build/board-services.ts';

const app = (name: string): string => join(import.meta.dirname, '../apps', name);
const ms = 1000;
const unicorn = await hasUnicorn();

async function run(target: string, setup: (world: World) => void, name = 'pwm') {
	return simulate({app: app(name), target, for: '8s', setup});
}

for (const target of ['host', 'qemu-an505', 'nrf5340dk']) {
	const maybe = target === 'nrf5340dk' && !unicorn ? test.skip : test.serial;
	maybe(`the pulses of a pin on ${target} are those that the app asks for`, async t => {
		const seen: unknown[] = [];
		const look = (world: World, atMs: number, pin: string): void =>
			world.at(atMs * ms, () => seen.push([pin, world.pwm(pin)]));
		const result = await run(target, world => {
			for (const atMs of [500, 1500, 2500, 3500, 4500, 5500]) look(world, atMs, 'd7');
			look(world, 5600, 'led');
			look(world, 7500, 'd8');
		});
		t.deepEqual(seen, [
			['d7', {hz: 0, duty: 0}],
			['d7', {hz: 50, duty: 0.075}],
			['d7', {hz: 50, duty: 0.24995}],
			['d7', {hz: 0, duty: 1}],
			['d7', {hz: 0, duty: 0}],
			['d7', {hz: 50, duty: 0.49995}],
			['led', {hz: 1000, duty: 0.125}],
			['d8', {hz: 0, duty: 1}],
		]);
		const texts = result.timeline.filter(({kind}) => kind === 'pwm').map(({text}) => text);
		t.deepEqual(texts.slice(0, 4), [
			'd7 50 Hz, high for 7.5 %',
			'd7 50 Hz, high for 25 %',
			'd7 no pulses',
			'd7 50 Hz, high for 49.99 %',
		]);
		t.deepEqual(result.violations, []);
	});
}

test('pulses draw what the table says while there are any, and a counter while it counts', async t => {
	const {pwm, pulse} = await loadBoard('host');
	const pulses = await run('host', () => {});
	const of = (ledger: typeof pulses.energy.ledger, item: string) =>
		ledger.find(e => e.item === item && e.state === 'on');
	const servo = of(pulses.energy.ledger, 'pwm d7')!;
	// 1 s each of two duties, and 1.5 s up to off
	t.true(Math.abs(servo.us - 3.5e6) < 0.1e6, `${servo.us} us`);
	t.is(servo.uA, pwm!.energy.on.typ);
	const counts = await run('host', () => {}, 'pulses');
	t.is(of(counts.energy.ledger, 'count d7')?.uA, pulse!.energy.on.typ);
	const off = counts.energy.ledger.find(e => e.item === 'count d8' && e.state === 'off');
	t.true((off?.us ?? 0) > 1e6, 'it was closed after 5.5 s');
});

test('what the chip makes of a frequency is the nearest, and its limits are those of the board', async t => {
	const {hz} = (await loadBoard('host')).pwm!;
	for (const wanted of [...hz, 50, 440, 1000, 44_100, 1_000_000]) {
		const made = pwmSetting(wanted)!;
		const error = Math.abs(made.clockHz / made.top / wanted - 1);
		t.true(error <= 0.5 / (made.top - 1), `${wanted} Hz is off by ${error}`);
	}
	t.is(pwmSetting(hz[0] - 1), undefined);
	t.is(pwmSetting(hz[1] * 1.3), undefined);
});

test('a train of no pulses, of levels below a microsecond, or on no pin is refused', async t => {
	const errors: string[] = [];
	await run('host', world => {
		for (const [pin, hz, count, duty] of [
			['d7', 600_000, 1, 0.5],
			['d7', 1000, 0, 0.5],
			['d7', 1000, 1, 1],
			['d99', 1000, 1, 0.5],
		] as const) {
			const error = t.throws(() => world.pulses(pin, {hz, count, duty}), {instanceOf: RangeError});
			errors.push(error.message);
		}
	});
	t.regex(errors[0]!, /pulses of pin d7: 1 at 600000 Hz/);
	t.regex(errors[3]!, /no pin d99/);
});

test('an app with PWM or PulseCount is refused for a board whose chip has none', async t => {
	const board = await loadBoard('host');
	const {pwm: _pwm, pulse: _pulse, ...without} = board;
	t.notThrows(() => checkServices(['catnap:pwm', 'catnap:pulse', 'catnap:serial'], board, 'main.ts'));
	for (const [module, what] of [
		['catnap:pwm', 'PWM'],
		['catnap:pulse', 'PulseCount'],
	] as const)
		t.throws(() => checkServices([module], without, 'main.ts'), {
			message: new RegExp(`the board host has no ${what}`),
		});
});
