// The globals every app has beside the language: console, timers, queueMicrotask. The bundle imports this first.

import * as nativeConsole from 'catnap:console';
import * as nativeTimer from 'catnap:timer';
import {inspect, textOf} from './text.ts';

type Level = 'debug' | 'info' | 'log' | 'warn' | 'error';

function print(level: Level, values: readonly unknown[]): void {
	nativeConsole.write(level, textOf(values));
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

/** Converted as HTML says (`long`): NaN, undefined and what is no number are 0, which is no timer's id. */
function stop(id?: number): void {
	nativeTimer.stop((id as number) | 0);
}

// methods of literals, because an app carries only those that it names (tools/build/members.ts)
Object.assign(globalThis, {
	console: {
		debug(...values: unknown[]) {
			print('debug', values);
		},
		info(...values: unknown[]) {
			print('info', values);
		},
		log(...values: unknown[]) {
			print('log', values);
		},
		warn(...values: unknown[]) {
			print('warn', values);
		},
		error(...values: unknown[]) {
			print('error', values);
		},
	},
	setTimeout(callback: () => void, ms?: number, ...values: unknown[]) {
		return start(callback, ms, false, values);
	},
	setInterval(callback: () => void, ms?: number, ...values: unknown[]) {
		return start(callback, ms, true, values);
	},
	clearTimeout(id?: number) {
		stop(id);
	},
	clearInterval(id?: number) {
		stop(id);
	},
	queueMicrotask(callback: () => void) {
		// a throwing microtask must be reported like any other exception, hence no promise of its own is returned
		Promise.resolve().then(callback);
	},
});
