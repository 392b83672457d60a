// Memories as bars: what each part takes, what is free, and where the headroom begins.

import type {Painter} from '../../lib/output.ts';
import {allowedBytes, type Room, usedBytes} from '../build/fit.ts';

const width = 50;
const glyphs = ['█', '▓', '▒', '░'] as const;
const free = '·';
const limit = '|';

/** A bar for each memory, and its parts below with their shade. */
export function barLines(rooms: readonly Room[], headroom: number, paint: Painter): string[] {
	const names = Math.max(...rooms.map(({what}) => what.length));
	return rooms.flatMap(room => {
		const have = room.haveKb * 1024;
		const percent = Math.round((usedBytes(room) / have) * 100);
		const used = `${kb(usedBytes(room))} of ${room.haveKb} KB, ${percent} %; ${kb(allowedBytes(room, headroom))} allowed`;
		return [
			`${room.what.padEnd(names)}  ${barOf(room, headroom)}  ${used}`,
			...room.needs.map((need, index) =>
				paint(
					'dim',
					`${' '.repeat(names)}  ${glyphs[index % glyphs.length]} ${String(need.bytes).padStart(7)}  ${need.what}`,
				),
			),
		];
	});
}

/** Parts from the left, each cell with the part that reaches its middle; `|` is where the headroom begins. */
function barOf(room: Room, headroom: number): string {
	const cells = new Array<string>(width).fill(free);
	const cellBytes = (room.haveKb * 1024) / width;
	let begin = 0;
	for (const [index, {bytes}] of room.needs.entries()) {
		const from = Math.round(begin / cellBytes);
		begin += bytes;
		cells.fill(glyphs[index % glyphs.length]!, from, Math.min(width, Math.round(begin / cellBytes)));
	}
	const at = Math.min(width, Math.round(allowedBytes(room, headroom) / cellBytes));
	return [...cells.slice(0, at), limit, ...cells.slice(at)].join('');
}

function kb(bytes: number): string {
	return `${(bytes / 1024).toFixed(bytes < 100 * 1024 ? 1 : 0)} KB`;
}
