// What the models cost on qemu-an505: no figure more than 2 % above the ledger, and the bounds that were promised.
import {spawnSync} from 'node:child_process';
import test from 'ava';
import {readLedger, worse} from '../../tools/bench/ledger.ts';
import {measureOnMachine} from '../../tools/bench/measure.ts';
import {sharedModels} from '../../tools/bench/places.ts';
import {anchors, type BenchRow, geometricMean, runBench} from '../../tools/model/bench.ts';

const has = (tool: string) => spawnSync(tool, ['--version']).status === 0;
const chipTest = has('arm-none-eabi-gcc') && has('qemu-system-arm') ? test.serial : test.skip;
const models = sharedModels();
const sharedTest = models === undefined ? test.skip : chipTest;

let measured: Readonly<Record<string, BenchRow>> | undefined;
function rows() {
	measured ??= runBench({models, measure: measureOnMachine}).data.models;
	return measured;
}

chipTest('no model got worse than the ledger by more than 2 %', t => {
	t.timeout(240_000);
	t.true('fan' in rows());
	t.deepEqual(worse(readLedger(), rows()), []);
});

sharedTest('instructions are 0.60 of the anchors or less, none above 0.90', t => {
	t.deepEqual(
		Object.keys(anchors).filter(name => !(name in rows())),
		[],
	);
	t.true(geometricMean(rows()) <= 0.6, `${geometricMean(rows())}`);
	for (const [name, anchor] of Object.entries(anchors))
		t.true(rows()[name]!.instructions <= 0.9 * anchor.instructions, name);
});

sharedTest('code and plan of kws take 55,000 bytes or less', t => {
	const {codeBytes, planBytes} = rows().kws!;
	t.true(codeBytes + planBytes <= 55_000, `${codeBytes + planBytes}`);
});

sharedTest('the arenas of kws, vww and person_detect are 0.75 of the anchors or less', t => {
	for (const name of ['kws', 'vww', 'person_detect'])
		t.true(rows()[name]!.arenaBytes <= 0.75 * anchors[name]!.arenaBytes, name);
});

test('a figure 3 % above the ledger, an unknown model and an inexact one are told', t => {
	const good = {instructions: 1000, arenaBytes: 100, planBytes: 100, codeBytes: 100};
	const ledger = {a: good, b: good};
	t.deepEqual(worse(ledger, {a: {...good, instructions: 1020, exact: true}}), []);
	t.deepEqual(worse(ledger, {a: {...good, instructions: 1030, exact: true}, c: {...good, exact: true}}), [
		'a: instructions 1030, ledger 1000',
		'c is not in the ledger',
	]);
	t.deepEqual(worse(ledger, {b: {...good, exact: false}}), ['b: not exact']);
});
