// Serial ports: bytes that come into a ring, bytes that are sent, and what was lost.
import {defineService, maxU32} from '../schema.ts';

const id = {type: 'i32', min: -0x8000_0000, max: 0x7fff_ffff, doc: 'What open returned'} as const;
const bytes = {of: 'uint8', min: 1, max: 65_535} as const;
const count = (doc: string) => ({type: 'u32', min: 0, max: maxU32, doc}) as const;

export default defineService({
	name: 'serial',
	byNeed: true,
	doc: 'Bytes on serial ports.',
	includes: ['cn/serial.h'],
	functions: {
		open: {
			doc: 'Take a port; nothing is received yet. The function is called with bits: 1 bytes are there, 2 all is sent, 4 a fault, 8 a byte has ended a rest.',
			calls: 'cn_serial_open',
			params: {
				options: {
					type: 'options',
					struct: 'const struct cn_serial_config',
					doc: 'How the port is used',
					fields: {
						port: {type: 'u32', min: 0, max: 7, doc: "The board's number of the port"},
						baud: {type: 'u32', min: 1, max: 4_000_000, unit: 'bit/s', doc: 'One that the board has'},
						parity: {
							type: 'choice',
							values: {none: 'HAL_PARITY_NONE', even: 'HAL_PARITY_EVEN', odd: 'HAL_PARITY_ODD'},
							default: 'none',
							doc: 'The bit behind the eight of data',
						},
						ringBytes: {type: 'u32', min: 64, max: 4096, default: 256, doc: 'Bytes that wait'},
						restAfterUs: {
							type: 'u32',
							min: 0,
							max: maxU32,
							default: 0,
							unit: 'us',
							doc: 'Without a byte for so long the receiver is switched off; 0: never',
						},
					},
				},
				callback: {
					type: 'callback',
					args: [
						{name: 'atUs', type: 'us', doc: 'The moment of the first of the events'},
						{name: 'events', type: 'u32', doc: 'The bits'},
					],
					doc: 'The function',
				},
			},
			returns: {type: 'i32', doc: 'An id for the others'},
			errors: ['INVAL', 'RANGE', 'BUSY', 'FULL', 'NO_MEMORY'],
		},
		wire: {
			doc: "Wire a port of an app's own board, before it is opened.",
			calls: 'hal_serial_wire',
			params: {
				port: {type: 'u32', min: 0, max: 7, doc: "The board's number of the port"},
				tx: {type: 'u32', min: 0, max: 254, doc: "The board's number of the pin that sends"},
				rx: {type: 'u32', min: 0, max: 254, doc: 'Of the pin that receives'},
			},
			returns: {type: 'nothing'},
			errors: ['INVAL'],
		},
		receive: {
			doc: 'Receive from now on.',
			calls: 'cn_serial_receive',
			params: {
				id,
				end: {
					type: 'i32',
					min: -1,
					max: 255,
					doc: 'The byte at whose arrival the function is called; -1: any',
				},
				gatherUs: {
					type: 'u32',
					min: 0,
					max: 10_000_000,
					unit: 'us',
					doc: 'For any byte: how long to wait for those that follow the first',
				},
			},
			returns: {type: 'nothing'},
			errors: ['CLOSED', 'TIMEOUT', 'FULL'],
		},
		read: {
			doc: 'Take the oldest bytes that have come.',
			calls: 'cn_serial_read',
			params: {id, into: {type: 'array', ...bytes, out: true, doc: 'Receives them'}},
			returns: {type: 'i32', doc: 'How many'},
			errors: ['CLOSED'],
		},
		send: {
			doc: 'Send bytes, as many as there is room for: none while others are being sent.',
			calls: 'cn_serial_send',
			params: {id, bytes: {type: 'array', ...bytes, doc: 'What is sent'}},
			returns: {type: 'i32', doc: 'How many were taken'},
			errors: ['CLOSED'],
		},
		stats: {
			doc: 'What has come and what was lost, since the port was opened.',
			calls: 'cn_serial_stats',
			params: {id},
			returns: {
				type: 'struct',
				struct: 'struct cn_serial_stats',
				fields: {
					received: count('Bytes that came into the ring'),
					lost: count('Bytes that found the ring full'),
					overruns: count('Times that the receiver lost bytes because the core was late'),
					framing: count('Bytes without a stop bit; they are dropped'),
					parity: count('Bytes with a wrong parity bit; they are among the received'),
					breaks: count('Times that the line was low for longer than a byte'),
					wakes: count('Bytes that ended a rest: they and what followed within some milliseconds are lost'),
				},
			},
			errors: ['CLOSED'],
		},
		close: {
			doc: 'Stop at once. An id that has ended is ignored.',
			calls: 'cn_serial_close',
			params: {id},
			returns: {type: 'releases', of: 'open'},
			errors: [],
		},
	},
});
