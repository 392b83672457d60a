// A device at uart0 that does what it is asked by the lines that it gets.

import type {ChipSocket, SimulatedSerialChip, World, WorldOptions} from 'catnap/testing';

const text = (line: string): number[] => [...line].map(character => character.charCodeAt(0));

function device(socket: ChipSocket): SimulatedSerialChip {
	let got: number[] = [];
	let world = 0;
	const later = (us: number, run: () => void): void => void socket.clock.at(socket.clock.nowUs + us, run);
	const tasks: Readonly<Record<string, () => void>> = {
		hello: () => socket.send(text('HELLO\r\n')),
		faults: () => socket.send(text(`aXb\ncYYd\n${'-'.repeat(41)}\nother\nend\n`)),
		pieces: () => {
			socket.send(text('0123456789'.repeat(10)));
			later(200_000, () => socket.send([7, 8, 9]));
		},
		flood: () => socket.send(text('f'.repeat(300))),
		parity: () =>
			later(500_000, () => {
				socket.send(text('good\n'), {baud: 19_200, parity: 'even'});
				socket.send(text('b'), {baud: 19_200, parity: 'odd'});
			}),
		// a byte that only wakes, low in its start bit alone, then the line
		later: () => {
			for (const [atMs, line] of [
				[200, 'first'],
				[400, 'second'],
			] as const) {
				later(atMs * 1000, () => socket.send([0xff]));
				later((atMs + 20) * 1000, () => socket.send(text(`${line}\n`)));
			}
		},
	};
	return {
		baud: 9600,
		receive: byte => {
			if (byte !== 10) {
				got.push(byte);
				return;
			}
			const line = String.fromCharCode(...got);
			got = [];
			world++;
			if (tasks[line] !== undefined) tasks[line]();
			else socket.send(text(`${line.length} ${world}\n`));
		},
	};
}

export const chips: WorldOptions['chips'] = {device: {bus: 'uart0', make: device}};

export function setup(world: World): void {
	// of HELLO and `102 2` 13 bytes were sent before
	world.fail({kind: 'serial', bus: 'uart0', byte: 7 + 6 + 2, how: 'framing'});
	world.fail({kind: 'serial', bus: 'uart0', byte: 7 + 6 + 6, how: 'break'});
	world.fail({kind: 'serial', bus: 'uart0', byte: 7 + 6 + 7, how: 'drop'});
}
