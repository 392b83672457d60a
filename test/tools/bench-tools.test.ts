// `catnap bench --tools`: times of processes, and what is wrong in a call.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {RunningProgram, timeCommand} from '../../tools/bench/timed-program.ts';
import {measureTools, toolsText} from '../../tools/bench/tools.ts';

const work = mkdtempSync(join(tmpdir(), 'catnap-bench-tools-'));
test.after.always(() => rmSync(work, {recursive: true, force: true}));

/** A Catnap that is this program. */
function catnapOf(name: string, source: string) {
	const root = join(work, name);
	mkdirSync(join(root, 'tools'), {recursive: true});
	writeFileSync(join(root, 'tools/catnap.mjs'), source);
	return {root, cache: join(root, 'cache')};
}

/** Works so long; what it takes beyond that, Node's own start, is as long as the machine is slow. */
const busy = (ms: number): string =>
	`for (const {user, system} = process.cpuUsage(), end = user + system + ${ms * 1000}; ; ) {
		const now = process.cpuUsage();
		if (now.user + now.system >= end) break;
	}`;

test('a command has used the time that it has worked, not the time that it has waited', async t => {
	const {cpuMs, wallMs} = await timeCommand(catnapOf('busy', busy(300)), []);
	t.true(cpuMs >= 300, `${cpuMs}`);
	t.true(wallMs >= 300);
	const waits = await timeCommand(catnapOf('waits', 'setTimeout(() => {}, 1000)'), []);
	t.true(waits.wallMs >= 1000);
	t.true(waits.cpuMs < waits.wallMs - 500, `${waits.cpuMs} of ${waits.wallMs}`);
});

test('of a program that goes on, the time between two lines counts', async t => {
	const source = `${busy(500)} console.log('ready');
		process.stdin.on('data', key => { if (String(key) === 'q') process.exit(); ${busy(100)} console.log('done'); });`;
	const program = new RunningProgram(catnapOf('goes-on', source), []);
	t.true((await program.timeStart(/ready/)).cpuMs >= 500);
	const {cpuMs} = await program.time(/done/, () => program.type('x'));
	t.true(cpuMs >= 100 && cpuMs < 500, `${cpuMs}`);
	await program.quit();
});

test('a command that fails is not measured', async t => {
	const broken = catnapOf('broken', "console.log('no'); process.exitCode = 1;");
	await t.throwsAsync(timeCommand(broken, ['run', 'app']), {code: 'BENCH_COMMAND', message: /run app.*no/s});
	const program = new RunningProgram(broken, ['dev']);
	await t.throwsAsync(program.timeStart(/never/), {code: 'BENCH_COMMAND'});
});

test('what is compared with must be a Catnap', async t => {
	await t.throwsAsync(measureTools(1, work), {code: 'NO_CATNAP', message: /tools\/catnap\.mjs/});
});

test('the table has a column for the other Catnap only where there is one', t => {
	const now = {cpuMs: 1250, wallMs: 1400};
	const alone = toolsText([{what: 'run', now, mostCpuMs: 1500}]);
	t.is(alone, 'the app hello  CPU s  wall s  at most CPU s\nrun             1.25    1.40           1.50');
	const both = toolsText([{what: 'run', now, before: {cpuMs: 1800, wallMs: 2000}}]);
	t.regex(both, /^the app hello {2}before: CPU s.*\nrun +1\.80 +2\.00 +1\.25 +1\.40$/);
});
