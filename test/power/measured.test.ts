// A measured current laid over the estimate: logs made from known currents must give these back; bad logs are reported by line.

import {join} from 'node:path';
import test from 'ava';
import {simulate} from 'catnap/testing';
import board from '../../boards/host/board.ts';
import type {CatnapError} from '../../lib/errors.ts';
import {burstsOf, type Currents, currentsOf} from '../../tools/power/currents.ts';
import {parseCurrentLog} from '../../tools/power/ppk2.ts';
import {type Reconciliation, reconcile} from '../../tools/power/reconcile.ts';
import {syntheticLog, type Truth} from './synthetic.ts';

const fan = join(import.meta.dirname, '../../examples/fan-monitor');
const run = await simulate({app: fan, for: '4s', recordEnergy: true});
const currents: Currents = currentsOf(run);

const plain: Truth = {
	uA: {off: 1, sleep: 42, transfer: 1040, compute: 3540, inference: 3540},
	wakeUc: 0.8,
	rate: 1,
	slower: 1,
	leadUs: 0,
	noiseUa: 0,
	stepUs: 10,
	seed: 1,
};

const worlds: Readonly<Record<string, Truth>> = {
	'that is as estimated': plain,
	'with noise': {...plain, noiseUa: 25},
	'that began before power-on': {...plain, leadUs: 1_234_567, noiseUa: 5, stepUs: 20},
	'of a sensor whose clock runs 4 % slow': {...plain, rate: 1.04, noiseUa: 5, stepUs: 20},
	'of a core that needs 30 % longer': {...plain, slower: 1.3, noiseUa: 5, stepUs: 20},
	'of other currents': {
		...plain,
		uA: {off: 1, sleep: 63, transfer: 1500, compute: 2900, inference: 2900},
		wakeUc: 2.1,
		noiseUa: 10,
		leadUs: 30_000,
		stepUs: 20,
	},
	'of a chip twice as hungry, at 50 us a sample': {
		...plain,
		uA: {off: 1, sleep: 95, transfer: 2200, compute: 7100, inference: 7100},
		wakeUc: 1.5,
		noiseUa: 10,
		rate: 0.97,
		stepUs: 50,
	},
};

function check(truth: Truth): Reconciliation {
	return reconcile(currents, parseCurrentLog(syntheticLog(currents, truth), 'log.csv'), board, 'log.csv');
}

for (const [what, truth] of Object.entries(worlds)) {
	test(`a log ${what} gives back the currents that it was made of`, t => {
		const found = check(truth);
		t.is(found.bursts.matched, burstsOf(currents.pieces).length);
		t.true(Math.abs(found.rate / truth.rate - 1) < 0.003, `rate ${found.rate}`);
		t.true(Math.abs(found.offsetMs * 1000 - truth.leadUs) < 1000, `offset ${found.offsetMs} ms`);
		for (const {phase, measured, estimated} of found.rows) {
			if (phase === 'wake') {
				const each = measured.uC / (found.bursts.matched - 1);
				t.true(Math.abs(each - truth.wakeUc) < 0.15, `wake ${each} uC, true ${truth.wakeUc}`);
				continue;
			}
			// an inference of 32 us has too few samples of 20 us or more
			if (phase === 'inference' && truth.stepUs > 10) {
				t.is(measured.ms, 0);
				continue;
			}
			const off = measured.uA / truth.uA[phase] - 1;
			// at 50 us a sample the 90 us of work behind each transfer are seen as part of it
			t.true(
				Math.abs(off) < (truth.stepUs > 10 ? 0.05 : 0.03),
				`${phase} ${measured.uA} uA, true ${truth.uA[phase]}`,
			);
			t.true(measured.ms > 0 && estimated.ms > 0);
		}
		const {cpu_64: core, twim_400: bus, wake_charge: wake} = found.suggestion;
		const sensorUa = 38 + 3 + 0.2;
		t.true(Math.abs(core!.typ / (truth.uA.compute - sensorUa) - 1) < 0.03, `core ${core!.typ}`);
		t.true(Math.abs(bus!.typ / (truth.uA.transfer - sensorUa) - 1) < 0.05, `bus ${bus!.typ}`);
		t.true(Math.abs(wake!.typ - truth.wakeUc) < 0.15, `wake ${wake!.typ}`);
	});
}

