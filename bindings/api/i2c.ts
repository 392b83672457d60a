// I2C: one transfer on a bus.
import {defineService} from '../schema.ts';

const bytes = {of: 'uint8', min: 0, max: 65_535} as const;

export default defineService({
	name: 'i2c',
	doc: 'Transfers on I2C buses, in order with those of the sensor drivers.',
	includes: ['cn/i2c.h'],
	functions: {
		transfer: {
			doc: 'Write, then (repeated start) read; both empty ask whether anything answers. The core sleeps meanwhile.',
			calls: 'cn_i2c_transfer',
			params: {
				bus: {type: 'u32', min: 0, max: 7, doc: "The board's number of the bus"},
				address: {type: 'u32', min: 8, max: 119, doc: '7-bit address'},
				out: {type: 'array', ...bytes, doc: 'What is written'},
				into: {type: 'array', ...bytes, out: true, doc: 'Receives what is read; as many bytes as it has'},
			},
			returns: {type: 'nothing'},
			errors: ['INVAL', 'NO_DEVICE', 'IO', 'TIMEOUT'],
		},
	},
});
