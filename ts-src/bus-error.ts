// What a failed transfer of an app says: the native error, with the place that the app knows and C does not.

/** Run a transfer; what it throws names `where`, such as `I2C 0x76 on bus 0`. */
export function transferAt(where: string, run: () => void): void {
	try {
		run();
	} catch (error) {
		if (error instanceof Error) error.message = `${where}: ${error.message}`;
		throw error;
	}
}

/** A mistake of the app, with the code that native functions give it. */
export function mistake(code: 'RANGE' | 'INVAL' | 'CLOSED' | 'BUSY', message: string): Error {
	return Object.assign(new Error(message), {code});
}
