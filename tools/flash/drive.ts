// The drive as which the probe of a kit appears on USB (J-Link mass storage): a .hex that is copied there is flashed.
// The kit says nothing when it has done it, and writes FAIL.TXT when it could not [DevZone 111602, nRF5340 DK].

import {existsSync, readdirSync, readFileSync, type Stats, statSync} from 'node:fs';
import {open, readFile, rm} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {CatnapError} from '../../lib/errors.ts';
import {cannotWrite} from '../../lib/folders.mjs';
import {working} from '../../lib/working.ts';

const volume = 'JLINK';
/** The second of two kits gets a number: `JLINK1` [udisks, udiskslinuxfilesystem.c, "uniqify"], on a Mac `JLINK 1`. */
const mountName = /^JLINK( ?\d+)?$/;
const macVolumes = '/Volumes';
const failFile = 'FAIL.TXT';
const fileOnDrive = 'image.hex';
const lookEveryMs = 200;

/** Mount points of such drives, from the table of mounts; a Mac has a folder of them instead. */
export function mountedDrives(mounts: string = mountTable()): string[] {
	const points = mounts.split('\n').map(line => unescaped(line.split(' ')[1] ?? ''));
	const volumes = existsSync(macVolumes) ? readdirSync(macVolumes).map(name => join(macVolumes, name)) : [];
	return [...points, ...volumes].filter(point => mountName.test(basename(point)));
}

function mountTable(): string {
	return existsSync('/proc/self/mounts') ? readFileSync('/proc/self/mounts', 'utf8') : '';
}

/** Blanks and the like stand there in octal. */
function unescaped(text: string): string {
	return text.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** The drive that the user names, or the only one that is mounted. */
export function chooseDrive(named: string | undefined, mounted: readonly string[] = mountedDrives()): string {
	const [only, ...others] = named === undefined ? mounted : [named];
	if (only !== undefined && others.length === 0 && statOf(only)?.isDirectory()) return only;
	throw new CatnapError('NO_DRIVE', {
		which: named !== undefined ? 'named' : others.length > 0 ? 'several' : 'none',
		expected:
			named === undefined ? `a drive with the name ${volume}` : 'the folder of a drive that is mounted',
		received: named === undefined ? mounted.join(', ') || 'none' : named || 'an empty name',
	});
}

/** Copy the .hex and wait for what the kit says. `forMs`: so long after the copy it may still say that it failed. */
export async function writeToDrive(hex: string, drive: string, forMs = 15_000): Promise<void> {
	const before = failedAt(drive);
	await working(`copying to ${drive}`, {}, () => copyTo(join(drive, fileOnDrive), hex));
	await working('waiting for the kit to refuse it', {total: forMs}, async work => {
		for (let waited = 0; waited < forMs; waited += lookEveryMs) {
			await pause(lookEveryMs);
			work.at(waited);
			throwIfRefused(drive, before);
		}
	});
}

function throwIfRefused(drive: string, before: number | undefined): void {
	const at = failedAt(drive);
	if (at === undefined || at === before) return;
	throw new CatnapError('FLASH_FAILED', {
		left: 'the kit refused the file, and its flash may be incomplete now',
		where: join(drive, failFile),
		received: readFileSync(join(drive, failFile), 'utf8').trim(),
		todo: 'switch the kit off and on and repeat, or flash over its probe, without --drive',
	});
}

/** Whole, and on the drive when this returns, or not at all. */
async function copyTo(target: string, hex: string): Promise<void> {
	try {
		const file = await open(target, 'w');
		try {
			await file.writeFile(await readFile(hex));
			await file.sync();
		} finally {
			await file.close();
		}
	} catch (error) {
		await rm(target, {force: true}).catch(() => {});
		throw cannotWrite(
			target,
			error,
			'see whether the drive is full or write-protected; switch the kit off and on',
		);
	}
}

/** When the kit last said that it failed; undefined: there is no such file, or no drive while the kit flashes. */
function failedAt(drive: string): number | undefined {
	return statOf(join(drive, failFile))?.mtimeMs;
}

/** A drive that is taken away may answer with any error. */
function statOf(path: string): Stats | undefined {
	try {
		return statSync(path);
	} catch {
		return undefined;
	}
}
