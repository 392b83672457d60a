// A simulated GPS receiver: GGA, GSV and RMC once a second from the start on, at 9600 bit/s, as NMEA 0183 has them.

import type {ChipSocket, SimulatedSerialChip} from 'catnap/testing';

/** Where it is; a position without `isFix` has no coordinates in its sentences. */
export interface Place {
	latitude: number;
	longitude: number;
	altitude: number;
	knots: number;
	isFix: boolean;
}

/** Microamperes: u-blox, MAX-M10 data sheet, acquisition and continuous tracking at 3 V, from memory. */
export const gpsUa = {searching: 10_000, tracking: 8500} as const;

const greetsUs = 200_000;
const firstUs = 300_000;
const everyUs = 1_000_000;
/** What a receiver says of itself when it starts; its first line may be cut off by whoever listens late. */
const greeting = 'GNTXT,01,01,02,u-blox AG - www.u-blox.com';

/** Dollar, body, star, the sum of the standard in two capital digits, CR, LF. */
export function sentence(body: string): number[] {
	const bytes = [...body].map(character => character.charCodeAt(0));
	const sum = bytes.reduce((all, byte) => all ^ byte);
	const digits = sum.toString(16).toUpperCase().padStart(2, '0');
	return [...`$${body}*${digits}\r\n`].map(character => character.charCodeAt(0));
}

/** Degrees as ddmm.mmmm or dddmm.mmmm, and the side. */
function angle(value: number, digits: number, [plus, minus]: readonly [string, string]): string {
	const size = Math.abs(value);
	const whole = Math.floor(size);
	const minutes = ((size - whole) * 60).toFixed(4).padStart(7, '0');
	return `${String(whole).padStart(digits, '0')}${minutes},${value < 0 ? minus : plus}`;
}

export function gpsChip(socket: ChipSocket, place: Place): SimulatedSerialChip {
	let due: ReturnType<ChipSocket['clock']['at']> | undefined;
	const coordinates = (): string =>
		place.isFix ? `${angle(place.latitude, 2, ['N', 'S'])},${angle(place.longitude, 3, ['E', 'W'])}` : ',,,';
	const report = (): void => {
		const seconds = 12 * 3600 + 35 * 60 + Math.floor(socket.clock.nowUs / everyUs);
		const two = (number: number): string => String(Math.floor(number) % 60).padStart(2, '0');
		const time = `${Math.floor(seconds / 3600)}${two(seconds / 60)}${two(seconds)}.00`;
		const {isFix, altitude, knots} = place;
		const height = isFix ? `0.9,${altitude.toFixed(1)},M,46.9,M` : '99.9,,M,,M';
		socket.energy(isFix ? 'tracking' : 'searching');
		socket.send(sentence(`GNGGA,${time},${coordinates()},${isFix ? '1,08' : '0,00'},${height},,`));
		socket.send(sentence('GPGSV,1,1,01,12,45,120,38'));
		const moves = isFix ? `${knots.toFixed(1)},084.4` : ',';
		socket.send(sentence(`GNRMC,${time},${isFix ? 'A' : 'V'},${coordinates()},${moves},230326,,,A`));
		due = socket.clock.at(socket.clock.nowUs + everyUs, report);
	};
	const start = (): void => {
		socket.clock.cancel(due);
		due = socket.clock.at(socket.clock.nowUs + greetsUs, () => {
			socket.send(sentence(greeting));
			due = socket.clock.at(socket.clock.nowUs + firstUs - greetsUs, report);
		});
	};
	return {
		baud: 9600,
		receive: () => {},
		power: on => {
			socket.clock.cancel(due);
			if (on) start();
		},
		// a brown-out: what it was saying is cut off, it begins from the start
		reset: start,
	};
}
