// Figures and the ledger: sums of rows, ranges, marks, and every microsecond of every part in one state.

import {existsSync, readFileSync} from 'node:fs';
import test from 'ava';
import {esp32s3Rows} from '../../boards/chips/esp32s3/energy.ts';
import {nrf5340Energy} from '../../boards/chips/nrf5340/draws.ts';
import {nrf5340Rows} from '../../boards/chips/nrf5340/energy.ts';
import {type Rows, row, sumOf} from '../../boards/facts/figures.ts';
import {definitionsOf} from '../../boards/facts/port.ts';
import kit from '../../boards/host/board.ts';
import type {CatnapError} from '../../lib/errors.ts';
import {gather} from '../../sim/result.ts';
import {Ledger} from '../../sim/world/energy.ts';
import {World} from '../../sim/world.ts';
import {needsShared, sharedPath} from '../shared.ts';

const sheet = sharedPath('hardware/energy.json');
const later = sharedPath('hardware/energy-facts.json');
const withSheet = needsShared(test, 'hardware/energy.json');
/** Of several sources joined into one row, or charges that the fact sheet gives in words. */
const joined = new Set(['light']);

/** What was looked up later and has a value replaces that of the sheet (energy-facts.test.ts). */
function foundLater(): Set<string> {
	const facts: {id: string; value: number | null}[] = existsSync(later)
		? JSON.parse(readFileSync(later, 'utf8'))
		: [];
	return new Set(facts.filter(({value}) => value !== null).map(({id}) => id));
}

for (const [board, chip, rows] of [
	['nrf5340dk', 'nrf5340dk', nrf5340Rows],
	['esp32s3_devkitc', 'esp32s3', esp32s3Rows],
] as const) {
	withSheet(`the figures of ${board} are those of the fact sheet`, t => {
		const facts: {id: string; typ: number; unit: string; range?: number[]; mark: string}[] = JSON.parse(
			readFileSync(sheet, 'utf8'),
		).boards[board];
		const scale: Readonly<Record<string, number>> = {mA: 1000, ms: 1000};
		const replaced = foundLater();
		let compared = 0;
		for (const [id, ours] of Object.entries(rows as Rows)) {
			const fact = facts.find(other => other.id === id);
			if (!fact || joined.has(id) || replaced.has(`${chip}.${id}`)) continue;
			compared++;
			const factor = scale[fact.unit] ?? 1;
			t.true(Math.abs(ours.typ - fact.typ * factor) < 1e-9, `${id}: ${ours.typ}`);
			t.is(ours.mark, fact.mark as never, id);
			if (fact.range && ours.range)
				t.deepEqual(
					ours.range as unknown,
					fact.range.map(end => end * factor),
				);
		}
		t.true(compared >= 14, `${compared} rows`);
	});
}

test('the parts of a sleeping nRF5340 with all memory on add up to the row of the source', t => {
	const {cpu, floor, retention} = nrf5340Energy({ramOnKb: 512, ramOffKb: 4, i2cHz: 400_000});
	const sum = cpu.deep.typ + floor.asleep.typ + retention.on.typ;
	t.true(Math.abs(sum - nrf5340Rows.on_idle_rtc_full.typ) < 1e-6, `${sum}`);
});

test('memory that is switched off costs nothing, and a slower bus has its own figure', t => {
	const {cpu, retention} = nrf5340Energy({ramOnKb: 8, ramOffKb: 0, i2cHz: 100_000});
	t.is(retention.on.typ, 0);
	t.is(retention.off.typ, 0);
	t.is(cpu.transfer.typ, nrf5340Rows.twim_100.typ);
	t.is(cpu.transfer.mark, 'product spec');
});

const rows: Rows = {
	a: row('a', 10, 'uA', 'datasheet', 'sheet a', {range: [8, 13]}),
	b: row('b', 4, 'uA', 'from memory, unverified', 'sheet b', {range: [3, 6]}),
	sure: row('sure', 1, 'uA', 'product spec', 'sheet c'),
};

test('a sum of rows has the sum of their values, the widest range and the weakest mark', t => {
	const {typ, range, mark} = sumOf(rows, {a: 1, b: -0.5, sure: 2}, 'uA');
	t.is(typ, 10);
	t.deepEqual(range, [8 - 3 + 2, 13 - 1.5 + 2]);
	t.is(mark, 'from memory, unverified');
	t.is(sumOf(rows, {a: 1, sure: 1}, 'uA').mark, 'datasheet');
	t.is(sumOf(rows, {a: 1}, 'uA').source, 'a: sheet a');
});

