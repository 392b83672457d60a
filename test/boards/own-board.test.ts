// An app's own board: what it adds, changes and takes away, each mistake, and where the build finds it.

import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import esp32s3 from '../../boards/esp32s3-devkitc/board.ts';
import {type OwnBoard, ownBoard, pinCautions} from '../../boards/facts/own-board.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import kit from '../../boards/nrf5340dk/board.ts';
import thingy53 from '../../boards/thingy53/board.ts';
import type {CatnapError} from '../../lib/errors.ts';
import {wiringModule} from '../../tools/build/board-module.ts';
import {boardOf} from '../../tools/build/own-board.ts';

const base: BoardFacts = kit;
const own = (facts: Omit<OwnBoard, 'extends'>): BoardFacts =>
	ownBoard({extends: 'nrf5340dk', ...facts}, base, 'board.ts');
const sda1 = {number: 2, doc: ''};
const scl1 = {number: 3, doc: ''};
const i2c1 = {kind: 'i2c', sda: 'sda1', scl: 'scl1', hz: 100_000} as const;

test('a board that says nothing has the facts that it extends and wires nothing', t => {
	const {own: mine, ...facts} = own({});
	t.deepEqual(facts, base);
	t.is(mine!.base, base);
	t.is(wiringModule({...facts, own: mine!}), '');
	t.is(wiringModule(base), '');
});

test('pins and buses are added, changed and taken away; only what is wired otherwise is in the image', t => {
	const facts = own({
		title: 'Mine',
		pins: {d7: null, led: {number: 29}, sda1, scl1},
		buses: {i2c1, spi0: null},
		sensors: {imu: {address: 0x18}},
	});
	t.is(facts.title, 'Mine');
	t.false('d7' in facts.pins);
	t.deepEqual(facts.pins.led, {...base.pins.led!, number: 29});
	t.is(facts.pins.sda1!.wakeFromOff, true);
	t.deepEqual(facts.buses, {...{i2c0: base.buses.i2c0!}, i2c1: {...i2c1, number: 1, timeoutUs: 10_000}});
	t.deepEqual(facts.sensors.imu, {...base.sensors.imu!, address: 0x18});
	t.is(wiringModule(facts), "import * as wiring from 'catnap:wiring';\nwiring.i2c(1, 2, 3, 100000);\n");
	t.regex(wiringModule(own({buses: {i2c0: {hz: 100_000}}})), /\nwiring\.i2c\(0, 34, 35, 100000\);\n$/);
	t.regex(wiringModule(own({pins: {spiSck: {number: 3}}})), /\nwiring\.spi\(0, 3, 45, 46\);\n$/);
});

test('a serial port gives way to a bus in its part of the chip, and to pins that are taken away', t => {
	t.true('uart0' in own({}).buses);
	t.false('uart0' in own({pins: {sda1, scl1}, buses: {i2c1}}).buses);
	t.false('uart0' in own({pins: {d0: null}}).buses);
	const moved = own({
		pins: {gpsOut: {number: 10}, gpsIn: {number: 11}},
		buses: {uart0: {tx: 'gpsIn', rx: 'gpsOut'}},
	});
	t.is(wiringModule(moved), "import * as serial from 'catnap:serial';\nserial.wire(0, 11, 10);\n");
});

test('a Thingy:53 has a serial port on the pins of the 6-axis IMU, which it then does without [its README.md]', t => {
	t.false('uart0' in thingy53.buses);
	const without = {
		extends: 'thingy53',
		sensors: {imu6: null},
		rails: {imu6: null},
		pins: {
			imu6Int: null,
			imu6Power: null,
			tx: {number: 33, wakeFromOff: false, doc: 'P1.01, edge pin P5'},
			rx: {number: 32, wakeFromOff: true, doc: 'P1.00, edge pin P6'},
		},
		buses: {uart0: {kind: 'uart', tx: 'tx', rx: 'rx'}},
	} as const;
	const facts = ownBoard(without, thingy53 as BoardFacts, 'board.ts');
	t.is(facts.buses.uart0!.kind, 'uart');
	t.is(wiringModule(facts), "import * as serial from 'catnap:serial';\nserial.wire(0, 33, 32);\n");
});

test('a spare pin of a connector gives way to a pin of the same number', t => {
	t.true('a4' in own({}).pins && 'button3' in own({}).pins);
	const {pins} = own({pins: {reed: {number: 8}}});
	t.false('button3' in pins);
	t.is(pins.reed!.number, 8);
	t.regex(own({pins: {}, title: 'x'}).pins.a5!.doc, /P0\.26, Arduino A5/);
});

test('inputs of the converter get names of their own, and figures are measured ones', t => {
	const {converter, energy, uartEnergy} = own({
		converter: {inputs: {a0: null, soil: {number: 0, doc: 'soil probe'}}},
		energy: {cpu_64: 3210, uarte_rx: 600},
	});
	t.deepEqual(Object.keys(converter!.inputs), ['a1', 'a2', 'a3', 'a4', 'a5', 'soil']);
	t.is(energy.cpu.run.typ, 3210);
	t.is(energy.cpu.run.mark, 'measured');
	t.is(uartEnergy!.receive.typ, 600 + 250);
	const error = t.throws<CatnapError>(() => own({energy: {cpu: 1}}));
	t.is(error?.code, 'NO_FIGURE');
});

