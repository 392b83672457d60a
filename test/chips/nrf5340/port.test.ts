// The port on the simulated chip, against the world: streams, timers, off, reset, watchdog, a stuck bus.

import test from 'ava';
import type {BoardFacts} from '../../../boards/facts/schema.ts';
import board from '../../../boards/nrf5340dk/board.ts';
import {runBoard} from '../../../sim/nrf5340/run.ts';
import {hasUnicorn} from '../../../sim/nrf5340/unicorn.ts';
import {gather, type RunResult} from '../../../sim/result.ts';
import {World, type WorldOptions} from '../../../sim/world.ts';
import {buildFirmware} from './build.ts';
import {rig} from './machine.ts';

const withUnicorn = (await hasUnicorn()) ? test : test.skip;
const watchdogUs = 200_000;

async function live(options: Partial<WorldOptions> = {}): Promise<RunResult> {
	const world = new World({board, forUs: 8e6, setup: shake, ...options});
	const firmware = buildFirmware('life', {change: {watchdogUs}});
	return gather('nrf5340dk', world, await runBoard({world, image: new Uint8Array(16), firmware}));
}

/** The sensor's interrupt line rises at five seconds, as it would at a motion. */
function shake(world: World): void {
	world.at(5_000_000, () => world.pins.drive('imuInt', true));
	world.at(5_100_000, () => world.pins.drive('imuInt', false));
}

withUnicorn(
	'a device streams, goes off, wakes, resets, is bitten by the watchdog and keeps its record',
	async t => {
		const run = await live();
		t.deepEqual(run.violations, []);
		t.is(run.ended, 'panic: enough');
		t.deepEqual(
			run.console.filter(line => /^(kept|life|cause|pin) /.test(line)),
			[
				'kept 0',
				'life 1',
				'cause 0',
				'pin 255',
				'kept 1',
				'life 2',
				'cause 3',
				`pin ${board.pins.imuInt.number}`,
				'kept 1',
				'life 3',
				'cause 1',
				'pin 255',
				'kept 1',
				'life 4',
				'cause 2',
				'pin 255',
			],
		);
		const starts = run.wakes
			.filter(({cause}) => !cause.startsWith('pin') && cause !== 'timer')
			.map(({cause}) => cause);
		t.deepEqual(starts, ['power-on', 'off:imuInt', 'reset', 'watchdog']);
	},
);

withUnicorn('windows come from FIFO interrupts at the rate of the sensor and carry its samples', async t => {
	const run = await live();
	const windows = run.console.filter(line => line.startsWith('window')).map(line => Number(line.slice(7)));
	t.is(windows.length, 4);
	for (const [index, atMs] of windows.entries())
		t.true(Math.abs(atMs - 500 * (index + 1)) <= 3, `${atMs} ms`);
	// 1 g on z at 2 mg a count
	t.true(run.console.includes('z 500'));
	t.is(run.sensors.imu!.lost, 0);
});

withUnicorn('a timer is late by less than three ticks of the slow clock', async t => {
	const run = await live();
	const late = run.console.find(line => line.startsWith('tick late by'))!;
	t.true(Number(late.split(' ').at(-1)) < 92, late);
});

withUnicorn('the watchdog bites after its time, two ticks later at most', async t => {
	const run = await live();
	const reset = run.wakes.find(({cause}) => cause === 'reset')!;
	const bite = run.wakes.find(({cause}) => cause === 'watchdog')!;
	const ms = bite.atMs - reset.atMs;
	t.true(ms > watchdogUs / 1000 && ms < watchdogUs / 1000 + 2, `${ms} ms`);
});

withUnicorn('misuse of pins and buses comes back as a code', async t => {
	const run = await live();
	for (const line of [
		'bad pin -22',
		'bad bus -22',
		'wire own -22',
		'wire rate -95',
		'not wired -22',
		'nobody -19',
		'identity 0',
		'is 51',
		'led 1',
		'off by led -95',
		'off by own -95',
		'off by clock -95',
	]) {
		t.true(run.console.includes(line), line);
	}
});

