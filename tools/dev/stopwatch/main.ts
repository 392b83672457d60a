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
import type {Readable} from 'node:stream';
import {table} from '../../model/args.ts';
import {onlyNode} from './only-node.ts';
import {type Contestant, catnapSteps, deviceScriptSteps, type Step} from './steps.ts';

const rounds = 2;
const mostMs = 5 * 60_000;

interface Taken {
	readonly what: string;
	readonly command: string;
	/** Until its line came, or it had ended. */
	readonly seconds: number;
	/** Of the processors, until it had ended: other work on the machine does not count. */
	readonly cpuSeconds: number;
}

/** Says on file 3 what the processors did for all that the command has started: \`times\` of every POSIX shell. */
const timed = '"$0" "$@"; status=$?; times >&3; exit $status';

/** One step. Its folder has a cache of its own, so that no earlier run helps. */
function take(step: Step, place: string, bin: string): Promise<Taken> {
	const cwd = join(place, step.folder ?? '');
	step.edit?.(cwd);
	const env = {HOME: process.env.HOME, PATH: bin, CATNAP_CACHE: join(place, 'cache'), NO_COLOR: '1', CI: '1'};
	const since = performance.now();
	const child = spawn('/bin/sh', ['-c', timed, ...step.command], {
		...{cwd, env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'], detached: true, timeout: mostMs},
	});
	let [said, times] = ['', ''];
	let seconds: number | undefined;
	const now = (): number => (performance.now() - since) / 1000;
	for (const stream of [child.stdout!, child.stderr!])
		stream.on('data', bytes => {
			said += String(bytes);
			if (step.until?.test(said)) seconds ??= now();
		});
	(child.stdio[3] as Readable).on('data', bytes => (times += String(bytes)));
	const command = step.command.join(' ');
	return new Promise((done, failed) => {
		child.on('error', failed);
		child.on('close', status => {
			if (step.until === undefined) seconds = now();
			if (status === 0 && seconds !== undefined)
				done({what: step.what, command, seconds, cpuSeconds: cpuSecondsIn(times)});
			else failed(new Error(`${command}: ended with ${status}\n${said}`));
		});
	});
}

/** The second line is of what the shell has started: `0m1.230s 0m0.310s`. */
function cpuSecondsIn(times: string): number {
	const [, children = ''] = times.split('\n');
	const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
	return parts.reduce((sum, [, minutes, rest]) => sum + 60 * Number(minutes) + Number(rest), 0);
}

async function measure({name, steps}: Contestant, work: string, bin: string): Promise<Taken[]> {
	const place = join(work, name);
	mkdirSync(place, {recursive: true});
	const taken: Taken[] = [];
	for (const step of steps) {
		const one = await take(step, place, bin);
		taken.push(one);
		process.stderr.write(`${name}: ${step.what}, ${one.seconds.toFixed(1)} s\n`);
	}
	rmSync(place, {recursive: true, force: true});
	return taken;
}

function tableOf(name: string, taken: readonly Taken[]): string {
	const sum = (of: 'seconds' | 'cpuSeconds'): string =>
		taken.reduce((all, one) => all + one[of], 0).toFixed(1);
	const rows = taken.map(({what, command, seconds, cpuSeconds}) => [
		...[what, seconds.toFixed(1), cpuSeconds.toFixed(1)],
		command,
	]);
	return table(
		[name, 's', 'CPU s', 'command'],
		[...rows, ['all', sum('seconds'), sum('cpuSeconds'), `${taken.length} commands`]],
	);
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
