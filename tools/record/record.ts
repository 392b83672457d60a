// catnap record: what a sensor delivers, from a board's serial line or from a simulated run, into a folder of recordings.

import {readdirSync} from 'node:fs';
import {mkdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {makeFolder, withTemporary, writeTogether} from '../../lib/files.ts';
import {cannotWrite, throwIfTaken} from '../../lib/folders.mjs';
import {catnapRoot} from '../../lib/root.mjs';
import {working} from '../../lib/working.ts';
import {type Capture, captureFiles, captures} from './capture-apps.ts';
import {type Captured, CaptureParser} from './parse.ts';
import {filesOf} from './write.ts';

export interface RecordArgs {
	readonly sensor: string;
	/** Folder of recordings. */
	readonly output: string;
	/** Class of what is recorded: the sub-folder. */
	readonly label: string;
	readonly forMs: number;
}

/** Gives the lines of a console until `enough` says so, or until there are no more. */
export type Console = (take: (line: string) => void, enough: () => boolean) => Promise<void>;

export interface Recorded {
	readonly files: readonly string[];
	readonly seconds: number;
	readonly sensor: string;
}

export const captureOf = (sensor: string): Capture => captures.find(each => each.sensor === sensor)!;

/** Record and write; nothing is written unless all of it came. @throws {CatnapError} BAD_CAPTURE, CANNOT_WRITE */
export async function record(args: RecordArgs, console: Console, where: string): Promise<Recorded> {
	const {sensor, output, label, forMs} = args;
	const folder = join(output, label);
	// before a minute of someone's time is spent
	const first = nextNumber(folder, label);
	const parser = new CaptureParser(sensor, where);
	await working(`recording ${sensor}`, {total: forMs}, work =>
		console(
			line => {
				parser.push(line);
				work.at(parser.seconds * 1000);
			},
			() => parser.seconds * 1000 >= forMs,
		),
	);
	const captured = cutTo(parser.finish(), forMs);
	const contents = filesOf(captured);
	const files = contents.map((_, i) => join(folder, `${label}.${first + i}.${captureOf(sensor).kind}`));
	await makeFolder(folder);
	await writeTogether(contents.map((content, i) => [files[i]!, content]));
	return {files, seconds: captured.counts.length / captured.axes / captured.rateHz, sensor};
}

/** A board sends on until it is unplugged; of sound, whole clips are kept. */
function cutTo(captured: Captured, forMs: number): Captured {
	const {sensor, counts, clips, rateHz, axes} = captured;
	const most = Math.ceil((forMs * rateHz) / 1000) * axes;
	if (sensor !== 'microphone') return {...captured, counts: counts.subarray(0, most)};
	const last = clips.findIndex(end => end >= most);
	const kept = last === -1 ? clips : clips.slice(0, last + 1);
	return {...captured, clips: kept, counts: counts.subarray(0, kept.at(-1))};
}

function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw cannotWrite(folder, error as NodeJS.ErrnoException);
	}
}

/** Behind the recordings that are there. */
function nextNumber(folder: string, label: string): number {
	const numbers = namesIn(folder).flatMap(name => {
		const [, number] = name.startsWith(`${label}.`) ? (/\.(\d+)\.(csv|wav)$/.exec(name) ?? []) : [];
		return number === undefined ? [] : [Number(number)];
	});
	return 1 + Math.max(0, ...numbers);
}

/**
 * Write the capture app of a sensor into a folder that is not there, or empty: an app of someone is not written over.
 * @throws {CatnapError} FOLDER_TAKEN, CANNOT_WRITE
 */
export async function writeCaptureApp(sensor: string, folder: string): Promise<void> {
	throwIfTaken(folder);
	const files = captureFiles(captureOf(sensor), join(catnapRoot, 'ts-src/tsconfig.app.json'));
	for (const path of files.keys()) await makeFolder(dirname(join(folder, path)));
	await writeTogether([...files].map(([path, text]) => [join(folder, path), text]));
}

/** The console of the capture app in virtual time. `run` runs the app of a folder. */
export function simulatedConsole(sensor: string, run: (app: string) => Promise<readonly string[]>): Console {
	return async take => {
		const lines = await withTemporary('capture', async folder => {
			for (const [path, text] of captureFiles(
				captureOf(sensor),
				join(catnapRoot, 'ts-src/tsconfig.app.json'),
			)) {
				await mkdir(dirname(join(folder, path)), {recursive: true});
				await writeFile(join(folder, path), text);
			}
			return run(folder);
		});
		for (const line of lines) take(line);
	};
}
