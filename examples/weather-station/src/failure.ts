// Errors of a driver's own, with codes as those of the bus have them, so that an app catches both alike.

export function failure(code: 'NO_DEVICE' | 'WRONG_DEVICE' | 'CORRUPT' | 'TIMEOUT', message: string): Error {
	return Object.assign(new Error(message), {code});
}
