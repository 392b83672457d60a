// A simulated SHT4x, from Sensirion's data sheet: while it measures it does not acknowledge a read (section 4.4).

import type {ChipSocket, SimulatedChip} from 'catnap/testing';

/** Microamperes, typical [table 4]. */
export const sht4xUa = {idle: 0.08, measure: 320} as const;

/** CRC-8 by its table-free definition over a polynomial division of the whole 24 bits: 0xBEEF gives 0x92 [section 4.4]. */
export function crcOf(word: number): number {
	let rest = (word ^ 0xffff ^ 0x00ff) << 8;
	for (let bit = 23; bit >= 8; bit--) if (rest & (1 << bit)) rest ^= 0x131 << (bit - 8);
	return rest & 0xff;
}

export function sht4xChip(socket: ChipSocket, room: {temperature: number; humidity: number}): SimulatedChip {
	let answer: number[] = [];
	let isBusy = false;
	let due: ReturnType<ChipSocket['clock']['at']> | undefined;
	const words = (): number[] => {
		const raw = [((room.temperature + 45) / 175) * 65_535, ((room.humidity + 6) / 125) * 65_535].map(
			Math.round,
		);
		return raw.flatMap(word => [word >> 8, word & 0xff, crcOf(word)]);
	};
	const stop = (): void => {
		socket.clock.cancel(due);
		isBusy = false;
		answer = [];
	};
	return {
		power: on => {
			stop();
			if (on) socket.energy('idle');
		},
		reset: stop,
		begin: direction => direction === 'write' || (!isBusy && answer.length > 0),
		write: command => {
			if (command !== 0xfd) {
				socket.violation(`${socket.name}: command 0x${command.toString(16)} is not simulated`);
				return false;
			}
			isBusy = true;
			socket.energy('measure');
			due = socket.clock.at(socket.clock.nowUs + 8300, () => {
				isBusy = false;
				answer = words();
				socket.energy('idle');
			});
			return true;
		},
		read: () => answer.shift() ?? 0xff,
		end: () => {},
	};
}
