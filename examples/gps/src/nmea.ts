// Sentences of NMEA 0183: the checksum, and what GGA and RMC say. Other sentences are none of our business.

/** What one sentence says; what it leaves open is undefined. */
export interface Sentence {
	/** Of the day, in seconds, UTC. */
	readonly time: number | undefined;
	/** Degrees, north is positive. */
	readonly latitude: number | undefined;
	/** Degrees, east is positive. */
	readonly longitude: number | undefined;
	/** Whether the receiver knows where it is. */
	readonly isFix: boolean;
	/** Satellites in use, of GGA. */
	readonly satellites?: number | undefined;
	/** Meters above mean sea level, of GGA. */
	readonly altitude?: number | undefined;
	/** Meters a second, of RMC. */
	readonly speed?: number | undefined;
	/** Degrees from true north, of RMC. */
	readonly course?: number | undefined;
	/** Day, month and year as in '230394', of RMC. */
	readonly date?: string | undefined;
}

const metersPerSecondOfKnot = 1852 / 3600;
/** `*` and two digits. */
const checksumLength = 3;

/** Exclusive or of all characters between `$` and `*`. */
function checksum(text: string): number {
	let sum = 0;
	for (let index = 0; index < text.length; index++) sum ^= text.charCodeAt(index);
	return sum;
}

function number(text: string | undefined): number | undefined {
	return text === undefined || text === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
}

/** '123519.00' as seconds of the day. */
function timeOf(text: string | undefined): number | undefined {
	const value = number(text);
	if (value === undefined) return undefined;
	const minutes = Math.floor(value / 100);
	return Math.floor(minutes / 100) * 3600 + (minutes % 100) * 60 + (value % 100);
}

/** '4807.038', 'N': degrees, then minutes of two digits and a fraction. */
function degrees(text: string | undefined, side: string | undefined): number | undefined {
	const value = number(text);
	if (value === undefined) return undefined;
	const whole = Math.floor(value / 100);
	const angle = whole + (value - 100 * whole) / 60;
	return side === 'S' || side === 'W' ? -angle : angle;
}

/**
 * A sentence, 'other' for one that says nothing here, or 'corrupt' for a line whose checksum is wrong or that is none: a
 * part of a line, or rubbish.
 */
export function parse(line: string): Sentence | 'other' | 'corrupt' {
	const start = line.lastIndexOf('$');
	const end = line.length - checksumLength;
	if (start < 0 || line[end] !== '*') return 'corrupt';
	const body = line.slice(start + 1, end);
	if (Number.parseInt(line.slice(end + 1), 16) !== checksum(body)) return 'corrupt';
	const fields = body.split(',');
	const kind = fields[0]!.slice(2);
	if (kind === 'GGA') {
		const [, time, latitude, north, longitude, east, quality, satellites, , altitude] = fields;
		return {
			time: timeOf(time),
			latitude: degrees(latitude, north),
			longitude: degrees(longitude, east),
			isFix: quality !== '0' && quality !== '',
			satellites: number(satellites),
			altitude: number(altitude),
		};
	}
	if (kind !== 'RMC') return 'other';
	const [, time, status, latitude, north, longitude, east, knots, course, date] = fields;
	const speed = number(knots);
	return {
		time: timeOf(time),
		latitude: degrees(latitude, north),
		longitude: degrees(longitude, east),
		isFix: status === 'A',
		speed: speed === undefined ? undefined : speed * metersPerSecondOfKnot,
		course: number(course),
		date,
	};
}
