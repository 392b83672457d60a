// What a failed native call of an app says: the native error, with the place that the app knows and C does not.

/** Run a native call; what it throws names `where`, such as `I2C 0x76 on bus 0`. */
export function transferAt<Result>(where: string, run: () => Result): Result {
	try {
		return run();
	} catch (error) {
		if (error instanceof Error) error.message = `${where}: ${error.message}`;
		throw error;
	}
}

/** A mistake of the app, with the code that native functions give it. */
export function mistake(code: 'RANGE' | 'INVAL' | 'CLOSED' | 'BUSY', message: string): Error {
	return Object.assign(new Error(message), {code});
}
