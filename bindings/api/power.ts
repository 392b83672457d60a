// Power: why the app runs, sleep locks, off, reset, and records that survive both.
import {defineService, maxSafe, maxU32} from '../schema.ts';

const name = {type: 'chars', minBytes: 1, maxBytes: 15, doc: 'Name of the record'} as const;
const version = {type: 'u32', min: 0, max: maxU32, doc: "The app's version of the record"} as const;
const fields = {
	type: 'array',
	of: 'uint8',
	min: 0,
	max: 65535,
	doc: 'Types and names of its fields, as in SPEC.md',
} as const;
const count = {type: 'u32', min: 0, max: maxU32} as const;

export default defineService({
	name: 'power',
	doc: 'Why the app runs, how deep the chip may sleep, off, and records that survive off.',
	includes: ['cn/battery.h', 'cn/clock.h', 'cn/power.h', 'cn/retain.h', 'cn/hal.h'],
	functions: {
		wake: {
			doc: 'What started the app, then what ended the last sleep: one of its causes.',
			calls: 'cn_power_wake',
			params: {
				index: {type: 'u32', min: 0, max: maxU32, doc: 'Which cause, in the order of their moments'},
			},
			returns: {
				type: 'struct',
				struct: 'struct cn_wake_info',
				fields: {
					cause: {
						type: 'choice',
						values: {
							'power-on': 'CN_CAUSE_POWER_ON',
							reset: 'CN_CAUSE_RESET',
							watchdog: 'CN_CAUSE_WATCHDOG',
							pin: 'CN_CAUSE_PIN',
							timer: 'CN_CAUSE_TIMER',
						},
						doc: 'What it was',
					},
					pin: {type: 'u32', min: 0, max: 255, doc: "The board's number of the pin; 255 for other causes"},
					fromOff: {type: 'bool', doc: 'The app was started by it: only retained records survived'},
					atUs: {
						type: 'us',
						min: 0,
						max: Number.MAX_SAFE_INTEGER,
						unit: 'us',
						doc: 'The moment, since power-on',
					},
				},
			},
			errors: ['RANGE'],
		},
		wakeCount: {
			doc: 'How many causes stood when the last sleep ended.',
			calls: 'cn_power_wake_count',
			params: {},
			returns: {type: 'i32', doc: 'One or more'},
			errors: [],
		},
		stats: {
			doc: 'How the chip has slept since it was started.',
			calls: 'cn_power_stats',
			params: {},
			returns: {
				type: 'struct',
				struct: 'struct cn_power_stats',
				fields: {
					sleeps: {...count, doc: 'Sleeps'},
					idleUs: {type: 'us', min: 0, max: maxSafe, unit: 'us', doc: 'Slept with the clocks ready'},
					deepUs: {type: 'us', min: 0, max: maxSafe, unit: 'us', doc: 'Slept deeper'},
					lockedUs: {
						type: 'us',
						min: 0,
						max: maxSafe,
						unit: 'us',
						doc: 'Part of idleUs: a lock kept it from being deep',
					},
					locks: {...count, doc: 'Locks that are held'},
				},
			},
			infallible: true,
			errors: [],
		},
		clock: {
			doc: 'Choose the clock of the core for a phase of work; without it every phase runs slow.',
			calls: 'cn_clock_choose',
			params: {
				phase: {
					type: 'choice',
					values: {features: 'CN_PHASE_FEATURES', inference: 'CN_PHASE_INFERENCE'},
					doc: 'What is done',
				},
				speed: {
					type: 'choice',
					values: {slow: 'HAL_CLOCK_SLOW', fast: 'HAL_CLOCK_FAST'},
					doc: 'How fast the core runs then',
				},
			},
			returns: {type: 'nothing'},
			errors: ['UNSUPPORTED'],
		},
		lock: {
			doc: 'Forbid sleeps deeper than idle until unlock is called as often.',
			calls: 'cn_power_lock',
			params: {},
			returns: {type: 'nothing'},
			errors: ['FULL'],
		},
		unlock: {
			doc: 'Undo one lock.',
			calls: 'cn_power_unlock',
			params: {},
			returns: {type: 'nothing'},
			errors: ['STATE'],
		},
		off: {
			doc: 'Off: only retained records survive; a level on one of the pins, or the clock, restarts the app.',
			calls: 'cn_power_off',
			params: {
				pins: {
					type: 'array',
					of: 'uint8',
					min: 0,
					max: 32,
					doc: "Pairs of the board's number of a wake pin and its level (1 is high)",
				},
				afterUs: {
					type: 'us',
					min: 0,
					max: maxSafe,
					unit: 'us',
					doc: 'From now until the clock ends it; 0: never',
				},
			},
			returns: {type: 'never'},
			errors: ['UNSUPPORTED', 'INVAL'],
		},
		reset: {
			doc: 'Reset the chip; retained records survive.',
			calls: 'cn_power_reset',
			params: {},
			returns: {type: 'never'},
			infallible: true,
			errors: [],
		},
		supplyMv: {
			doc: 'The supply voltage, by one conversion.',
			calls: 'cn_battery_supply_mv',
			params: {},
			returns: {type: 'i32', unit: 'mV', doc: 'The voltage'},
			errors: ['UNSUPPORTED', 'TIMEOUT'],
		},
		retainRead: {
			doc: 'Copy a record that survived reset or off into an array.',
			calls: 'cn_retain_read',
			params: {
				name,
				version,
				fields,
				data: {type: 'array', of: 'uint8', min: 0, max: 65535, out: true, doc: 'Receives the record'},
			},
			returns: {
				type: 'choice',
				values: {found: '1', none: '0', other: 'CN_ERR_LAYOUT', corrupt: 'CN_ERR_CORRUPT'},
				doc: 'Whether it is there; the array is written for found only',
			},
			errors: ['INVAL'],
		},
		retainInfo: {
			doc: 'How a record is stored, whatever its version and fields.',
			calls: 'cn_retain_info',
			params: {name},
			returns: {
				type: 'struct',
				struct: 'struct cn_retain_info',
				fields: {
					version: {...count, doc: 'Its version'},
					dataBytes: {...count, doc: 'Bytes of its data'},
					fieldBytes: {...count, doc: 'Bytes of its fields'},
				},
			},
			errors: ['STATE'],
		},
		retainCopy: {
			doc: 'Copy a record as it is stored: data, then fields.',
			calls: 'cn_retain_copy',
			params: {
				name,
				bytes: {
					type: 'array',
					of: 'uint8',
					min: 0,
					max: 65535,
					out: true,
					doc: 'Receives both; exactly as long',
				},
			},
			returns: {type: 'nothing'},
			errors: ['STATE'],
		},
		retainWrite: {
			doc: 'Write or replace a record.',
			calls: 'cn_retain_write',
			params: {
				name,
				version,
				fields,
				data: {type: 'array', of: 'uint8', min: 0, max: 65535, doc: 'The record'},
			},
			returns: {type: 'nothing'},
			errors: ['FULL', 'INVAL'],
		},
	},
});
