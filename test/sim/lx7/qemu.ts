// Runs an image in Debian's QEMU on the core de233_fpu and reads what it hands back.

import {execFile} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {Image, Piece} from './image.ts';

const machineXtensa = 94;

/** An executable of one segment a piece (System V ABI, chapter 4). */
function elf(pieces: readonly Piece[], entry: number): Uint8Array {
	const headers = 52 + 32 * pieces.length;
	const bytes = new Uint8Array(headers + pieces.reduce((sum, piece) => sum + piece.bytes.length, 0));
	const view = new DataView(bytes.buffer);
	bytes.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
	for (const [at, value] of [
		[16, 2],
		[18, machineXtensa],
		[40, 52],
		[42, 32],
		[44, pieces.length],
	] as const)
		view.setUint16(at, value, true);
	for (const [at, value] of [
		[20, 1],
		[24, entry],
		[28, 52],
	] as const)
		view.setUint32(at, value, true);
	let offset = headers;
	pieces.forEach((piece, i) => {
		const size = piece.bytes.length;
		[1, offset, piece.address, piece.address, size, size, 7, 4].forEach((value, word) => {
			view.setUint32(52 + 32 * i + 4 * word, value, true);
		});
		bytes.set(piece.bytes, offset);
		offset += size;
	});
	return bytes;
}

/** Sequences lie one behind the other with gaps of zeros: one piece for all of them. */
export function joined(pieces: readonly Piece[]): Piece[] {
	const [first, ...rest] = pieces;
	const out: Piece[] = [];
	let last = first!;
	for (const piece of rest) {
		const gap = piece.address - last.address - last.bytes.length;
		if (gap < 0 || gap > 256) {
			out.push(last);
			last = piece;
		} else {
			const bytes = new Uint8Array(piece.address + piece.bytes.length - last.address);
			bytes.set(last.bytes);
			bytes.set(piece.bytes, piece.address - last.address);
			last = {address: last.address, bytes};
		}
	}
	return [...out, last];
}

/** The shared data and the results, as QEMU left them. */
export async function runInQemu(image: Image): Promise<Uint8Array> {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-lx7-'));
	try {
		const file = join(folder, 'image.elf');
		const out = join(folder, 'out');
		writeFileSync(file, elf(image.pieces, image.pieces[0]!.address));
		const options = [
			'-M',
			'sim',
			'-cpu',
			'de233_fpu',
			'-m',
			'128M',
			'-semihosting',
			'-display',
			'none',
			'-monitor',
			'none',
		];
		await promisify(execFile)('qemu-system-xtensa', [...options, '-serial', `file:${out}`, '-kernel', file], {
			timeout: 300_000,
		});
		return readFileSync(out);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}
