// The drive as which the probe of a kit appears on USB (J-Link mass storage): a .hex that is copied there is flashed.
// The kit says nothing when it has done it, and writes FAIL.TXT when it could not [DevZone 111602, nRF5340 DK].

import {existsSync, readFileSync, statSync} from 'node:fs';
import {copyFile, open} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {CatnapError} from '../../lib/errors.ts';

const volume = 'JLINK';
const failFile = 'FAIL.TXT';
const fileOnDrive = 'image.hex';
const lookEveryMs = 200;

/** Mount points of such drives, from the table of mounts; a Mac has a folder instead. */
export function mountedDrives(mounts: string = mountTable()): string[] {
	const points = mounts.split('\n').map(line => unescaped(line.split(' ')[1] ?? ''));
	if (existsSync(`/Volumes/${volume}`)) points.push(`/Volumes/${volume}`);
	return points.filter(point => basename(point) === volume);
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
	if (only !== undefined && others.length === 0 && existsSync(only)) return only;
	throw new CatnapError('NO_DRIVE', {
		which: others.length > 0 ? 'several' : 'none',
		expected: `a drive with the name ${volume}`,
		received: named ?? (mounted.join(', ') || 'none'),
	});
}

/** Copy the .hex and wait for what the kit says. `forMs`: so long after the copy it may still say that it failed. */
export async function writeToDrive(hex: string, drive: string, forMs = 15_000): Promise<void> {
	const before = failedAt(drive);
	const target = join(drive, fileOnDrive);
	await copyFile(hex, target);
	const file = await open(target, 'r+');
	await file.sync();
	await file.close();
	for (let waited = 0; waited < forMs; waited += lookEveryMs) {
		await pause(lookEveryMs);
		const at = failedAt(drive);
		if (at === undefined || at === before) continue;
		throw new CatnapError('FLASH_FAILED', {
			left: 'the kit refused the file, and its flash may be incomplete now',
			where: join(drive, failFile),
			received: readFileSync(join(drive, failFile), 'utf8').trim(),
			todo: 'switch the kit off and on and repeat, or flash over its probe, without --drive',
		});
	}
}

/** When the kit last said that it failed; undefined: there is no such file, or no drive while the kit flashes. */
function failedAt(drive: string): number | undefined {
	return statSync(join(drive, failFile), {throwIfNoEntry: false})?.mtimeMs;
}
