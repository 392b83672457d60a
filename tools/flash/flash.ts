// Flash a .hex with the first program that is installed and sees a probe; say what was tried when none does.

import {spawn} from 'node:child_process';
import {accessSync, constants, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import type {FlashLayout} from '../../boards/layout.ts';
import {CatnapError} from '../errors.ts';
import {complaints, type Programmer, programmers} from './programmers.ts';

export interface FlashOptions {
	readonly layout: FlashLayout;
	/** Path of the file. */
	readonly hex: string;
	/** Only this program. */
	readonly tool?: string | undefined;
	readonly env?: NodeJS.ProcessEnv;
	progress(text: string): void;
}

interface Outcome {
	readonly ok: boolean;
	readonly output: string;
}

/** Returns the program that did it. */
export async function flash(options: FlashOptions): Promise<string> {
	const tried: string[] = [];
	for (const programmer of programmers) {
		if (options.tool !== undefined && programmer.command !== options.tool) continue;
		if (!isInstalled(programmer.command, options.env ?? process.env)) {
			tried.push(`${programmer.command}: not installed`);
			continue;
		}
		const reason = await attempt(programmer, options);
		if (reason === undefined) return programmer.command;
		tried.push(`${programmer.command}: ${reason}`);
	}
	throw noneDid(tried);
}

/** Undefined when the chip is flashed; a reason to go on with the next program; else an error. */
async function attempt(programmer: Programmer, options: FlashOptions): Promise<string | undefined> {
	const {layout, hex} = options;
	options.progress(`flash: asking ${programmer.command} for the chip`);
	const asked = await run(programmer, programmer.readId(layout), undefined, options);
	if (!asked.ok) {
		if (programmer.unable?.test(asked.output)) return `cannot do it: ${firstLine(asked.output)}`;
		const code = complaintIn(asked.output);
		if (code === 'NO_PROBE' || code === undefined) return code ? 'sees no probe' : firstLine(asked.output);
		throw complaintError(code, programmer, asked.output);
	}
	checkChip(layout, asked.output, programmer);
	options.progress(`flash: ${programmer.command} writes ${hex}`);
	const written = await run(programmer, programmer.program(layout, hex), hex, options);
	if (written.ok) return undefined;
	const code = complaintIn(written.output);
	// a probe that was there and is not any more was unplugged
	throw complaintError(
		code === 'NO_PROBE' ? 'PROBE_LOST' : (code ?? 'FLASH_FAILED'),
		programmer,
		written.output,
	);
}

function checkChip({chip}: FlashLayout, output: string, {command}: Programmer): void {
	const words = [...output.matchAll(/(?:0x)?\b([0-9a-f]{8})\b/gi)].map(match =>
		Number.parseInt(match[1]!, 16),
	);
	const id = words.find(word => word !== chip.idAddress);
	if (id === chip.id) return;
	throw new CatnapError('WRONG_CHIP', {
		what: `the chip on the probe is not an ${chip.name}`,
		where: `word at 0x${chip.idAddress.toString(16)}, read by ${command}`,
		expected: `0x${chip.id.toString(16)}`,
		received: id === undefined ? firstLine(output) : `0x${id.toString(16)}`,
		todo: 'Connect the right board, or build for the one that is connected: --board',
	});
}

function complaintIn(output: string): (typeof complaints)[number]['code'] | undefined {
	return complaints.find(({text}) => text.test(output))?.code;
}

const complaintFacts = {
	CHIP_LOCKED: {
		what: 'the chip is locked against debug access',
		todo: 'Unlock it, which erases all of its flash: ',
	},
	PROBE_LOST: {
		what: 'the probe was lost while the chip was being flashed, whose flash is incomplete now',
		todo: 'Connect it again and repeat.',
	},
	FLASH_FAILED: {
		what: 'flashing failed',
		todo: 'The flash may be incomplete: repeat, or try another program with --tool.',
	},
	NO_PROBE: {what: 'no debug probe was found', todo: 'Connect the board.'},
} as const;

function complaintError(
	code: keyof typeof complaintFacts,
	programmer: Programmer,
	output: string,
): CatnapError {
	const {what, todo} = complaintFacts[code];
	return new CatnapError(code, {
		what,
		where: programmer.command,
		received: firstLine(output),
		todo: code === 'CHIP_LOCKED' ? `${todo}${programmer.recover}` : todo,
	});
}

function noneDid(tried: readonly string[]): CatnapError {
	const noProbe = tried.some(text => text.endsWith('sees no probe'));
	const isMissing = tried.every(text => text.endsWith('not installed'));
	return new CatnapError(noProbe ? 'NO_PROBE' : isMissing ? 'NO_FLASH_TOOL' : 'FLASH_FAILED', {
		what: noProbe
			? 'no debug probe was found'
			: isMissing
				? 'no program that can flash is installed'
				: 'no installed program could flash the board',
		expected: `one of ${programmers.map(({command}) => command).join(', ')}`,
		received: tried.map(text => `\n    ${text}`).join(''),
		todo: noProbe
			? 'Connect the board by USB and switch it on.'
			: 'Install one of them, or copy the .hex to the drive of the board.',
	});
}

function isInstalled(command: string, env: NodeJS.ProcessEnv): boolean {
	return (env.PATH ?? '').split(delimiter).some(folder => {
		try {
			accessSync(join(folder, command), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}

async function run(
	programmer: Programmer,
	args: readonly string[],
	hex: string | undefined,
	{layout, env}: FlashOptions,
): Promise<Outcome> {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-flash-'));
	try {
		const script = join(folder, 'commands');
		if (programmer.script) writeFileSync(script, programmer.script(layout, hex));
		return await spawned(
			programmer.command,
			args.map(text => (text === '@' ? script : text)),
			env ?? process.env,
		);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

function spawned(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Outcome> {
	return new Promise(resolve => {
		const child = spawn(command, args, {env, stdio: ['ignore', 'pipe', 'pipe']});
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', bytes => {
				output += String(bytes);
			});
		}
		child.on('error', error => resolve({ok: false, output: error.message}));
		child.on('close', code => resolve({ok: code === 0, output}));
	});
}

function firstLine(output: string): string {
	const lines = output
		.split('\n')
		.map(line => line.trim())
		.filter(line => line !== '');
	return lines.find(line => /error|fail|not|lost|lock/i.test(line)) ?? lines[0] ?? 'it said nothing';
}
