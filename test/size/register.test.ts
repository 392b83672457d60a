// What reading a register from TypeScript costs on the nRF5340 DK: no figure more than 5 % above the ledger.
import test from 'ava';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {readLedger, worseRegister} from '../../tools/bench/ledger.ts';
import {measureRegister, registerText} from '../../tools/bench/register.ts';

const boardTest = (await hasUnicorn()) ? test.serial : test.skip;

boardTest('a register read got no more than 5 % worse than the ledger', async t => {
	const now = await measureRegister();
	t.deepEqual(worseRegister(readLedger().register, now), []);
	t.regex(registerText(now), /[\d,]+ instructions; one a second adds [\d.]+ uA/);
});

test('a register read that is 6 % dearer than the ledger is reported', t => {
	const known = {instructions: 1000, microamperes: 2};
	t.deepEqual(worseRegister(known, {instructions: 1040, microamperes: 2.12}), [
		'register read: microamperes 2.12, ledger 2',
	]);
});
