// Sensors: accelerometers that sample by themselves and wake the chip.
import {defineService, maxU32} from '../schema.ts';

const count = (doc: string) => ({type: 'u32', min: 0, max: maxU32, doc}) as const;

export default defineService({
	name: 'sensor',
	doc: 'Accelerometers that sample into their own FIFO and wake the chip when it has enough, or when they move.',
	includes: ['cn/feed.h'],
	functions: {
		open: {
			doc: 'Find a LIS2DH12 or LIS3DH and put it to rest.',
			calls: 'cn_feed_new',
			first: ['&cn_lis2dh12'],
			params: {
				options: {
					type: 'options',
					struct: 'const struct cn_sensor_config',
					doc: 'How the chip is wired and set up',
					fields: {
						bus: {type: 'u32', min: 0, max: 7, doc: "The board's number of the I2C bus"},
						address: {type: 'u32', min: 8, max: 119, doc: '7-bit address'},
						alertPin: {type: 'u32', min: 0, max: 254, doc: "The board's number of the pin wired to INT1"},
						rateHz: {
							type: 'u32',
							min: 1,
							max: 5376,
							unit: 'Hz',
							doc: 'Samples per second, one that the chip has',
						},
						rangeG: {type: 'u32', min: 1, max: 64, unit: 'g', doc: 'Full scale, one that the chip has'},
						watermark: {type: 'u32', min: 1, max: 31, doc: 'Samples in the FIFO that end a sleep'},
					},
				},
			},
			returns: {type: 'handle', handle: 'Stream', doc: 'The chip'},
			errors: ['NO_DEVICE', 'WRONG_DEVICE', 'INVAL', 'IO', 'NO_MEMORY'],
		},
	},
	handles: {
		Stream: {
			doc: 'One sensor.',
			struct: 'struct cn_feed',
			close: 'cn_feed_free',
			methods: {
				start: {
					doc: 'Start sampling.',
					calls: 'cn_feed_start',
					params: {
						options: {
							type: 'options',
							doc: 'Size and distance of windows',
							fields: {
								samples: {type: 'u32', min: 1, max: 4096, doc: 'Samples in a window'},
								hop: {
									type: 'u32',
									min: 1,
									max: 4096,
									doc: 'Samples from one window to the next, at most `samples`',
								},
							},
						},
					},
					returns: {type: 'nothing'},
					errors: ['STATE', 'INVAL', 'IO', 'NO_MEMORY', 'FULL'],
				},
				next: {
					doc: 'The next window; one question at a time.',
					calls: 'cn_feed_next',
					params: {},
					returns: {type: 'promise', of: 'us', doc: 'Moment of its newest sample'},
					errors: ['STATE', 'BUSY', 'FULL', 'IO', 'CLOSED'],
				},
				window: {
					doc: 'The window: [samples][x y z], raw counts. Overwritten after the next call of next; gone after stop.',
					calls: 'cn_feed_window',
					params: {},
					returns: {type: 'view', of: 'int16', doc: 'A view on memory of the sensor'},
					errors: ['STATE'],
				},
				armMotion: {
					doc: 'Stop sampling and watch for motion.',
					calls: 'cn_feed_arm_motion',
					params: {
						options: {
							type: 'options',
							struct: 'const struct cn_motion_config',
							doc: 'What counts as motion',
							fields: {
								thresholdMg: {
									type: 'u32',
									min: 1,
									max: 32000,
									unit: 'mg',
									doc: 'Acceleration beside gravity',
								},
								durationMs: {
									type: 'u32',
									min: 0,
									max: 60000,
									unit: 'ms',
									default: 0,
									doc: 'How long it must last',
								},
							},
						},
					},
					returns: {type: 'nothing'},
					errors: ['INVAL', 'IO', 'FULL'],
					detaches: true,
				},
				nextMotion: {
					doc: 'The next motion; one that came since the last answer counts.',
					calls: 'cn_feed_next_motion',
					params: {},
					returns: {type: 'promise', of: 'us', doc: 'Its moment'},
					errors: ['STATE', 'BUSY', 'FULL', 'IO', 'CLOSED'],
				},
				scaleMgQ16: {
					doc: 'Milli-g per count, times 65536.',
					calls: 'cn_feed_scale_mg_q16',
					params: {},
					returns: {type: 'i32', doc: 'The scale'},
					errors: [],
				},
				stats: {
					doc: 'What happened to the samples since the sensor was opened.',
					calls: 'cn_feed_stats',
					params: {},
					returns: {
						type: 'struct',
						struct: 'struct cn_stream_stats',
						fields: {
							samples: count('Read from the chip'),
							windows: count('Handed out'),
							dropped: count('Thrown away: nobody asked for windows, or they stood before a gap'),
							gaps: count('Times a window was begun anew because samples were lost'),
							overruns: count("Times that the chip's FIFO had lost samples"),
							busErrors: count('Transfers that failed'),
							restarts: count('Times the chip had fallen silent and was set up again'),
						},
					},
					infallible: true,
					errors: [],
				},
				stop: {
					doc: 'Stop the chip. A question that is open is answered with CLOSED.',
					calls: 'cn_feed_stop',
					params: {},
					returns: {type: 'nothing'},
					errors: ['IO'],
					detaches: true,
				},
			},
		},
	},
});
