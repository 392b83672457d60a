// Intel HEX: pieces of memory as text that every flash tool reads.

import {CatnapError, type Which} from '../../lib/errors.ts';

export interface Piece {
	readonly address: number;
	readonly bytes: Uint8Array;
}

const record = {data: 0, end: 1, upperAddress: 4} as const;
const bytesPerLine = 16;

export function writeHex(pieces: readonly Piece[]): string {
	const lines: string[] = [];
	let upper = -1;
	for (const {address, bytes} of [...pieces].sort((a, b) => a.address - b.address)) {
		for (let at = 0; at < bytes.length; ) {
			const here = address + at;
			if (here >>> 16 !== upper) {
				upper = here >>> 16;
				lines.push(line(record.upperAddress, 0, [upper >> 8, upper & 0xff]));
			}
			// a line ends at its 16-byte grid, so it never crosses 64 KB
			const count = Math.min(bytesPerLine - (here % bytesPerLine), bytes.length - at);
			lines.push(line(record.data, here & 0xffff, [...bytes.subarray(at, at + count)]));
			at += count;
		}
	}
	return `${[...lines, line(record.end, 0, [])].join('\n')}\n`;
}

/** Adjoining lines become one piece. */
export function readHex(text: string, where: string): Piece[] {
	const pieces: {address: number; bytes: number[]}[] = [];
	let upper = 0;
	let isEnded = false;
	for (const [index, raw] of text.split(/\r?\n/).entries()) {
		if (raw.trim() === '' || isEnded) continue;
		const {kind, address, data} = parse(raw.trim(), `${where}:${index + 1}`);
		if (kind === record.end) isEnded = true;
		else if (kind === record.upperAddress) upper = ((data[0]! << 8) | data[1]!) * 0x10000;
		else if (kind === record.data) {
			const last = pieces.at(-1);
			if (last && last.address + last.bytes.length === upper + address) last.bytes.push(...data);
			else pieces.push({address: upper + address, bytes: data});
		}
	}
	if (!isEnded) throw new CatnapError('BAD_HEX', {which: 'end', where});
	return pieces.map(({address, bytes}) => ({address, bytes: Uint8Array.from(bytes)}));
}

function line(kind: number, address: number, data: readonly number[]): string {
	const bytes = [data.length, address >> 8, address & 0xff, kind, ...data];
	return `:${Buffer.from([...bytes, -sum(bytes) & 0xff])
		.toString('hex')
		.toUpperCase()}`;
}

function parse(text: string, where: string): {kind: number; address: number; data: number[]} {
	const bad = (which: Which<'BAD_HEX'>): CatnapError => new CatnapError('BAD_HEX', {which, where});
	if (!/^:([0-9a-f]{2}){5,}$/i.test(text)) throw bad('line');
	const bytes = [...Buffer.from(text.slice(1), 'hex')];
	if (bytes.length !== bytes[0]! + 5) throw bad('length');
	if ((sum(bytes) & 0xff) !== 0) throw bad('checksum');
	return {kind: bytes[3]!, address: (bytes[1]! << 8) | bytes[2]!, data: bytes.slice(4, -1)};
}

function sum(bytes: readonly number[]): number {
	return bytes.reduce((total, byte) => total + byte, 0);
}
