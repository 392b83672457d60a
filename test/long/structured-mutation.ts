// Structured mutation: models that the compiler accepts and TensorFlow Lite rejects. It needs the oracle, a program that runs a
// model in TFLite. Usage: npx tsx test/long/structured-mutation.ts ORACLE [COUNT] [SEED]   (6,000 and 1)
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {CatnapError} from '../../lib/errors.ts';
import {compileModel} from '../../tools/model/index.ts';
import {xorshift} from '../models/fuzz-models.ts';
import {operators, ops} from '../models/places.ts';
import {mutateField} from '../models/structured.ts';

const [oracle, count = '6000', seed = '1'] = process.argv.slice(2);
if (oracle === undefined) throw new Error('usage: structured-mutation.ts ORACLE [COUNT] [SEED]');
const files = [ops, operators].flatMap(folder =>
	readdirSync(folder)
		.filter(name => name.endsWith('.tflite'))
		.map(name => join(folder, name)),
);
const random = xorshift(Number(seed));
const folder = mkdtempSync(join(tmpdir(), 'catnap-mutated-'));
const path = join(folder, 'mutated.tflite');
let accepted = 0;
const looser = new Map<string, number>();
for (let round = 0; round < Number(count); round++) {
	const file = files[random(files.length)]!;
	const {bytes, what} = mutateField(readFileSync(file), random);
	try {
		compileModel(bytes, {file});
	} catch (error) {
		if (error instanceof CatnapError) continue;
		throw error;
	}
	accepted++;
	writeFileSync(path, bytes);
	const {status, stdout, stderr} = spawnSync(oracle, [path, 'zp'], {encoding: 'utf8'});
	// "build": TFLite 2.14.1 has not this version of the operator; that says nothing of the model
	// null: TFLite itself crashed
	if (status === 0 || status === null || status > 1 || stdout.includes('"build"')) continue;
	const operator = file.replace(/.*\//, '').replace(/_\d+\.tflite$/, '');
	const reason = `${operator}: ${what}: ${stderr.trim().split('\n')[0]?.slice(0, 120)}`;
	looser.set(reason, (looser.get(reason) ?? 0) + 1);
}
rmSync(folder, {recursive: true});
for (const [reason, times] of [...looser].sort((a, b) => b[1] - a[1])) console.log(times, reason);
console.log(
	JSON.stringify({count: Number(count), accepted, looser: [...looser.values()].reduce((a, b) => a + b, 0)}),
);
