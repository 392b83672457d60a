// Analog inputs: one conversion of a channel.
import {defineService} from '../schema.ts';

const input = {type: 'u32', min: 0, max: 63, doc: "The board's number of the input"} as const;

export default defineService({
	name: 'analog',
	doc: 'Levels at the inputs of the analog-to-digital converter.',
	includes: ['cn/analog.h'],
	functions: {
		read: {
			doc: 'One conversion with 12 bits; levels beyond the ends read as the ends.',
			calls: 'cn_analog_read',
			params: {input},
			returns: {type: 'i32', doc: 'Counts, 0 to 4095'},
			errors: ['INVAL', 'TIMEOUT'],
		},
		microvolts: {
			doc: 'One conversion, scaled: the middle of the step that it falls into.',
			calls: 'cn_analog_microvolts',
			params: {input},
			returns: {type: 'i32', unit: 'uV', doc: 'The level'},
			errors: ['INVAL', 'TIMEOUT'],
		},
	},
});