test('the parts of the measured charge are the whole of it but for a few parts in a thousand', t => {
	const found = check({...plain, noiseUa: 5, leadUs: 50_000, stepUs: 20});
	const parts = found.rows.reduce((sum, {measured}) => sum + measured.uC, 0);
	const ms = found.rows.reduce((sum, {measured}) => sum + measured.ms, 0);
	t.true(
		Math.abs((parts * 1000) / ms / found.total.measuredUa - 1) < 0.01,
		`${(parts * 1000) / ms} of ${found.total.measuredUa}`,
	);
	t.true(Math.abs(found.total.ratio - 1) < 0.02, `${found.total.ratio}`);
});

test('a log of another device is not forced onto the estimate', t => {
	const flat = [
		'Timestamp(ms),Current(uA),D0-D7',
		...Array.from({length: 500}, (_, at) => `${at},42.5,0`),
	].join('\n');
	const error = t.throws<CatnapError>(() =>
		reconcile(currents, parseCurrentLog(flat, 'flat.csv'), board, 'flat.csv'),
	)!;
	t.is(error.code, 'NOT_ALIGNED');
	t.regex(error.message, /expected: bursts like the \d+ of the estimate\n {2}received: 0 bursts/);
});

const head = 'Timestamp(ms),Current(uA),D0-D7\n';
const bad: Readonly<Record<string, readonly [text: string, message: RegExp]>> = {
	'without its head': ['0.00,1.5,0\n', /not a current log\n.*at my\.csv:1\n.*Timestamp\(ms\),Current\(uA\)/],
	'that is empty': ['', /not a current log/],
	'with a word for a current': [
		`${head}0.00,1,0\n0.01,low,0\n`,
		/Current is not a number\n.*my\.csv:3\n.*\n.*low/,
	],
	'with a line cut short': [`${head}0.00,1,0\n0.01\n`, /Current is not a number\n.*my\.csv:3\n.*\n.*nothing/],
	'with decimal commas': [
		`Timestamp(ms),Current(uA)\n0,5,1,5\n1,5,1,5\n`,
		/another number of cells than the header\n.*my\.csv:2\n.*2 cells.*\n.*0,5,1,5/,
	],
	'with one decimal comma': [
		`${head}0.00,1,5,0\n`,
		/another number of cells than the header\n.*my\.csv:2\n.*3 cells/,
	],
	'with semicolons': ['Timestamp(ms);Current(uA)\n0,5;1,5\n', /not a current log/],
	'with a cell too many': [`${head}0.00,1,0,0\n`, /another number of cells/],
	'with an empty current': [`${head}0.00, ,0\n`, /Current is not a number\n.*\n.*\n.*nothing/],
	'with a number of another base': [`${head}0.00,0x10,0\n`, /Current is not a number\n.*\n.*\n.*0x10/],
	'whose time stands still': [`${head}0.00,1,0\n0.02,1,0\n0.02,1,0\n`, /time does not increase\n.*my\.csv:4/],
	'with a current beyond all reason': [
		`${head}0.00,1e10,0\n`,
		/beyond what any board draws\n.*my\.csv:2\n.*\n.*1e10 ua/,
	],
	'with a column twice': [
		'Timestamp(ms),Current(uA),"current (uA)"\n0,1,2\n',
		/a column twice\n.*\n.*one column current\(ua\)/,
	],
	'that is too short': [`${head}0.00,1,0\n0.01,1,0\n`, /too short\n.*\n.*100 samples or more\n.*2/],
};

for (const [what, [text, message]] of Object.entries(bad)) {
	test(`a log ${what} is refused with its line`, t => {
		const error = t.throws<CatnapError>(() => parseCurrentLog(text, 'my.csv'))!;
		t.is(error.code, 'BAD_CURRENT_LOG');
		t.regex(error.message, message);
	});
}

test('a log of another system, with a byte order mark, is read', t => {
	const rows = Array.from({length: 120}, (_, at) => `${at},2,00000000`);
	for (const end of ['\n', '\r\n', '\r']) {
		const log = parseCurrentLog(`\uFEFFtimestamp(MS),current(UA),D0-D7${end}${rows.join(end)}`, 'my.csv');
		t.is(log.samples, 120);
		t.is(log.uA[119], 2);
	}
});

test('a log in milliamperes is read in microamperes and begins at 0', t => {
	const text = `Timestamp(ms),Current(mA)\n${Array.from({length: 120}, (_, at) => `${100 + at},1.5`).join('\n')}`;
	const log = parseCurrentLog(text, 'my.csv');
	t.is(log.samples, 120);
	t.is(log.us[1], 1000);
	t.is(log.uA[119], 1500);
});
