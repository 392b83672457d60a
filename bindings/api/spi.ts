// SPI: a select pin, and one exchange of bytes.
import {defineService} from '../schema.ts';

const bytes = {of: 'uint8', min: 0, max: 65_535} as const;
const select = {
	type: 'u32',
	min: 0,
	max: 255,
	doc: "The board's number of the select pin; 255: none",
} as const;
const activeHigh = {type: 'bool', doc: 'Whether a high level selects'} as const;

export default defineService({
	name: 'spi',
	doc: 'Exchanges on SPI buses.',
	includes: ['cn/spi.h'],
	functions: {
		open: {
			doc: 'Make the select pin an output that selects nothing.',
			calls: 'cn_spi_open',
			params: {select, activeHigh},
			returns: {type: 'nothing'},
			errors: ['INVAL'],
		},
		transfer: {
			doc: 'Exchange as many bytes as the longer of the two has, zeros behind the end of `out`. The core sleeps meanwhile.',
			calls: 'cn_spi_transfer',
			params: {
				bus: {type: 'u32', min: 0, max: 7, doc: "The board's number of the bus"},
				select,
				activeHigh,
				mode: {
					type: 'u32',
					min: 0,
					max: 3,
					doc: 'Bit 1: level of the clock at rest, bit 0: its edge that samples',
				},
				hz: {type: 'u32', min: 1, max: 64_000_000, unit: 'Hz', doc: 'At most'},
				out: {type: 'array', ...bytes, doc: 'What is sent'},
				into: {type: 'array', ...bytes, out: true, doc: 'Receives the first bytes that come'},
			},
			returns: {type: 'nothing'},
			errors: ['INVAL', 'UNSUPPORTED'],
		},
	},
});
