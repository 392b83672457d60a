// npm packages of daily use inside apps on the two chips: they do there what they do in Node; bytes and RAM are printed.
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {format} from 'node:util';
import test from 'ava';
import {simulate} from 'catnap/testing';
import {catnapRoot} from '../../lib/root.mjs';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {buildApp} from '../../tools/build/build.ts';
import {priceLines} from '../../tools/build/package-prices.ts';

const folder = join(catnapRoot, 'test/tools/apps/npm');
/** What test/tools/packages.test.ts sees refused. */
const tooLarge = 'protobufjs';
const names = readdirSync(folder).filter(name => name !== tooLarge);

async function consoleInNode(name: string): Promise<string[]> {
	const {log} = console;
	const lines: string[] = [];
	console.log = (...values) => lines.push(format(...values));
	try {
		await import(join(folder, name, 'src/main.ts'));
	} finally {
		console.log = log;
	}
	return lines;
}

const targets = ['qemu-an505', ...((await hasUnicorn()) ? ['nrf5340dk'] : [])];

test.serial('there are five', t => {
	t.is(names.length, 5);
});

for (const name of names) {
	test.serial(`${name} does on M33 and nRF5340 what it does in Node`, async t => {
		t.timeout(600_000);
		const inNode = await consoleInNode(name);
		t.true(inNode.length > 0);
		for (const target of targets) {
			const app = join(folder, name);
			const run = await simulate({app, target, for: '1s'});
			t.deepEqual(run.console, inNode, target);
			t.log(target, ...priceLines(await buildApp(app, {target}), (bytes, what) => `${bytes}${what}`));
		}
	});
}
