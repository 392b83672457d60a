// Description of the probe service: every kind of parameter and result once (C side: test/c/native/probe.c).
import {defineService, maxSafe, maxU32, stepParams} from '../../bindings/schema.ts';

const color = {type: 'choice', values: {red: 'PROBE_RED', green: 'PROBE_GREEN'}, doc: 'A color'} as const;
const size = {type: 'u32', min: 0, max: 4096, doc: 'A size'} as const;
const i32 = {type: 'i32', min: -0x8000_0000, max: 0x7fff_ffff, doc: 'A number'} as const;
const us = {type: 'us', min: 0, max: maxSafe, doc: 'A duration'} as const;

export default defineService({
	name: 'probe',
	doc: 'Every kind of parameter and result.',
	includes: ['probe.h'],
	functions: {
		fail: {
			doc: 'Let an allocation fail.',
			calls: 'probe_fail',
			params: {nth: {type: 'u32', min: 0, max: 1000, doc: 'Which, from now; 0: none'}},
			returns: {type: 'nothing'},
			infallible: true,
			errors: [],
		},
		refused: {
			doc: 'How many failed.',
			calls: 'probe_refused',
			params: {},
			returns: {type: 'i32'},
			errors: [],
		},
		numbers: {
			doc: 'Add numbers.',
			calls: 'probe_numbers',
			params: {
				a: {type: 'u32', min: 1, max: maxU32, doc: 'Unsigned'},
				b: i32,
				c: {type: 'f64', min: -1.5, max: 1.5, doc: 'A real number'},
				dUs: us,
			},
			returns: {type: 'f64'},
			errors: [],
		},
		text: {
			doc: 'Sum of bytes.',
			calls: 'probe_text',
			params: {text: {type: 'text', minBytes: 1, maxBytes: 100, doc: 'A text'}},
			returns: {type: 'i32'},
			errors: [],
		},
		name: {
			doc: 'Length of a name.',
			calls: 'probe_name',
			params: {name: {type: 'chars', minBytes: 1, maxBytes: 15, doc: 'A name'}},
			returns: {type: 'i32'},
			errors: [],
		},
		flag: {
			doc: 'The opposite.',
			calls: 'probe_flag',
			params: {flag: {type: 'bool', doc: 'A flag'}},
			returns: {type: 'bool'},
			errors: [],
		},
		color: {
			doc: 'Green for red, an error for green.',
			calls: 'probe_color',
			params: {color},
			returns: color,
			errors: ['LAYOUT'],
		},
		settings: {
			doc: 'Sum of fields; size 99 is an error.',
			calls: 'probe_settings',
			params: {
				options: {
					type: 'options',
					struct: 'const struct probe_settings',
					doc: 'Fields',
					fields: {
						size,
						offset: {...i32, default: -5},
						gain: {type: 'f64', min: 0, max: 10, doc: 'A factor', default: 0.5},
						delayUs: {...us, default: 1000},
						fast: {type: 'bool', doc: 'A flag', default: true},
						color: {...color, default: 'green'},
					},
				},
			},
			returns: {type: 'f64'},
			errors: ['BUSY'],
		},
		fields: {
			doc: 'Options one by one, all with defaults.',
			calls: 'probe_fields',
			params: {
				options: {
					type: 'options',
					doc: 'Fields',
					fields: {size: {...size, default: 4}, fast: {type: 'bool', doc: 'A flag', default: false}},
				},
			},
			returns: {type: 'i32'},
			errors: [],
		},
		total: {
			doc: 'Sum of elements.',
			calls: 'probe_total',
			params: {values: {type: 'array', of: 'int16', min: 1, max: 8, doc: 'Values'}},
			returns: {type: 'i32'},
			errors: [],
		},
		fill: {
			doc: 'Write all elements.',
			calls: 'probe_fill',
			params: {
				values: {type: 'array', of: 'uint8', min: 0, max: 16, out: true, doc: 'Values'},
				value: {type: 'u32', min: 0, max: 255, doc: 'What is written'},
			},
			returns: {type: 'nothing'},
			errors: [],
		},
		copy: {
			doc: 'From one array to another; the lengths must be equal.',
			calls: 'probe_copy',
			params: {
				from: {type: 'array', of: 'float32', min: 1, max: 8, doc: 'Source'},
				to: {type: 'array', of: 'float32', min: 1, max: 8, out: true, doc: 'Target'},
			},
			returns: {type: 'nothing'},
			errors: ['INVAL'],
		},
		moment: {
			doc: 'Now.',
			calls: 'probe_moment',
			params: {},
			returns: {type: 'us'},
			infallible: true,
			errors: [],
		},
		state: {
			doc: 'A struct.',
			calls: 'probe_state',
			params: {},
			returns: {
				type: 'struct',
				struct: 'struct probe_state',
				fields: {
					calls: {type: 'u32', min: 0, max: maxU32, doc: 'Calls'},
					level: i32,
					ratio: {type: 'f64', min: 0, max: 1, doc: 'A ratio'},
					atUs: us,
					ready: {type: 'bool', doc: 'A flag'},
					color,
				},
			},
			infallible: true,
			errors: [],
		},
		after: {
			doc: 'Completes later; 13 fails at once, 14 later.',
			calls: 'probe_after',
			params: {delayUs: {...us, max: 1_000_000}},
			returns: {type: 'promise', of: 'us'},
			errors: ['FULL', 'TIMEOUT'],
		},
		repeat: {
			doc: 'Call again and again.',
			calls: 'probe_repeat',
			params: {
				periodUs: {type: 'u32', min: 1, max: 1_000_000, doc: 'Period'},
				callback: {
					type: 'callback',
					args: [{name: 'atUs', type: 'us', doc: 'The moment'}],
					doc: 'The function',
				},
			},
			returns: {type: 'i32'},
			errors: ['FULL'],
		},
		stop: {
			doc: 'End repeat.',
			calls: 'probe_stop',
			params: {id: i32},
			returns: {type: 'releases', of: 'repeat'},
			errors: [],
		},
		open: {
			doc: 'A box; size 66 is an error.',
			calls: 'probe_box_new',
			params: {size},
			returns: {type: 'handle', handle: 'Box'},
			errors: ['NO_DEVICE'],
		},
	},
	handles: {
		Box: {
			doc: 'Bytes and callbacks.',
			struct: 'struct probe_box',
			close: 'probe_box_free',
			methods: {
				bytes: {
					doc: 'A view.',
					calls: 'probe_box_bytes',
					params: {},
					returns: {type: 'view', of: 'uint8'},
					errors: [],
				},
				resize: {
					doc: 'Other bytes.',
					calls: 'probe_box_resize',
					params: {size},
					returns: {type: 'nothing'},
					errors: [],
					detaches: true,
				},
				onPoke: {
					doc: 'Set the callback.',
					calls: 'probe_box_on_poke',
					params: {
						callback: {
							type: 'callback',
							args: [{name: 'value', type: 'i32', doc: 'The value'}],
							doc: 'The function',
						},
					},
					returns: {type: 'nothing'},
					errors: [],
				},
				poke: {
					doc: 'Cause a callback.',
					calls: 'probe_box_poke',
					params: {value: i32},
					returns: {type: 'nothing'},
					errors: ['FULL'],
				},
				wait: {
					doc: 'The next poke.',
					calls: 'probe_box_wait',
					params: {},
					returns: {type: 'promise', of: 'u32'},
					errors: ['BUSY', 'CLOSED'],
				},
				step: {
					doc: 'The next poke, as a step.',
					calls: 'probe_box_wait',
					params: stepParams,
					returns: {type: 'step'},
					errors: ['BUSY', 'CLOSED'],
				},
				same: {
					doc: 'Whether it is the same box.',
					calls: 'probe_box_same',
					params: {other: {type: 'handle', handle: 'Box', doc: 'A box'}},
					returns: {type: 'bool'},
					errors: [],
				},
			},
		},
	},
});
