// What the build says of the pool is held against what a running app finds left of it.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {buildApp} from '../../tools/build/build.ts';
import {runApp} from '../../tools/run-app.ts';

/** Bytes that the pool gives for `new Uint8Array(512)`: objects, header, buffer. Two sizes of arrays in one pool gave it. */
const blockBytes = 758;

/** Takes memory until there is none, and says in how many blocks. */
const probe = `
const keep: Uint8Array[] = [];
let count = 0;
try {
	for (;;) {
		keep.push(new Uint8Array(512));
		count++;
	}
} catch {}
keep.length = 0;
console.log(count);
`;

const classes = Array.from(
	{length: 30},
	(_, i) => `class Thing${i} {
	readonly value${i} = ${i};
	#hidden = 'text ${i}';
	get label${i}(): string { return this.#hidden + this.value${i}; }
	compute${i}(x: number): number { return x * ${i} + this.value${i}; }
}
new Thing${i}().compute${i}(3);
`,
).join('');

async function estimateAndUse(source: string): Promise<{estimate: number; used: number}> {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-fit-'));
	try {
		mkdirSync(join(folder, 'src'));
		writeFileSync(join(folder, 'src/main.ts'), source);
		const built = await buildApp(folder);
		const result = await runApp(built, {}, {forMs: 5000});
		const free = Number(result.console[0]) * blockBytes;
		const estimate = built.pool.reduce((sum, {bytes}) => sum + bytes, 0);
		return {estimate, used: built.board.memory.poolKb * 1024 - free};
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

for (const [what, source] of [
	['an app that only measures', probe],
	['an app of many classes', classes + probe],
	[
		'an app of long strings',
		`const table = [${Array.from({length: 200}, (_, i) => `'a long text that is only data, number ${i}'`)}];\n${probe}\nconsole.log(table.length);`,
	],
	[
		'an app that hears a second at once',
		`import {Microphone} from 'catnap/sensor';
for await (const {data} of new Microphone({rateHz: 16_000}).windows({samples: 16_000, hop: 4000})) {
	if (data.length === 0) continue;
	${probe}
	break;
}`,
	],
] as const) {
	test.serial(`the estimate for ${what} is within a tenth of what it uses`, async t => {
		const {estimate, used} = await estimateAndUse(source);
		t.true(estimate > 0.9 * used && estimate < 1.1 * used, `estimated ${estimate}, used ${used}`);
	});
}
