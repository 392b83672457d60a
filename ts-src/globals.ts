// The globals every app has beside the language: console, timers, queueMicrotask. The bundle imports this first.

import * as nativeConsole from 'catnap:console';
import * as nativeTimer from 'catnap:timer';
import {inspect} from './inspect.ts';

type Level = 'debug' | 'info' | 'log' | 'warn' | 'error';

function printer(level: Level) {
	return (...values: readonly unknown[]): void => nativeConsole.write(level, values.map(inspect).join(' '));
}

function start(
	callback: (...values: never[]) => void,
	ms: number | undefined,
	repeat: boolean,
	values: unknown[],
) {
	if (typeof callback !== 'function') {
		throw new TypeError(`a timer calls a function; got ${inspect(callback)}`);
	}
	const delayUs = Math.max(repeat ? 1 : 0, Math.round((Number(ms) || 0) * 1000));
	const run = () => (callback as (...values: unknown[]) => void)(...values);
	return nativeTimer.start(delayUs, repeat ? delayUs : 0, run);
}

function stop(id?: number): void {
	if (id !== undefined) nativeTimer.stop(id);
}

Object.assign(globalThis, {
	console: {
		debug: printer('debug'),
		info: printer('info'),
		log: printer('log'),
		warn: printer('warn'),
		error: printer('error'),
	},
	setTimeout: (callback: () => void, ms?: number, ...values: unknown[]) => start(callback, ms, false, values),
	setInterval: (callback: () => void, ms?: number, ...values: unknown[]) => start(callback, ms, true, values),
	clearTimeout: stop,
	clearInterval: stop,
	queueMicrotask: (callback: () => void) => {
		// a throwing microtask must be reported like any other exception, hence no promise of its own is returned
		Promise.resolve().then(callback);
	},
});