test('two wirings have one hash only if they are the same', t => {
	const hash = (facts: Omit<OwnBoard, 'extends'>) => own(facts).own!.hash;
	t.is(hash({pins: {sda1}}), hash({pins: {sda1}, title: 'Another'}));
	t.not(hash({pins: {sda1}}), hash({pins: {sda1: {...sda1, number: 8}}}));
	t.not(hash({}), hash({buses: {i2c0: {hz: 100_000}}}));
});

const wrong: Readonly<Record<string, readonly [Omit<OwnBoard, 'extends'>, RegExp]>> = {
	'a pin taken twice': [{pins: {mine: {number: 36}}}, /pins imuInt and mine are both number 36/],
	"a pin of the board's own parts": [
		{pins: {mine: {number: 20}}},
		/pins mine and consoleTx are both number 20/,
	],
	'a pin that the chip has not': [
		{pins: {mine: {number: 48}}},
		/pin mine has number 48, the last of nrf5340dk is 47/,
	],
	'a pin without a number': [{pins: {mine: {doc: ''}}}, /pin mine has number -1, expected 0 to 63/],
	'a pin taken away that a sensor is wired to': [
		{pins: {imuInt: null}},
		/sensor imu uses pin imuInt, which does not exist/,
	],
	'a pin taken away that is not there': [
		{pins: {mine: null}},
		/pins.mine is null, but the extended board has none/,
	],
	'a number in place of a pin': [{pins: {mine: 7 as never}}, /pins.mine is 7, expected an object/],
	'a bus on no pin': [{buses: {i2c1}}, /bus i2c1 uses pin sda1, which does not exist/],
	'a bus without a line': [
		{pins: {sda1}, buses: {i2c1: {kind: 'i2c', sda: 'sda1', hz: 100_000}}},
		/bus i2c1 has no scl, expected the name of a pin/,
	],
	'a pin on two buses': [
		{pins: {sda1}, buses: {i2c1: {...i2c1, scl: 'scl'}}},
		/pin scl is used by bus i2c0 and by bus i2c1/,
	],
	'a pin on a bus and at a sensor': [
		{sensors: {imu: {int1: 'sda'}}},
		/pin sda is used by bus i2c0 and by sensor imu/,
	],
	'a bus too many': [
		{
			pins: {sda1, scl1, d0: {number: 8}},
			buses: {i2c1, i2c2: {...i2c1, sda: 'd0', scl: 'd1'}},
		},
		/bus i2c2: nrf5340dk has no further i2c controller/,
	],
	'a bus of no kind': [
		{buses: {can0: {} as never}},
		/bus can0 has kind undefined, expected 'i2c', 'spi' or 'uart'/,
	],
	'a clock that the chip has not': [
		{buses: {i2c0: {hz: 400_000}}},
		/bus i2c0 has hz 400000, which nrf5340dk has not; it has 100000, 250000, 390000/,
	],
	'an address beyond 7 bits': [
		{sensors: {imu: {address: 0xd0}}},
		/sensor imu has address 208, expected 8 \(0x08\) to 119/,
	],
	'two sensors at one address': [
		{sensors: {imu: {address: 0x6a}}},
		/sensors imu and imu6 are both at i2c0 0x6a/,
	],
	'an analog input that the board has not': [
		{converter: {inputs: {soil: {number: 7}}}},
		/analog input soil has number 7, which nrf5340dk has not; it has 0, 1, 2, 3, 4, 5/,
	],
	'a serial port that shares its part of the chip with a bus': [
		{pins: {sda1, scl1}, buses: {i2c1, uart0: {kind: 'uart'}}},
		/buses i2c1 and uart0 share a part of nrf5340dk: it has one of them at a time/,
	],
	'a word that is not known': [
		{buzzes: {}} as object,
		/buzzes is not known, did you mean buses\? a board has extends, title, pins/,
	],
	'a field that a pin has not': [
		{pins: {scl1: {number: 3, pul: 'up'} as object}},
		/pins\.scl1\.pul is not known, did you mean pull\? a pin has number, wakeFromOff, pull, activeLow/,
	],
	'a word that a field does not take, and a text for a switch': [
		{pins: {led: {pull: 'upp', activeLow: 'yes'} as object}},
		/pins\.led\.pull is 'upp', expected 'up' or 'down', did you mean up\?; pins\.led\.activeLow is 'yes', expected true or f/,
	],
	'a line that a bus of its kind has not': [
		{buses: {i2c0: {mosi: 'sda'}}},
		/buses\.i2c0\.mosi is not known; such a bus has kind, sda, scl, hz, timeoutUs/,
	],
	'a field that a rail, a sensor or an input has not': [
		{
			rails: {probe: {enabled: 'd7'}},
			sensors: {imu: {adress: 0x18}},
			converter: {inputs: {a0: {channel: 2}}},
		} as object,
		/rails\.probe\.enabled is not.*sensors\.imu\.adress is not.*mean address\?.*converter\.inputs\.a0\.channel is not/,
	],
	'a list for a group': [{pins: []} as object, /pins is \[\], expected an object/],
	'a new sensor that says little': [
		{sensors: {imux: {address: 0x18}}},
		/sensors\.imux has no chip, .*; sensors\.imux has no bus, /,
	],
};

