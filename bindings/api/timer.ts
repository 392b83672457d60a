// Timers: the moment now, and callbacks at moments to come.
import {defineService, maxSafe} from '../schema.ts';

export default defineService({
	name: 'timer',
	doc: 'The moment now, and callbacks at moments to come; the chip sleeps until then.',
	includes: ['cn/timer.h', 'cn/hal.h'],
	functions: {
		nowUs: {
			doc: 'The moment now, since power-on; counts through sleep.',
			calls: 'hal_now_us',
			params: {},
			returns: {type: 'us', doc: 'The moment'},
			infallible: true,
			errors: [],
		},
		start: {
			doc: 'Call a function once, or again and again without drift: late calls are skipped, the grid stays.',
			calls: 'cn_timer_after',
			params: {
				delayUs: {type: 'us', min: 0, max: maxSafe, unit: 'us', doc: 'From now to the first call'},
				periodUs: {
					type: 'us',
					min: 0,
					max: maxSafe,
					unit: 'us',
					doc: 'From each call to the next; 0: only one call',
				},
				callback: {
					type: 'callback',
					args: [{name: 'dueUs', type: 'us', doc: 'The moment for which the call was due'}],
					onceIfZero: 'periodUs',
					doc: 'The function',
				},
			},
			returns: {type: 'i32', doc: 'An id for stop'},
			errors: ['FULL'],
		},
		missed: {
			doc: 'Calls of a repeated timer that were skipped because the one before was late. 0 for an id that has ended.',
			calls: 'cn_timer_missed',
			params: {id: {type: 'i32', min: -0x8000_0000, max: 0x7fff_ffff, doc: 'What start returned'}},
			returns: {type: 'i32', doc: 'How many'},
			errors: [],
		},
		stop: {
			doc: 'Stop a timer. An id that has ended is ignored.',
			calls: 'cn_timer_stop',
			params: {id: {type: 'i32', min: -0x8000_0000, max: 0x7fff_ffff, doc: 'What start returned'}},
			returns: {type: 'releases', of: 'start'},
			errors: [],
		},
	},
});
