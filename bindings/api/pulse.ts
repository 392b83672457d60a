// Pulse counters: edges that are counted while the core sleeps.
import {defineService} from '../schema.ts';

const id = {type: 'i32', min: -0x8000_0000, max: 0x7fff_ffff, doc: 'What open returned'} as const;

export default defineService({
	name: 'pulse',
	byNeed: true,
	doc: 'Counted edges of pins.',
	includes: ['cn/pulse.h', 'cn/hal.h'],
	functions: {
		open: {
			doc: 'Count the edges of a pin from 0 on.',
			calls: 'cn_pulse_open',
			params: {
				options: {
					type: 'options',
					struct: 'const struct cn_pulse_config',
					doc: 'Which pin, and how',
					fields: {
						pin: {type: 'u32', min: 0, max: 254, doc: "The board's number of the pin"},
						mode: {
							type: 'choice',
							values: {
								input: 'HAL_PIN_INPUT',
								'pull-up': 'HAL_PIN_INPUT_PULL_UP',
								'pull-down': 'HAL_PIN_INPUT_PULL_DOWN',
							},
							default: 'input',
							doc: 'What keeps its level while nothing drives it',
						},
						edge: {
							type: 'choice',
							values: {rising: 'HAL_EDGE_RISING', falling: 'HAL_EDGE_FALLING', both: 'HAL_EDGE_BOTH'},
							default: 'rising',
							doc: 'Which edges count',
						},
						every: {
							type: 'u32',
							min: 0,
							max: 0x7fff_ffff,
							default: 0,
							doc: 'Edges from one call of the function to the next, at least; 0: it is not called',
						},
					},
				},
				callback: {
					type: 'callback',
					args: [
						{name: 'atUs', type: 'us', doc: 'The moment at which so many edges had come'},
						{name: 'count', type: 'i32', doc: 'The count'},
					],
					doc: 'The function',
				},
			},
			returns: {type: 'i32', doc: 'An id for the others'},
			errors: ['INVAL', 'BUSY', 'FULL', 'UNSUPPORTED'],
		},
		read: {
			doc: 'The count: -2147483648 to 2147483647, where it wraps.',
			calls: 'cn_pulse_read',
			params: {id},
			returns: {type: 'f64', doc: 'It'},
			errors: ['CLOSED'],
		},
		write: {
			doc: 'Count on from another value.',
			calls: 'cn_pulse_write',
			params: {id, count: {type: 'i32', min: -0x8000_0000, max: 0x7fff_ffff, doc: 'The value'}},
			returns: {type: 'nothing'},
			errors: ['CLOSED'],
		},
		close: {
			doc: 'Stop. An id that has ended is ignored.',
			calls: 'cn_pulse_close',
			params: {id},
			returns: {type: 'releases', of: 'open'},
			errors: [],
		},
	},
});
