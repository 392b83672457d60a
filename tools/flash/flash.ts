// Flash .hex files with the first program that is installed and sees a probe; say what was tried when none does.

import type {FlashLayout} from '../../boards/facts/layout.ts';
import {CatnapError} from '../../lib/errors.ts';
import {complaints, type Place, type Programmer, programmers} from './programmers.ts';
import {type Environment, firstLine, isInstalled, type Outcome, run, wordsIn} from './spawn.ts';

/** Reads words of the chip that is connected. */
export type ReadWords = (place: Place) => Promise<readonly number[]>;

export interface FlashOptions extends Environment {
	/** Paths of the files to write, one after the other; asked for once the right chip is found. */
	hexes(read: ReadWords): Promise<readonly string[]>;
	/** Only this program. */
	readonly tool?: string | undefined;
	/** What the chip holds when writing the file of this number (from 0) fails. @default the flash is incomplete */
	readonly left?: (file: number) => string;
	progress(text: string): void;
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
		const reason = await findChip(programmer, options);
		if (reason === undefined) {
			await write(programmer, options);
			return programmer.command;
		}
		tried.push(`${programmer.command}: ${reason}`);
	}
	throw noneDid(tried);
}

/** Undefined when the right chip is there; a reason to go on with the next program; else an error. */
async function findChip(programmer: Programmer, options: FlashOptions): Promise<string | undefined> {
	const {layout} = options;
	const place = {address: layout.chip.idAddress, words: 1};
	options.progress(`flash: asking ${programmer.command} for the chip`);
	const asked = await run(programmer, programmer.read(layout, place), place, options);
	const [id] = wordsIn(asked.output, place) ?? [];
	const code = complaintIn(asked.output);
	if (asked.ok && !programmer.failed?.test(asked.output)) {
		checkChip(layout, id, asked.output, programmer);
		return undefined;
	}
	if (programmer.unable?.test(asked.output)) return `cannot do it: ${firstLine(asked.output)}`;
	if (code === 'NO_PROBE') return 'sees no probe';
	if (code === undefined) return firstLine(asked.output);
	throw complaintError(code, programmer, asked.output, options.left?.(0));
}

async function write(programmer: Programmer, options: FlashOptions): Promise<void> {
	const {layout} = options;
	const hexes = await options.hexes(place => readWords(programmer, place, options));
	for (const [index, hex] of hexes.entries()) {
		options.progress(`flash: ${programmer.command} writes ${hex}`);
		const written = await run(programmer, programmer.program(layout, hex), hex, options);
		failOn(written, programmer, options.left?.(index));
	}
	if (!programmer.start) return;
	const started = await run(programmer, programmer.start(layout), '', options);
	failOn(started, programmer, 'all is written, but the chip was not started: press its reset button');
}

async function readWords(
	programmer: Programmer,
	place: Place,
	options: FlashOptions,
): Promise<readonly number[]> {
	const asked = await run(programmer, programmer.read(options.layout, place), place, options);
	const untouched = 'nothing was written';
	failOn(asked, programmer, untouched);
	const words = wordsIn(asked.output, place);
	if (words === undefined) throw complaintError('FLASH_FAILED', programmer, asked.output, untouched);
	return words;
}

/** `left`: what the chip holds now. */
function failOn({ok, output}: Outcome, programmer: Programmer, left: string | undefined): void {
	if (ok && !programmer.failed?.test(output)) return;
	const code = complaintIn(output);
	// a probe that was there and is not any more was unplugged
	throw complaintError(
		code === 'NO_PROBE' ? 'PROBE_LOST' : (code ?? 'FLASH_FAILED'),
		programmer,
		output,
		left,
	);
}

function checkChip({chip}: FlashLayout, id: number | undefined, output: string, {command}: Programmer): void {
	if (id === chip.id) return;
	throw new CatnapError('WRONG_CHIP', {
		chip: chip.name,
		where: `word at 0x${chip.idAddress.toString(16)}, read by ${command}`,
		expected: `0x${chip.id.toString(16)}`,
		received: id === undefined ? firstLine(output) : `0x${id.toString(16)}`,
	});
}

function complaintIn(output: string): (typeof complaints)[number]['code'] | undefined {
	return complaints.find(({text}) => text.test(output))?.code;
}

function complaintError(
	code: (typeof complaints)[number]['code'] | 'FLASH_FAILED',
	programmer: Programmer,
	output: string,
	left = 'its flash is incomplete now',
): CatnapError {
	const {command, recover} = programmer;
	return new CatnapError(code, {recover, left, where: command, received: firstLine(output)});
}

function noneDid(tried: readonly string[]): CatnapError {
	const facts = {
		expected: `one of ${programmers.map(({command}) => command).join(', ')}`,
		received: tried.map(text => `\n    ${text}`).join(''),
	};
	if (tried.some(text => text.endsWith('sees no probe'))) return new CatnapError('NO_PROBE', facts);
	if (tried.every(text => text.endsWith('not installed'))) return new CatnapError('NO_FLASH_TOOL', facts);
	const todo = 'install another of them, or copy the .hex to the drive of the board';
	return new CatnapError('FLASH_FAILED', {...facts, left: 'no installed program could do it', todo});
}
