// Prints each position that a GPS receiver reports, and says when it is silent or disturbed.

import {board, NativeError} from 'catnap';
import {Gps, type GpsStats, type Position} from './gps.ts';

const gps = new Gps({io: board.uart0});

function clock(time = 0): string {
	const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
	return `${two(time / 3600)}:${two((time / 60) % 60)}:${two(time % 60)}`;
}

function show({isFix, time, latitude, longitude, altitude, speed, satellites}: Position): string {
	if (!isFix || latitude === undefined || longitude === undefined) return `${clock(time)} searching`;
	const place = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
	return `${clock(time)} ${place}, ${altitude?.toFixed(0)} m, ${speed?.toFixed(1)} m/s, ${satellites} satellites`;
}

let before: GpsStats = gps.stats;
for (;;) {
	try {
		for await (const position of gps.positions()) {
			const {corrupt, faults} = gps.stats;
			if (corrupt > before.corrupt || faults > before.faults)
				console.log('disturbed', corrupt - before.corrupt, faults - before.faults);
			before = gps.stats;
			console.log(show(position));
		}
	} catch (error) {
		if (!NativeError.is(error)) throw error;
		console.log(error.code, error.message);
	}
}
