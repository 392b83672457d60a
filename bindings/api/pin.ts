// Pins: levels, and edges that wake the chip.
import {defineService} from '../schema.ts';

const pin = {type: 'u32', min: 0, max: 254, doc: "The board's number of the pin"} as const;

export default defineService({
	name: 'pin',
	doc: 'Levels of pins, and edges that wake the chip.',
	includes: ['cn/pin.h', 'cn/hal.h'],
	functions: {
		mode: {
			doc: 'Make a pin an input or an output.',
			calls: 'hal_pin_mode',
			params: {
				pin,
				mode: {
					type: 'choice',
					values: {
						input: 'HAL_PIN_INPUT',
						'pull-up': 'HAL_PIN_INPUT_PULL_UP',
						'pull-down': 'HAL_PIN_INPUT_PULL_DOWN',
						output: 'HAL_PIN_OUTPUT',
					},
					doc: 'What it is',
				},
			},
			returns: {type: 'nothing'},
			errors: ['INVAL', 'UNSUPPORTED'],
		},
		write: {
			doc: 'Drive an output.',
			calls: 'hal_pin_write',
			params: {pin, high: {type: 'bool', doc: 'The level'}},
			returns: {type: 'nothing'},
			errors: ['INVAL'],
		},
		read: {
			doc: 'The level of a pin.',
			calls: 'hal_pin_read',
			params: {pin},
			returns: {type: 'bool', doc: 'Whether it is high'},
			errors: ['INVAL'],
		},
		watch: {
			doc: 'Call a function after each edge; edges that come before it runs share one call, which says how many.',
			calls: 'cn_pin_watch',
			params: {
				pin,
				edge: {
					type: 'choice',
					values: {rising: 'HAL_EDGE_RISING', falling: 'HAL_EDGE_FALLING', both: 'HAL_EDGE_BOTH'},
					doc: 'Which edges',
				},
				callback: {
					type: 'callback',
					args: [
						{name: 'atUs', type: 'us', doc: 'The moment of the first edge'},
						{name: 'edges', type: 'u32', doc: 'Edges since the last call'},
					],
					doc: 'The function',
				},
			},
			returns: {type: 'i32', doc: 'An id for unwatch'},
			errors: ['INVAL', 'FULL'],
		},
		unwatch: {
			doc: 'No further calls. An id that has ended is ignored.',
			calls: 'cn_pin_unwatch',
			params: {id: {type: 'i32', min: -0x8000_0000, max: 0x7fff_ffff, doc: 'What watch returned'}},
			returns: {type: 'releases', of: 'watch'},
			errors: [],
		},
	},
});