test('a figure of a row that does not exist is refused', t => {
	const error = t.throws<CatnapError>(() => sumOf(rows, {c: 1}, 'uA'))!;
	t.is(error.code, 'BAD_BOARD');
	t.regex(error.message, /names the row c.*\n.*expected: a, b, sure/);
});

test('a part that follows another changes with it, and nothing is counted twice', t => {
	const ledger = new Ledger();
	ledger.record();
	ledger.add('cpu', {run: rows.a!, rest: rows.sure!}, 'run', 0);
	ledger.follow('cpu', 'floor', {on: rows.b!, off: rows.sure!}, state => (state === 'run' ? 'off' : 'on'));
	ledger.enter('cpu', 'rest', 1000);
	ledger.charge('cpu', 'wake', {...rows.a!, unit: 'uC'}, 3000);
	ledger.enter('cpu', 'run', 3000);
	const {ledger: entries, averageUa, lowUa, highUa, mark} = ledger.report(4000);
	t.deepEqual(
		entries.map(({item, state, us, uC, count}) => [item, state, us, uC, count]),
		[
			['cpu', 'run', 2000, 0.02, undefined],
			['cpu', 'rest', 2000, 0.002, undefined],
			['floor', 'off', 2000, 0.002, undefined],
			['floor', 'on', 2000, 0.008, undefined],
			['cpu', 'wake', 0, 10, 1],
		],
	);
	t.is(averageUa, (0.032 + 10) / 0.004);
	t.is(lowUa, (0.016 + 0.002 + 0.002 + 0.006 + 8) / 0.004);
	t.is(highUa, (0.026 + 0.002 + 0.002 + 0.012 + 13) / 0.004);
	t.is(mark, 'from memory, unverified');
	t.deepEqual(
		ledger.changes?.map(({atUs, item, state}) => `${atUs} ${item} ${state}`),
		[
			'0 cpu run',
			'0 floor off',
			'1000 cpu rest',
			'1000 floor on',
			'3000 cpu wake',
			'3000 cpu run',
			'3000 floor off',
		],
	);
});

test('a recording that is full says how much it left out', t => {
	const ledger = new Ledger();
	ledger.record(1);
	ledger.add('cpu', {run: rows.a!}, 'run', 0);
	ledger.enter('cpu', 'rest', 1);
	ledger.enter('cpu', 'run', 2);
	t.is(ledger.changes?.length, 1);
	t.is(ledger.dropped, 2);
});

test('every part is in exactly one state at each moment of a run', t => {
	const world = new World({board: kit, forUs: 5_000_000});
	world.boot();
	world.spend(100_000);
	world.sleep('deep', 1_000_000);
	world.transfer(0, 0x19, Uint8Array.of(0x0f), 1);
	world.sleep('idle', 1_001_000);
	world.press('button', 3_000_000);
	world.off([{pin: 8, high: true}], Infinity);
	t.throws(() => world.sleep('deep', Number.POSITIVE_INFINITY));
	const {energy, awakeMs, awake} = gather('none', world, {ended: 'time'});
	for (const item of ['cpu', 'floor', 'retention', 'flash', 'imu']) {
		const states = energy.ledger.filter(entry => entry.item === item && entry.count === undefined);
		t.is(
			states.reduce((sum, {us}) => sum + us, 0),
			5_000_000,
			item,
		);
	}
	t.is(awakeMs, awake.runMs + awake.transferMs);
	t.true(energy.lowUa < energy.averageUa && energy.averageUa < energy.highUa);
});

test('a sleep is deep from the length on that its wake-up costs at idle', t => {
	// 0.8 uC of a wake-up over the 550 uA of constant latency are 1454 us
	t.is(definitionsOf(kit).CN_DEEP_MIN_US, 1500);
	const {wake, cpu} = kit.energy;
	const dear = {...kit.energy, wake: {...wake, deep: {...wake.deep, typ: 2 * wake.deep.typ}}};
	t.is(definitionsOf({...kit, energy: dear}).CN_DEEP_MIN_US, 3000);
	const hungry = {...kit.energy, cpu: {...cpu, idle: {...cpu.idle, typ: 2 * cpu.idle.typ}}};
	t.is(definitionsOf({...kit, energy: hungry}).CN_DEEP_MIN_US, 800);
});
