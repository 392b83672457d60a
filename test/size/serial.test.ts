// What a byte of a serial port costs on the nRF5340 DK: not more than 5 % above the ledger.
import test from 'ava';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {readLedger, worseSerial} from '../../tools/bench/ledger.ts';
import {measureSerial, serialText} from '../../tools/bench/serial.ts';

const boardTest = (await hasUnicorn()) ? test.serial : test.skip;

boardTest('a byte that a serial port receives got no more than 5 % dearer than the ledger', async t => {
	const now = await measureSerial();
	t.deepEqual(worseSerial(readLedger().serial, now), []);
	// each byte is an interrupt, and TypeScript looks at it
	t.true(now.instructions > 100, `${now.instructions}`);
	t.regex(serialText(now), /in a line of 64, on the nrf5340dk: [\d,]+ instructions/);
});

test('a byte of a serial port that is 6 % dearer than the ledger is reported', t => {
	t.deepEqual(worseSerial({instructions: 100}, {instructions: 106}), [
		'serial byte: instructions 106, ledger 100',
	]);
	t.deepEqual(worseSerial({instructions: 100}, {instructions: 104}), []);
});
