// `catnap crash [app]`: why a deployed app ended, from its console, a log of it, or the bytes of its crash record.

import {readFileSync} from 'node:fs';
import {type Command, Option} from 'commander';
import {formatDuration} from '../../lib/duration.ts';
import {CatnapError} from '../../lib/errors.ts';
import {print, progress} from '../../lib/output.ts';
import {readBytes} from '../../lib/read.ts';
import {working} from '../../lib/working.ts';
import {CrashReader, crashesIn, type SaidCrash} from '../monitor/crash-lines.ts';
import {type CrashRecord, readCrashRecord, recordBytes} from '../monitor/crash-record.ts';
import {followConsole, symbolicatorOf} from '../monitor/follow.ts';
import {baudOption, durationArgument, portOption} from '../options.ts';

interface CrashCommandOptions {
	readonly from?: string;
	readonly port?: string;
	readonly baud: number;
	/** Milliseconds. */
	readonly for: number;
	readonly json?: boolean;
}

/** Behind the last line of a stack the console says nothing for so long, or goes on with another line. */
const silentMs = 500;
const usualWaitMs = 60_000;
/** A month of a talkative app. */
const file = {code: 'NO_FILE', longestMb: 256} as const;

export function register(program: Command): void {
	program
		.command('crash')
		.description('show why an app on a board ended: its last crash, with places in TypeScript')
		.argument('[app]', 'folder of the app that ran (default: this one, if it is built)')
		.option('--from <file>', 'a log of the console, or the 320 bytes of a crash record; - is stdin')
		.addOption(portOption())
		.addOption(baudOption())
		.addOption(
			new Option('--for <duration>', 'how long to wait for the start that says it')
				.argParser(durationArgument)
				.default(usualWaitMs, '60s'),
		)
		.option('--json', 'print one JSON document')
		.action(crash);
}

async function crash(app: string | undefined, options: CrashCommandOptions): Promise<void> {
	const symbolicate = (await symbolicatorOf(app)) ?? ((line: string) => line);
	const found = options.from === undefined ? await fromPort(options) : fromFile(options.from);
	const shown = 'text' in found ? {...found, text: symbolicate(found.text)} : withPlaces(found, symbolicate);
	print(options.json ? JSON.stringify(shown) : describe(shown));
}

function withPlaces(said: SaidCrash & Counted, symbolicate: (line: string) => string): SaidCrash & Counted {
	return {...said, message: symbolicate(said.message), stack: said.stack.map(symbolicate)};
}

interface Counted {
	/** How many a log has. */
	readonly crashes: number;
}

function fromFile(path: string): CrashRecord | (SaidCrash & Counted) {
	const bytes = path === '-' ? readFileSync(0) : readBytes(path, file);
	const record = bytes.length === recordBytes ? readCrashRecord(bytes) : undefined;
	if (record !== undefined) return record;
	const crashes = crashesIn(new TextDecoder().decode(bytes));
	const last = crashes.at(-1);
	if (last !== undefined) return {...last, crashes: crashes.length};
	throw new CatnapError('NO_CRASH', {
		which: 'file',
		where: path === '-' ? 'stdin' : path,
		expected: `a line "catnap: crashed:", or a record of ${recordBytes} bytes`,
		received: `${bytes.length} bytes without one`,
	});
}

/** The first one that the board says from now on. */
async function fromPort({port, baud, for: forMs}: CrashCommandOptions): Promise<SaidCrash & Counted> {
	const end = new AbortController();
	let found: SaidCrash | undefined;
	const reader = new CrashReader(one => {
		found ??= one;
		end.abort();
	});
	let silence: NodeJS.Timeout | undefined;
	const limit = setTimeout(() => end.abort(), forMs);
	try {
		const follow = {
			port,
			baud,
			print: (line: string) => {
				reader.push(line);
				clearTimeout(silence);
				silence = setTimeout(() => reader.end(), silentMs);
			},
			opened: () =>
				progress(`crash: waiting ${formatDuration(forMs)} for a start after a crash; reset the board`),
			signal: end.signal,
		};
		const path = await working('waiting', {}, () => followConsole(follow));
		reader.end();
		if (found !== undefined) return {...found, crashes: 1};
		throw new CatnapError('NO_CRASH', {which: 'port', where: path, time: formatDuration(forMs)});
	} finally {
		clearTimeout(silence);
		clearTimeout(limit);
	}
}

function describe(found: CrashRecord | (SaidCrash & Counted)): string {
	if (!('text' in found)) {
		const count = found.crashes === 1 ? '' : `the last of ${found.crashes} crashes`;
		const head = [count, found.time && `said at ${found.time}`].filter(Boolean).join(', ');
		return [...(head === '' ? [] : [head]), found.message, ...found.stack.map(line => `    ${line}`)].join(
			'\n',
		);
	}
	const {kind, crashes, atUs, sleeps, idleUs, deepUs, text} = found;
	const slept = `${sleeps} sleeps, ${formatDuration(idleUs / 1000)} idle, ${formatDuration(deepUs / 1000)} deeper`;
	return [
		`${kind} ${formatDuration(atUs / 1000)} after power-on, ${crashes} crashes since then`,
		...(kind === 'watchdog' ? [] : [`by then ${slept}`]),
		text,
	].join('\n');
}
