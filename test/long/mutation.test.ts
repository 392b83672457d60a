// 6,000 models with numbers changed, 6,000 with lists, fields and buffers: what is accepted here and refused by TensorFlow Lite
// has a reason, or is a fault. CATNAP_SEED=<seed> draws others.
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setImmediate as breath} from 'node:timers/promises';
import test from 'ava';
import {differenceOf, isAccepted, kinds, type Mutant, mutants, type Verdict} from '../models/mutants.ts';
import {recorded} from '../models/recorded-mutants.ts';
import {needsShared, sharedPath} from '../shared.ts';

const folder = mkdtempSync(join(tmpdir(), 'catnap-mutation-'));
test.after.always(() => rmSync(folder, {recursive: true, force: true}));
const withOracle = needsShared(test.serial, 'oracle/build.sh');

/** Built once; its own cache keeps it. */
function oracle(): string {
	return execFileSync('sh', [sharedPath('oracle/build.sh')], {encoding: 'utf8'})
		.trim()
		.split('\n')
		.at(-1)!;
}

function ask(program: string, {name, bytes}: Mutant): Verdict {
	const path = join(folder, 'mutant.tflite');
	writeFileSync(path, bytes);
	const {status, stdout, stderr} = spawnSync(program, [path, 'zp'], {
		encoding: 'utf8',
		maxBuffer: 1 << 27,
		timeout: 20_000,
	});
	const message = (stderr.trim().split('\n')[0] ?? '') || stdout.trim();
	if (status === 0) return {letter: 'a', message: ''};
	if (status !== 1) return {letter: 'c', message};
	if (/Didn't find op|Unsupported builtin|unresolved/i.test(stderr)) return {letter: 'o', message};
	return {letter: differenceOf(name, message) === undefined ? 'r' : 'd', message};
}

const count = Number(process.env.CATNAP_MUTANTS ?? 6000);
const seed = Number(process.env.CATNAP_SEED ?? 1);

for (const kind of kinds)
	withOracle(
		`of ${count} mutants of ${kind} none is accepted here and refused by TFLite without a reason`,
		async t => {
			t.timeout(7_200_000);
			const program = oracle();
			const unexplained: string[] = [];
			const reasons = new Map<string, number>();
			let accepted = 0;
			for (const mutant of mutants(count, seed, kind)) {
				if (!isAccepted(mutant)) continue;
				accepted++;
				await breath(); // ava must hear of this process, or takes it for dead
				const {letter, message} = ask(program, mutant);
				if (letter === 'r') unexplained.push(`${mutant.name}: ${mutant.what}: ${message.slice(0, 200)}`);
				if (letter !== 'd') continue;
				const reason = differenceOf(mutant.name, message)!;
				reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
			}
			t.log(`seed ${seed}: ${accepted} accepted`);
			for (const [reason, times] of reasons) t.log(`${times}: ${reason}`);
			t.deepEqual(unexplained, []);
			t.true(accepted > count / 6);
		},
	);

for (const kind of kinds)
	withOracle(`the verdicts on mutants of ${kind} that npm test uses are those of TFLite today`, t => {
		t.timeout(600_000);
		const program = oracle();
		const {verdicts, seed} = recorded[kind];
		const letters = [...mutants(verdicts.length, seed, kind)].map(each => ask(program, each).letter);
		t.is(letters.join(''), verdicts);
	});
