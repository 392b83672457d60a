// Flash .hex files with the first program that can: one that refuses gives way to the next, and when none could, the error
// says what each said.

import type {FlashLayout} from '../../boards/facts/layout.ts';
import type {ByProbe} from '../../boards/facts/memory-map.ts';
import {CatnapError} from '../../lib/errors.ts';
import {complaints, type Place, type Programmer, programmers} from './programmers.ts';
import {type Environment, firstLine, isInstalled, type Outcome, run, wordsIn} from './spawn.ts';

/** Of a board that is flashed over a debug probe. */
export type ProbeLayout = FlashLayout & ByProbe;

/** Reads words of the chip that is connected. */
export type ReadWords = (place: Place) => Promise<readonly number[]>;

export interface FlashOptions extends Environment {
	readonly layout: ProbeLayout;
	/** Paths of the files to write, one after the other; asked for once the right chip is found. */
	hexes(read: ReadWords): Promise<readonly string[]>;
	/** Only this program. */
	readonly tool?: string | undefined;
	/** Unlock the chip first, which erases all of it. */
	readonly recover?: boolean | undefined;
	/** What the chip holds when writing the file of this number (from 0) fails. @default the flash is incomplete */
	readonly left?: (file: number) => string;
	progress(text: string): void;
}

type Code = 'NO_PROBE' | 'SEVERAL_PROBES' | 'CHIP_LOCKED' | 'FLASH_FAILED';

/** A program could not; the next one may. */
class Refusal extends Error {
	/** Undefined: it is of no use here, which says nothing about the board. */
	readonly code: Code | undefined;
	/** What the chip holds, once something may have been written. */
	readonly left: string | undefined;

	constructor(code: Code | undefined, text: string, left?: string) {
		super(text);
		this.code = code;
		this.left = left;
	}
}

/** Returns the program that did it. */
export async function flash(options: FlashOptions): Promise<string> {
	const tried: {readonly command: string; readonly refusal: Refusal}[] = [];
	for (const programmer of programmers) {
		const {command} = programmer;
		if (options.tool !== undefined && command !== options.tool) continue;
		try {
			await attempt(programmer, options);
			return command;
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			tried.push({command, refusal: error});
		}
	}
	throw noneDid(tried);
}

async function attempt(programmer: Programmer, options: FlashOptions): Promise<void> {
	if (!isInstalled(programmer.command, options.env ?? process.env))
		throw new Refusal(undefined, 'not installed');
	if (options.recover) await recover(programmer, options);
	await findChip(programmer, options);
	await write(programmer, options);
}

async function recover(programmer: Programmer, options: FlashOptions): Promise<void> {
	if (!programmer.recover) throw new Refusal(undefined, 'cannot recover a chip');
	options.progress(`flash: ${programmer.command} unlocks the chip, which erases all of it`);
	for (const call of programmer.recover(options.layout))
		check(await run(programmer, call, options), programmer, undefined);
}

async function findChip(programmer: Programmer, options: FlashOptions): Promise<void> {
	const {layout} = options;
	options.progress(`flash: asking ${programmer.command} for the chip`);
	const place = {address: layout.chip.idAddress, words: 1};
	const asked = await run(programmer, programmer.read(layout, place), options, {what: place});
	check(asked, programmer, undefined);
	checkChip(layout, wordsIn(asked.output, place)?.[0], asked.output, programmer);
}

async function write(programmer: Programmer, options: FlashOptions): Promise<void> {
	const {layout} = options;
	const hexes = await options.hexes(place => readWords(programmer, place, options));
	for (const [index, hex] of hexes.entries()) {
		options.progress(`flash: ${programmer.command} writes ${hex}`);
		const written = await run(programmer, programmer.program(layout), options, {what: 'program', hex});
		check(written, programmer, options.left?.(index) ?? 'its flash is incomplete now');
	}
	if (!programmer.start) return;
	const started = await run(programmer, programmer.start(layout), options);
	check(started, programmer, 'all is written, but the chip was not started: press its reset button');
}

async function readWords(
	programmer: Programmer,
	place: Place,
	options: FlashOptions,
): Promise<readonly number[]> {
	const asked = await run(programmer, programmer.read(options.layout, place), options, {what: place});
	check(asked, programmer, undefined);
	const words = wordsIn(asked.output, place);
	if (words === undefined) throw new Refusal('FLASH_FAILED', firstLine(asked.output));
	return words;
}

/** `left`: what the chip holds when this has failed; undefined while nothing was written. */
function check({ok, output}: Outcome, {command, unable, failed}: Programmer, left: string | undefined): void {
	if (ok && !failed?.test(output)) return;
	if (unable?.text.test(output))
		throw new Refusal(undefined, `cannot do it: ${firstLine(output)} (it lacks: ${unable.lacks})`);
	const code = complaints.find(({text}) => text.test(output))?.code;
	if (left === undefined && code === 'NO_PROBE') throw new Refusal(code, 'sees no probe');
	if (code === 'SEVERAL_PROBES') throw new Refusal(code, 'sees more than one probe', left);
	// a probe that was there and is not any more was unplugged: no other program will find it
	if (left !== undefined && code !== undefined && code !== 'CHIP_LOCKED')
		throw new CatnapError('PROBE_LOST', {which: 'probe', left, where: command, received: firstLine(output)});
	throw new Refusal(code === 'CHIP_LOCKED' ? code : 'FLASH_FAILED', firstLine(output), left);
}

function checkChip({chip}: ProbeLayout, id: number | undefined, output: string, {command}: Programmer): void {
	if (id === chip.id) return;
	throw new CatnapError('WRONG_CHIP', {
		chip: chip.name,
		where: `word at 0x${chip.idAddress.toString(16)}, read by ${command}`,
		expected: `0x${chip.id.toString(16)}`,
		received: id === undefined ? firstLine(output) : `0x${id.toString(16)}`,
	});
}

/** The worst that was heard decides which error it is; all of it is reported. */
function noneDid(tried: readonly {readonly command: string; readonly refusal: Refusal}[]): CatnapError {
	const received = tried.map(({command, refusal}) => `\n    ${command}: ${refusal.message}`).join('');
	const left =
		tried.find(({refusal}) => refusal.left !== undefined)?.refusal.left ?? 'no program could do it';
	for (const code of ['CHIP_LOCKED', 'SEVERAL_PROBES', 'FLASH_FAILED', 'NO_PROBE'] as const)
		if (tried.some(({refusal}) => refusal.code === code)) return new CatnapError(code, {left, received});
	const expected = `one of ${programmers.map(({command}) => command).join(', ')}`;
	return new CatnapError('NO_FLASH_TOOL', {expected, received});
}
