// Sensors: accelerometers and gyroscopes that sample by themselves and wake the chip.
import {defineService, maxU32, stepParams} from '../schema.ts';

const count = (doc: string) => ({type: 'u32', min: 0, max: maxU32, doc}) as const;

const perCount = (doc: string) => ({type: 'f64', min: 0, max: 1000, doc}) as const;

const range = {
	rangeG: {type: 'u32', min: 1, max: 64, unit: 'g', doc: 'Full scale, one that the chip has'},
	rangeDps: {
		type: 'u32',
		min: 0,
		max: 4000,
		default: 0,
		unit: 'dps',
		doc: 'Full scale of the gyroscope, one that the chip has; 0: it is off',
	},
	watermark: {type: 'u32', min: 1, max: 511, doc: 'Samples in the FIFO that end a sleep'},
} as const;

const open = <const Chip extends string>(chip: Chip, name: string) =>
	({
		doc: `Find a ${name} and put it to rest.`,
		calls: 'cn_stream_new',
		first: [`&${chip}`],
		params: {
			options: {
				type: 'options',
				struct: 'const struct cn_sensor_config',
				doc: 'How the chip is wired and set up',
				fields: {
					bus: {type: 'u32', min: 0, max: 7, doc: "The board's number of the I2C bus"},
					address: {type: 'u32', min: 8, max: 119, doc: '7-bit address'},
					alertPin: {type: 'u32', min: 0, max: 254, doc: "The board's number of the pin wired to INT1"},
					switched: {type: 'bool', default: false, doc: "Whether a pin switches the chip's supply"},
					supplyPin: {type: 'u32', min: 0, max: 254, default: 0, doc: 'That pin: on when high'},
					rateMillihz: {
						type: 'u32',
						min: 1,
						max: 10_000_000,
						unit: 'mHz',
						doc: 'Samples per thousand seconds, a rate that the chip has',
					},
					...range,
				},
			},
		},
		returns: {type: 'handle', handle: 'Stream', doc: 'The chip'},
		errors: ['BUSY', 'NO_DEVICE', 'WRONG_DEVICE', 'INVAL', 'IO', 'NO_MEMORY', 'FULL'],
	}) as const;

export default defineService({
	name: 'sensor',
	doc: 'Accelerometers and gyroscopes that sample into their own FIFO and wake the chip when it has enough, or when they move.',
	includes: ['cn/stream.h'],
	functions: {
		lis2dh12: open('cn_lis2dh12', 'LIS2DH12 or LIS3DH'),
		lsm6dso: open('cn_lsm6dso', 'LSM6DSO'),
		answered: {
			doc: 'What the last chip that was looked for had as its identity.',
			calls: 'cn_sensor_answered',
			params: {},
			returns: {type: 'i32', doc: 'The identity'},
			errors: ['NO_DEVICE'],
		},
	},
	handles: {
		Stream: {
			doc: 'One sensor.',
			struct: 'struct cn_stream',
			close: 'cn_stream_free',
			methods: {
				configure: {
					doc: 'Take over other ranges and another watermark for what is started next. Ends a watch for motion.',
					calls: 'cn_stream_configure',
					params: {options: {type: 'options', doc: 'All of them', fields: range}},
					returns: {type: 'nothing'},
					errors: ['STATE', 'INVAL', 'IO'],
				},
				start: {
					doc: 'Start sampling.',
					calls: 'cn_stream_start',
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
					doc: 'The next window, its moment that of its newest sample; one question at a time.',
					calls: 'cn_stream_next',
					params: stepParams,
					returns: {type: 'step'},
					errors: ['STATE', 'BUSY', 'FULL', 'IO', 'CLOSED'],
				},
				window: {
					doc: 'The window: [samples][axes], raw counts. Overwritten after the next call of next; gone after stop.',
					calls: 'cn_stream_window',
					params: {},
					returns: {type: 'view', of: 'int16', doc: 'A view on memory of the sensor'},
					errors: ['STATE'],
				},
				armMotion: {
					doc: 'Stop sampling and watch for motion.',
					calls: 'cn_stream_arm_motion',
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
					calls: 'cn_stream_next_motion',
					params: {},
					returns: {type: 'promise', of: 'us', doc: 'Its moment'},
					errors: ['STATE', 'BUSY', 'FULL', 'IO', 'CLOSED'],
				},
				units: {
					doc: 'What a sample holds.',
					calls: 'cn_stream_units',
					params: {},
					returns: {
						type: 'struct',
						struct: 'struct cn_sensor_units',
						fields: {
							axes: {type: 'u32', min: 3, max: 6, doc: 'Values of a sample'},
							mgPerCount: perCount('Milli-g per count'),
							mdpsPerCount: perCount('Millidegrees per second per count; 0 for three axes'),
						},
					},
					infallible: true,
					errors: [],
				},
				stats: {
					doc: 'What happened to the samples since the sensor was opened.',
					calls: 'cn_stream_stats',
					params: {},
					returns: {
						type: 'struct',
						struct: 'struct cn_stream_stats',
						fields: {
							samples: count('Read from the chip'),
							windows: count('Handed out'),
							dropped: count(
								'Thrown away: nobody asked, before a gap, at a stop, or the gyroscope had not settled',
							),
							waiting: count(
								'Read and not yet part of a window; samples = what windows brought + dropped + waiting',
							),
							gaps: count('Times a window was started over because samples were lost'),
							overruns: count("Times that the chip's FIFO had lost samples"),
							busErrors: count('Transfers that failed'),
							restarts: count('Times the chip had fallen silent or forgotten its task and was set up again'),
						},
					},
					infallible: true,
					errors: [],
				},
				stop: {
					doc: 'Stop the chip. A question that is open is answered with CLOSED.',
					calls: 'cn_stream_stop',
					params: {},
					returns: {type: 'nothing'},
					errors: ['IO'],
					detaches: true,
				},
			},
		},
	},
});