withUnicorn('the serial port, which keeps the fast clock on, is on only while it sends', async t => {
	const run = await live({forUs: 4.9e6});
	const sendingUs = ((run.console.join('\n').length + 1) * 10 * 1e6) / 115_200;
	const cpu = (state: string): number =>
		run.energy.ledger.find(row => row.item === 'cpu' && row.state === state)?.us ?? 0;
	t.true(cpu('idle') > 0 && cpu('idle') <= sendingUs, `${cpu('idle')} us idle, ${sendingUs} us sending`);
	t.true(cpu('deep') > 100 * cpu('idle'));
});

withUnicorn('the flash memory of the kit is woken, then sent to deep power-down at the start', async t => {
	const selectPin = 18; // P0.18 [Zephyr's device tree of the kit]
	const levels = new Map<number, boolean>();
	const seen: string[] = [];
	const edges: {readonly high: boolean; readonly us: number}[] = [];
	const firmware = buildFirmware('life', {change: {watchdogUs}});
	const {machine, violations, run} = await rig(firmware, {}, (pin, high) => {
		levels.set(pin, high);
		if (pin !== selectPin) return;
		seen.push(high ? 'high' : 'low');
		edges.push({high, us: machine.nowUs});
	});
	machine.soc.spims[2]!.device = mosi => {
		seen.push(Buffer.from(mosi).toString('hex'));
		// WP# and HOLD# are driven high for commands of one line [Zephyr, nrf_qspi_nor.c; nrfx, nrfx_qspi.c]
		t.deepEqual([levels.get(15), levels.get(16)], [true, true]);
		return new Uint8Array(mosi.length);
	};
	run(() => seen.includes('b9') && seen.at(-1) === 'high');
	t.deepEqual(seen.slice(-5), ['low', 'high', 'low', 'b9', 'high']);
	// 35 us until a chip that was asleep takes a command
	const [woken, selected] = edges.filter(({high}) => !high).slice(-2);
	t.true(selected!.us - woken!.us >= 35, `${selected!.us - woken!.us} us`);
	t.deepEqual(violations, []);
});

/** Levels that the firmware gives the pins until the app speaks, with other pins of the board's own. */
async function startLevels(ownPins: NonNullable<BoardFacts['ownPins']>): Promise<Map<number, boolean>> {
	const levels = new Map<number, boolean>();
	const firmware = buildFirmware('life', {change: {ownPins}});
	const {run, lines} = await rig(firmware, {}, (pin, high) => void levels.set(pin, high));
	run(() => lines().length > 0);
	return levels;
}

withUnicorn("pins of the board's own parts have the levels of its facts before the app runs", async t => {
	const levels = await startLevels({
		...board.ownPins,
		regulator: {number: 14, startsAt: 'low', doc: ''},
		sensors: {number: 31, startsAt: 'high', doc: ''},
		other: {number: 44, startsAt: 'high', doc: ''},
	});
	t.deepEqual(
		[14, 31, 44, board.ownPins.flashSelect.number].map(pin => levels.get(pin)),
		[false, true, true, true],
	);
});

withUnicorn('a board without a flash memory has no pin driven for one', async t => {
	const {consoleTx, ...flash} = board.ownPins;
	const levels = await startLevels({consoleTx});
	t.deepEqual(
		Object.values(flash).filter(({number}) => levels.has(number)),
		[],
	);
	t.true(levels.get(consoleTx.number));
});

withUnicorn('time goes on over off and reset', async t => {
	t.true((await live()).console.includes('time goes on 1'));
});

withUnicorn(
	'a transfer on a stuck bus is given up in time and the next ones work once the bus is freed',
	async t => {
		const run = await live({faults: [{kind: 'bus', bus: 'i2c0', transfer: 30, how: 'stuck-sda'}]});
		t.is(run.faults[0]!.fired, 1);
		t.is(run.console.filter(line => line.startsWith('window')).length, 4);
		t.deepEqual(run.violations, []);
	},
);

withUnicorn('a device that does not answer in the middle of its life is an error, not a hang', async t => {
	const run = await live({faults: [{kind: 'sensor-absent', sensor: 'imu', fromUs: 0}]});
	t.true(run.console.includes('stream -19'));
});

withUnicorn('two runs are the same to the last byte', async t => {
	t.is(JSON.stringify(await live()), JSON.stringify(await live()));
});
