// Microphone: sound as windows of samples; the chip sleeps while the board fills its blocks.
import {defineService, maxU32, stepParams} from '../schema.ts';

const count = (doc: string) => ({type: 'u32', min: 0, max: maxU32, doc}) as const;

export default defineService({
	name: 'microphone',
	doc: 'A digital microphone that the board samples by itself while the chip sleeps.',
	includes: ['cn/microphone.h'],
	functions: {
		open: {
			doc: 'Make a microphone; it rests until start.',
			calls: 'cn_microphone_new',
			params: {
				options: {
					type: 'options',
					struct: 'const struct cn_microphone_config',
					doc: 'How it samples',
					fields: {
						rateHz: {
							type: 'u32',
							min: 1,
							max: 96_000,
							unit: 'Hz',
							doc: 'Samples per second, one that the board has; with an nRF5340: 16,000 and 20,000',
						},
						gainHalfDb: {
							type: 'i32',
							min: -256,
							max: 254,
							default: 0,
							doc: 'Gain in half decibels, one that the board has',
						},
					},
				},
			},
			returns: {type: 'handle', handle: 'Microphone', doc: 'The microphone'},
			errors: ['NO_MEMORY'],
		},
	},
	handles: {
		Microphone: {
			doc: 'One microphone.',
			struct: 'struct cn_microphone',
			close: 'cn_microphone_free',
			methods: {
				start: {
					doc: 'Start sampling.',
					calls: 'cn_microphone_start',
					params: {
						options: {
							type: 'options',
							doc: 'Size and distance of windows',
							fields: {
								samples: {type: 'u32', min: 1, max: 32_768, doc: 'Samples in a window'},
								hop: {
									type: 'u32',
									min: 1,
									max: 32_768,
									doc: 'Samples from one window to the next, at most `samples`',
								},
							},
						},
					},
					returns: {type: 'nothing'},
					errors: ['STATE', 'INVAL', 'UNSUPPORTED', 'BUSY', 'NO_MEMORY', 'FULL', 'TIMEOUT'],
				},
				next: {
					doc: 'The next window, its moment that of its newest sample; one question at a time.',
					calls: 'cn_microphone_next',
					params: stepParams,
					returns: {type: 'step'},
					errors: ['STATE', 'BUSY', 'FULL', 'CLOSED'],
				},
				window: {
					doc: 'The window: [samples]. Overwritten after the next call of next; gone after stop.',
					calls: 'cn_microphone_window',
					params: {},
					returns: {type: 'view', of: 'int16', doc: 'A view on memory of the microphone'},
					errors: ['STATE'],
				},
				stats: {
					doc: 'What happened to the samples since the microphone was opened.',
					calls: 'cn_microphone_stats',
					params: {},
					returns: {
						type: 'struct',
						struct: 'struct cn_microphone_stats',
						fields: {
							samples: count('Read from the board'),
							windows: count('Handed out'),
							dropped: count('Overwritten because nobody had asked for windows in time'),
							gaps: count('Times a window was restarted because of that'),
						},
					},
					infallible: true,
					errors: [],
				},
				stop: {
					doc: 'Stop sampling. A question that is open is answered with CLOSED.',
					calls: 'cn_microphone_stop',
					params: {},
					returns: {type: 'nothing'},
					errors: [],
					detaches: true,
				},
			},
		},
	},
});
