// A simulated BH1750, from Rohm's data sheet: one measurement in high resolution, 180 ms at most, then power down.

import type {ChipSocket, SimulatedChip} from 'catnap/testing';

/** Microamperes, typical [electrical characteristics]. */
export const bh1750Ua = {down: 0.01, measure: 120} as const;

export function bh1750Chip(socket: ChipSocket, light: {lux: number}): SimulatedChip {
	let counts = 0;
	let isLow = false;
	let due: ReturnType<ChipSocket['clock']['at']> | undefined;
	const down = (): void => {
		socket.clock.cancel(due);
		socket.energy('down');
	};
	return {
		power: on => on && down(),
		reset: () => {
			counts = 0;
			down();
		},
		begin: () => {
			isLow = false;
			return true;
		},
		write: instruction => {
			if (instruction !== 0x20) {
				socket.violation(`${socket.name}: instruction 0x${instruction.toString(16)} is not simulated`);
				return true;
			}
			socket.energy('measure');
			due = socket.clock.at(socket.clock.nowUs + 180_000, () => {
				counts = Math.min(0xffff, Math.round(light.lux * 1.2));
				socket.energy('down');
			});
			return true;
		},
		read: () => {
			isLow = !isLow;
			return isLow ? counts >> 8 : counts & 0xff;
		},
		end: () => {},
	};
}
