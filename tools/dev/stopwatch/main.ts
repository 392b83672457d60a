// The stopwatch: how long a newcomer takes with Catnap and with DeviceScript, in one run, with nothing but Node in PATH.
//
//   npm run prepack && npm pack --ignore-scripts
//   npx tsx tools/dev/stopwatch/main.ts catnap-0.2.0.tgz [--alone]
//
// Fetches the other one from npm, pinned. The first round fills npm's cache; the second counts.
import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {table} from '../../model/args.ts';
import {onlyNode} from './only-node.ts';
import {type Contestant, catnapSteps, deviceScriptSteps, type Step} from './steps.ts';

const rounds = 2;
const mostMs = 5 * 60_000;

interface Taken {
	readonly what: string;
	readonly command: string;
	readonly seconds: number;
}

/** Seconds of one step. Its folder has a cache of its own, so that no earlier run helps. */
function take(step: Step, place: string, bin: string): Promise<number> {
	const cwd = join(place, step.folder ?? '');
	step.edit?.(cwd);
	const [command, ...args] = step.command;
	const env = {HOME: process.env.HOME, PATH: bin, CATNAP_CACHE: join(place, 'cache'), NO_COLOR: '1', CI: '1'};
	const since = performance.now();
	const child = spawn(join(bin, command), args, {
		cwd,
		env,
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	let said = '';
	return new Promise((done, failed) => {
		const stop = (): void => {
			clearTimeout(limit);
			// npx, the shell of npm and what they started
			try {
				process.kill(-child.pid!, 'SIGTERM');
			} catch {}
		};
		const fail = (why: string): void => {
			stop();
			failed(new Error(`${step.command.join(' ')}: ${why}\n${said}`));
		};
		const limit = setTimeout(() => fail('took too long'), mostMs);
		for (const stream of [child.stdout, child.stderr])
			stream.on('data', bytes => {
				said += String(bytes);
				if (step.until?.test(said) !== true) return;
				done((performance.now() - since) / 1000);
				stop();
			});
		child.on('error', ({message}) => fail(message));
		child.on('close', status => {
			clearTimeout(limit);
			if (step.until?.test(said)) return;
			if (status === 0 && step.until === undefined) done((performance.now() - since) / 1000);
			else fail(`ended with ${status}`);
		});
	});
}

async function measure({name, steps}: Contestant, work: string, bin: string): Promise<Taken[]> {
	const place = join(work, name);
	mkdirSync(place, {recursive: true});
	const taken: Taken[] = [];
	for (const step of steps) {
		const seconds = await take(step, place, bin);
		taken.push({what: step.what, command: step.command.join(' '), seconds});
		process.stderr.write(`${name}: ${step.what}, ${seconds.toFixed(1)} s\n`);
	}
	rmSync(place, {recursive: true, force: true});
	return taken;
}

function tableOf(name: string, taken: readonly Taken[]): string {
	const all = taken.reduce((sum, {seconds}) => sum + seconds, 0);
	const rows = taken.map(({what, command, seconds}) => [what, command, seconds.toFixed(1)]);
	return table([name, 'command', 's'], [...rows, ['all', `${taken.length} commands`, all.toFixed(1)]]);
}

const [tarball, ...options] = process.argv.slice(2);
if (tarball === undefined)
	throw new Error('usage: npx tsx tools/dev/stopwatch/main.ts <catnap.tgz> [--alone]');
const contestants = [
	catnapSteps(resolve(tarball)),
	...(options.includes('--alone') ? [] : [deviceScriptSteps]),
];
const work = mkdtempSync(join(tmpdir(), 'catnap-stopwatch-'));
try {
	const bin = join(work, 'bin');
	onlyNode(bin);
	const last = new Map<string, readonly Taken[]>();
	for (let round = 0; round < rounds; round++)
		for (const one of contestants) last.set(one.name, await measure(one, work, bin));
	process.stdout.write(`${[...last].map(([name, taken]) => tableOf(name, taken)).join('\n\n')}\n`);
} finally {
	rmSync(work, {recursive: true, force: true});
}
