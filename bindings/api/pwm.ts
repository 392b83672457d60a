// Pulse-width modulation: a pin's frequency and duty.
import {defineService, maxU32} from '../schema.ts';

const pin = {type: 'u32', min: 0, max: 254, doc: "The board's number of the pin"} as const;

export default defineService({
	name: 'pwm',
	byNeed: true,
	doc: 'Pulses on pins.',
	includes: ['cn/pwm.h'],
	functions: {
		open: {
			doc: 'Take a pin; it is low.',
			calls: 'cn_pwm_open',
			params: {pin, hz: {type: 'u32', min: 1, max: maxU32, unit: 'Hz', doc: 'The frequency that is wanted'}},
			returns: {
				type: 'struct',
				struct: 'struct cn_pwm',
				fields: {
					hz: {type: 'u32', min: 0, max: maxU32, unit: 'Hz', doc: 'The frequency that it has, rounded'},
					resolution: {type: 'u32', min: 1, max: 31, doc: 'Bits of a duty'},
				},
			},
			errors: ['INVAL', 'RANGE', 'BUSY', 'FULL', 'UNSUPPORTED'],
		},
		write: {
			doc: 'Give the share of each period for which the pin is high.',
			calls: 'cn_pwm_write',
			params: {pin, duty: {type: 'u32', min: 0, max: 0x7fff_ffff, doc: 'Of 2^resolution - 1'}},
			returns: {type: 'nothing'},
			errors: ['CLOSED', 'RANGE'],
		},
		close: {
			doc: 'Stop at once. A pin that is not open is ignored.',
			calls: 'cn_pwm_close',
			params: {pin},
			returns: {type: 'nothing'},
			infallible: true,
			errors: [],
		},
	},
});
