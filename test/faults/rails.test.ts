// Supply rails and chips that only watch: two users of one rail, off that would take a supply away, a reset of a chip that is silent by its nature.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {type Fault, simulate, type World} from 'catnap/testing';
import {loadBoard} from '../../boards/facts/boards.ts';
import {targetsOf} from '../targets.ts';
import {temporaryFolder} from '../temporary.ts';

const here = import.meta.dirname;
/** Flat, then for two seconds something else. */
const movedAtS = 200;
const trace = join(temporaryFolder('moved'), 'moved.csv');
writeFileSync(
	trace,
	`# unit: mg\nt_ms,x,y,z\n0,0,0,1000\n${movedAtS}000,700,0,700\n${movedAtS + 2}000,0,0,1000\n`,
);

for (const target of targetsOf('host', 'qemu-an505')) {
	test.serial(`on ${target} a rail is on as long as one of its users needs it`, async t => {
		const falls = (await loadBoard(target)).pins.led!.fallsInOff === true;
		const changes: string[] = [];
		const setup = (world: World): void =>
			world.pins.onChange('imu6Power', high => changes.push(`${high ? 'on' : 'off'}`));
		const {
			console: lines,
			violations,
			timeline,
		} = await simulate({
			app: join(here, 'rails'),
			target,
			for: '5s',
			setup,
		});
		t.deepEqual(lines, [
			'both',
			'one 0 0',
			'none',
			'again 9.8',
			...(falls
				? [
						'Error: LIS2DH12 at 0x19 of bus 0 cannot wake from off: pin led, its supply, falls in off on this board; sleep instead',
					]
				: []),
		]);
		t.deepEqual(violations, []);
		// looking for each chip, both of them together, one reading
		t.deepEqual(changes, ['on', 'off', 'on', 'off', 'on', 'off', 'on', 'off', 'on', 'off']);
		t.is(
			timeline.some(({kind}) => kind === 'off'),
			!falls,
			'where the supply stays in off, off it is',
		);
	});

	test.serial(
		`on ${target} a chip that is reset while it watches for motion watches again in a minute`,
		async t => {
			const app = join(here, 'watcher');
			const reset = (sensor: string): Fault => ({kind: 'sensor-reset', sensor, atUs: 10_000_000});
			const calm = await simulate({app, target, for: '210s', trace, faults: []});
			t.deepEqual(calm.console.toSorted(), [`six ${movedAtS} s 0 0 pin`, `three ${movedAtS} s 0 0 pin`]);
			const {
				console: lines,
				violations,
				wakes,
			} = await simulate({
				app,
				target,
				for: '210s',
				trace,
				faults: [reset('imu'), reset('imu6')],
			});
			t.deepEqual(lines.toSorted(), [`six ${movedAtS} s 1 0 pin`, `three ${movedAtS} s 1 0 pin`]);
			t.deepEqual(violations, []);
			// what it costs: beside the two starts of the supply each is asked once a minute
			t.is(wakes.filter(({cause}) => cause === 'timer').length, 2 + 2 * 3);
		},
	);

	test.serial(`on ${target} a chip that does not answer when it is asked is asked until it does`, async t => {
		const app = join(here, 'watcher');
		const faults: Fault[] = ['imu', 'imu6'].map(sensor => ({
			kind: 'sensor-absent',
			sensor,
			fromUs: 50_000_000,
			untilUs: 65_000_000,
		}));
		const {console: lines} = await simulate({app, target, for: '210s', trace, faults});
		t.is(lines.length, 2);
		for (const line of lines) t.regex(line, new RegExp(`^(three|six) ${movedAtS} s [56] [56] pin$`));
	});
}