for (const [what, [facts, message]] of Object.entries(wrong)) {
	test(`${what} is one clear error`, t => {
		const error = t.throws<CatnapError>(() => own(facts));
		t.is(error?.code, 'BAD_BOARD');
		t.regex(error!.message, message);
	});
}

function appWith(text: string): string {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-own-board-'));
	mkdirSync(join(folder, 'src'));
	writeFileSync(join(folder, 'board.ts'), text);
	return folder;
}

const greenhouse = `import {defineBoard} from 'catnap/board';
export default defineBoard({extends: 'nrf5340dk', title: 'Greenhouse', pins: {d7: null}});
`;

test('the board.ts of an app anywhere on the disk is found, for its board and for virtual targets', async t => {
	const folder = appWith(greenhouse);
	for (const [target, asked] of [
		['host', undefined],
		['qemu-an505', 'nrf5340dk'],
		['nrf5340dk', undefined],
	] as const) {
		const {name, title, pins} = await boardOf(folder, target, asked);
		t.deepEqual([name, title, 'd7' in pins], ['nrf5340dk', 'Greenhouse', false]);
	}
	const plain = await boardOf(join(folder, 'src'), 'host', undefined);
	t.is(plain.own, undefined);
});

test('another board than the one it extends, a file without a board and one that throws are one clear error each', async t => {
	const refused = async (text: string, message: RegExp, target = 'host', asked?: string): Promise<void> => {
		const error = await t.throwsAsync<CatnapError>(boardOf(appWith(text), target, asked));
		t.is(error?.code, /cannot be read/.test(message.source) ? 'BAD_BOARD_FILE' : 'BAD_BOARD');
		t.regex(error!.message, message);
	};
	await refused(greenhouse, /the app is wired for nrf5340dk[\s\S]*received: thingy53/, 'thingy53');
	await refused(greenhouse, /the app is wired for nrf5340dk[\s\S]*received: host/, 'host', 'host');
	await refused(
		'export const board = 1;',
		/does not say which board it extends[\s\S]*without a default export/,
	);
	await refused(
		"export default {extends: 'nrf52'};",
		/does not say which board it extends[\s\S]*received: "nrf52"/,
	);
	await refused("throw new Error('oh');\nexport default {};", /cannot be read[\s\S]*received: oh/);
});

test('what the module and the kit of an ESP32-S3 need is no pin of an app: flash, console, USB', t => {
	for (const number of [19, 20, 26, 27, 28, 29, 30, 31, 32, 43, 44])
		t.throws(() => ownBoard({extends: 's3', pins: {mine: {number, doc: ''}}}, esp32s3, 'board.ts'), {
			code: 'BAD_BOARD',
			message: new RegExp(`${number}`),
		});
	t.notThrows(() => ownBoard({extends: 's3', pins: {mine: {number: 33, doc: ''}}}, esp32s3, 'board.ts'));
});

test('a number of an ESP32-S3 that is no pin is one clear error [soc_caps.h]', t => {
	for (const number of [22, 23, 24, 25])
		t.throws(() => ownBoard({extends: 's3', pins: {mine: {number}}}, esp32s3, 'board.ts'), {
			code: 'BAD_BOARD',
			message: new RegExp(`pin mine has number ${number}, and esp32s3-devkitc has no such pin`),
		});
	t.throws(() => ownBoard({extends: 's3', pins: {mine: {number: 49}}}, esp32s3, 'board.ts'), {
		message: /pin mine has number 49, the last of esp32s3-devkitc is 48/,
	});
});

test('pins of an ESP32-S3 that decide at a reset or belong to a larger memory are warned of, each once', t => {
	const cautions = (pins: NonNullable<OwnBoard['pins']>) =>
		pinCautions(ownBoard({extends: 's3', pins}, esp32s3, 'board.ts'));
	const said = (number: number, what: RegExp): void => {
		const all = cautions({...(number === 0 && {button: null}), mine: {number}});
		t.is(all.length, 1, `${number}`);
		t.regex(all[0]!, what);
	};
	said(0, /^pin mine, number 0: low at a reset it starts the loader/);
	said(3, /where JTAG is/);
	said(45, /gives the flash memory 1.8 V/);
	said(46, /neither the app nor the loader/);
	for (const number of [33, 34, 35, 36, 37]) said(number, /a module with octal memory has it/);
	t.deepEqual(cautions({mine: {number: 38}}), []);
	t.deepEqual(pinCautions(esp32s3), [], 'the boot button of the kit is what it is');
	t.deepEqual(cautions({button: {doc: 'the same pin'}}), []);
});
