// The time of day as it stands before a line of the console.

/** `07:08:09.010`, by the clock of this place. */
export function timeOfDay(date: Date): string {
	const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map(part =>
		String(part).padStart(2, '0'),
	);
	return `${parts.join(':')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
