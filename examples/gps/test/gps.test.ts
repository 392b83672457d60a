// The driver on every target: good days, each fault of the line and of the receiver, and lines that are none.

import {fileURLToPath} from 'node:url';
import test from 'ava';
import {type Fault, type SimulationResult, simulate, type World} from 'catnap/testing';
import {gpsChip, gpsUa, sentence} from '../chips/gps.ts';
import {parse} from '../src/nmea.ts';

const app = fileURLToPath(new URL('..', import.meta.url));
const bus = 'uart0';
const here = '48.11730, 11.51667, 545 m, 11.5 m/s, 8 satellites';
/** Bytes of the greeting, and of the sentences of a second. */
const greets = 47;
const ofSecond = 72 + 31 + 70;

function run(
	faults: readonly Fault[] = [],
	setup: (world: World, send: (bytes: readonly number[]) => void) => void = () => {},
): Promise<SimulationResult> {
	const place = {latitude: 48.1173, longitude: 11.516_667, altitude: 545.4, knots: 22.4, isFix: true};
	let send: (bytes: readonly number[]) => void = () => {};
	return simulate({
		app,
		for: '20s',
		faults,
		chips: {
			gps: {
				bus,
				energyUa: gpsUa,
				make: socket => {
					send = bytes => socket.send(bytes);
					return gpsChip(socket, place);
				},
			},
		},
		setup: world => setup(world, bytes => send(bytes)),
	});
}

const positions = ({console: lines}: SimulationResult): string[] => lines.filter(line => line.endsWith(here));

test("the standard's well-known sentences are understood", t => {
	const gga = parse('$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47');
	t.like(gga, {time: 45_319, isFix: true, satellites: 8, altitude: 545.4});
	t.is((gga as {latitude: number}).latitude.toFixed(4), '48.1173');
	const rmc = parse('$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A');
	t.like(rmc, {isFix: true, course: 84.4, date: '230394'});
	t.is((rmc as {speed: number}).speed.toFixed(2), '11.52');
});

test('south and west are negative, empty fields are not known, other sentences are none of ours', t => {
	const text = (body: string): string => String.fromCharCode(...sentence(body)).trimEnd();
	t.like(parse(text('GPRMC,000001,A,3351.000,S,15112.600,W,,,010126,,')), {
		latitude: -33.85,
		longitude: -151.21,
		speed: undefined,
	});
	t.like(parse(text('GPGGA,,,,,,0,00,99.9,,M,,M,,')), {isFix: false, latitude: undefined, time: undefined});
	t.is(parse(text('GPGSA,A,1')), 'other');
});

test('a part of a line, a wrong checksum and rubbish are corrupt', t => {
	const whole = '$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47';
	for (const line of [
		'',
		'*',
		'$*',
		whole.slice(4),
		whole.replace('8', '9'),
		whole.slice(0, -1),
		'\u00ff\u0000$GP',
	])
		t.is(parse(line), 'corrupt', line);
	t.is(typeof parse(`$GPG${whole}`), 'object', 'what was cut off before a whole one');
});

test('each second is one position, and the chip sleeps in between', async t => {
	const result = await run();
	t.is(positions(result).length, 20);
	t.true(positions(result)[0]!.startsWith('12:35:00'), positions(result)[0]);
	t.deepEqual(
		result.console.filter(line => line.startsWith('disturbed')),
		[],
	);
	t.deepEqual(result.violations, []);
	t.true(result.awakeFraction < 0.06, `${result.awakeFraction}`);
	const receives = result.energy.ledger.find(({item, state}) => item === bus && state === 'receive');
	t.true(receives !== undefined && receives.us > 19_900_000);
});

const faulty: readonly (readonly [string, Fault, RegExp])[] = [
	['a byte without a stop bit', {kind: 'serial', bus, byte: greets + 20, how: 'framing'}, /^disturbed 1 1$/],
	[
		'a byte that does not come',
		{kind: 'serial', bus, byte: greets + ofSecond + 30, how: 'drop'},
		/^disturbed 1 0$/,
	],
	['a break', {kind: 'serial', bus, byte: greets + 130, how: 'break'}, /^disturbed 1 1$/],
	['a line without its end', {kind: 'serial', bus, byte: greets + 72, how: 'drop'}, /^disturbed 0 1$/],
	[
		'a receiver that is unplugged',
		{kind: 'sensor-absent', sensor: 'gps', fromUs: 4_000_000, untilUs: 11_000_000},
		/^TIMEOUT the GPS is silent$/,
	],
];

for (const [what, fault, line] of faulty) {
	test(`${what} is reported, and the positions after it are right`, async t => {
		const result = await run([fault]);
		t.true(result.faults[0]!.fired > 0);
		t.is(result.console.filter(text => line.test(text)).length, 1, result.console.join('\n'));
		t.deepEqual(
			result.console.slice(-4).map(text => text.endsWith(here)),
			[true, true, true, true],
		);
		t.deepEqual(result.violations, []);
	});
}

test('a brown-out in the midst of a sentence begins from the start', async t => {
	const result = await run([{kind: 'sensor-reset', sensor: 'gps', atUs: 5_350_000}]);
	t.true(result.faults[0]!.fired > 0);
	t.true(positions(result).length >= 18, result.console.join('\n'));
	t.true(result.console.at(-1)!.endsWith(here));
	t.deepEqual(result.violations, []);
});

test('rubbish between the sentences is counted and skipped', async t => {
	const result = await run([], (world, send) => {
		world.at(6_800_000, () => send([0, 255, 36, 10, 71, 80, 10]));
	});
	t.is(positions(result).length, 20);
	t.deepEqual(
		result.console.filter(line => line.startsWith('disturbed')),
		['disturbed 2 0'],
	);
});
