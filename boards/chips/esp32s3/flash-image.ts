// What lies in the flash of an ESP32-S3: an image that its ROM loads, and behind it what the started code maps by itself.

import {badRomImage, romImage, type Segment} from './rom-image.ts';

/** Both windows show page n of the flash at n x 64 KiB. */
const windows = [0x3c00_0000, 0x4200_0000] as const;
const windowBytes = 0x200_0000;
/** The image ends before the first page that is mapped. */
const firstPage = 0x1_0000;

/** Where an address of a window lies in flash; undefined: it is no such address. */
export function flashOffset(address: number): number | undefined {
	const window = windows.find(start => address >= start && address < start + windowBytes);
	return window === undefined ? undefined : address - window;
}

/** Flash from its first byte on, erased where nothing lies. */
export function flashImage(segments: readonly Segment[], entry: number): Uint8Array {
	const mapped = segments.filter(({address}) => flashOffset(address) !== undefined);
	const image = romImage(
		segments.filter(({address}) => flashOffset(address) === undefined),
		entry,
	);
	if (image.length > firstPage)
		throw badRomImage(`at most ${firstPage} bytes that the ROM loads`, `${image.length} bytes`);
	const ends = mapped.map(({address, bytes}) => flashOffset(address)! + bytes.length);
	const flash = new Uint8Array(Math.max(image.length, ...ends)).fill(0xff);
	flash.set(image);
	for (const {address, bytes} of mapped) flash.set(bytes, flashOffset(address)!);
	return flash;
}
