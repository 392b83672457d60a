// DSP: spectra, filters, statistics and features of sound and vibration, in C on typed arrays.
import {defineService} from '../schema.ts';

const mostSamples = 65536;
// what a message can show as an integer, and float32 holds
const large = 1e15;

const floats = (doc: string, min: number, max: number) =>
	({type: 'array', of: 'float32', min, max, doc}) as const;
const floatsOut = (doc: string, min: number, max: number) =>
	({type: 'array', of: 'float32', min, max, out: true, doc}) as const;
const number = (doc: string, min: number, max: number, unit?: string) =>
	({type: 'f64', min, max, doc, ...(unit === undefined ? {} : {unit})}) as const;
const value = (doc: string) => number(doc, -large, large);

const size = {type: 'u32', min: 32, max: 1024, doc: 'Samples of the transform, a power of two'} as const;
const rateHz = number('Samples per second', 0.001, 1e6, 'Hz');
const windowKind = {
	type: 'choice',
	values: {
		hann: 'CN_DSP_HANN',
		hamming: 'CN_DSP_HAMMING',
		blackman: 'CN_DSP_BLACKMAN',
		rectangle: 'CN_DSP_RECTANGLE',
	},
	doc: 'Which window',
} as const;

const nothing = {type: 'nothing'} as const;
const reset = (calls: string) =>
	({
		doc: 'Forget what came before: silence.',
		calls,
		params: {},
		returns: nothing,
		infallible: true,
		errors: [],
	}) as const;

export default defineService({
	name: 'dsp',
	doc: 'Signal processing in float32 and int16 with the same bits on every target. Lengths must fit together, or RANGE is thrown; arrays that overlap where they may not give INVAL.',
	includes: ['cn/dsp_service.h', 'cn/dsp_stats.h'],
	functions: {
		openFft: {
			doc: 'A transform with its scratch and window: 4 or 8 bytes a sample.',
			calls: 'cn_dsp_fft_new',
			params: {size, window: windowKind},
			returns: {type: 'handle', handle: 'Fft', doc: 'The transform'},
			errors: ['NO_MEMORY'],
		},
		openBiquads: {
			doc: 'Second-order filter sections, one after the other, in transposed direct form II.',
			calls: 'cn_dsp_biquads_new',
			params: {coefficients: floats('b0 b1 b2 a1 a2 of each section, a0 is 1; copied', 5, 320)},
			returns: {type: 'handle', handle: 'Biquads', doc: 'The filter, silent'},
			errors: ['NO_MEMORY'],
		},
		openFir: {
			doc: 'A filter with finite impulse response.',
			calls: 'cn_dsp_fir_new',
			params: {taps: floats('Its impulse response; copied', 1, 1024)},
			returns: {type: 'handle', handle: 'Fir', doc: 'The filter, silent'},
			errors: ['NO_MEMORY'],
		},
		openMelBank: {
			doc: 'Triangular bands, evenly spaced in mel: 1127 ln(1 + Hz / 700).',
			calls: 'cn_dsp_mel_bank_new',
			params: {
				options: {
					type: 'options',
					doc: 'Which spectra, and which bands',
					fields: {
						size,
						rateHz,
						bands: {type: 'u32', min: 1, max: 128, doc: 'How many'},
						lowHz: number('Where the lowest begins', 0, 5e5, 'Hz'),
						highHz: number('Where the highest ends, above lowHz, at most rateHz / 2', 0, 5e5, 'Hz'),
					},
				},
			},
			returns: {type: 'handle', handle: 'MelBank', doc: 'The bands'},
			errors: ['NO_MEMORY'],
		},
		openSpeech: {
			doc: "The front end of micro_speech, bit for bit TensorFlow Lite Micro's: 3.8 KB.",
			calls: 'cn_dsp_speech_new',
			params: {},
			returns: {type: 'handle', handle: 'Speech', doc: 'The front end, without memory of noise'},
			errors: ['NO_MEMORY'],
		},
		design: {
			doc: 'Coefficients of one second-order section, gain 1 in the pass band.',
			calls: 'cn_dsp_biquads_design',
			params: {
				options: {
					type: 'options',
					doc: 'What it lets through',
					fields: {
						kind: {
							type: 'choice',
							values: {
								lowPass: 'CN_DSP_LOW_PASS',
								highPass: 'CN_DSP_HIGH_PASS',
								bandPass: 'CN_DSP_BAND_PASS',
								notch: 'CN_DSP_NOTCH',
							},
							doc: 'Kind',
						},
						atHz: number('Corner or centre, above 0 and below rateHz / 2', 0, 5e5, 'Hz'),
						rateHz,
						q: number('Quality: 0.7071 is the flattest; a band is atHz / q wide', 0.1, 100),
					},
				},
				out: floatsOut('b0 b1 b2 a1 a2', 5, 5),
			},
			returns: nothing,
			errors: [],
		},
		window: {
			doc: 'Fill with a periodic window: element i at i / length of it, values 0 to 1.',
			calls: 'cn_dsp_window_fill',
			params: {kind: windowKind, out: floatsOut('The window', 1, 4096)},
			returns: nothing,
			errors: [],
		},
		multiply: {
			doc: 'Multiply element by element.',
			calls: 'cn_dsp_window_apply',
			params: {
				data: floatsOut('Is multiplied in place', 1, mostSamples),
				by: floats('As long', 1, mostSamples),
			},
			returns: nothing,
			errors: [],
		},
		rms: {
			doc: 'Root of the mean of the squares.',
			calls: 'cn_dsp_rms',
			params: {data: floats('Samples', 1, mostSamples)},
			returns: {type: 'f64', doc: 'In the unit of the samples'},
			errors: [],
		},
		moments: {
			doc: 'Mean, spread, shape and extremes.',
			calls: 'cn_dsp_moments_of',
			params: {data: floats('Samples', 1, mostSamples)},
			returns: {
				type: 'struct',
				struct: 'struct cn_dsp_moments',
				fields: {
					mean: value('In the unit of the samples'),
					rms: value('Root of the mean of the squares'),
					variance: value('Of the population: divided by the count'),
					skewness: value('0 for a symmetric distribution, and when the variance is 0'),
					kurtosis: value('3 for a normal distribution, 1.5 for a sine; 0 when the variance is 0'),
					least: value('The least sample'),
					greatest: value('The greatest sample'),
				},
			},
			errors: [],
		},
		zeroCrossings: {
			doc: 'How often the signal passes from below -hysteresis to above it, or back.',
			calls: 'cn_dsp_crossings',
			params: {
				data: floats('Samples', 1, mostSamples),
				hysteresis: number('In the unit of the samples', 0, large),
			},
			returns: {type: 'i32', doc: 'Crossings'},
			errors: [],
		},
		peaks: {
			doc: 'Local maxima of a spectrum, the strongest first. The first and the last bin are none.',
			calls: 'cn_dsp_find_peaks',
			params: {
				power: floats('The spectrum', 1, mostSamples),
				least: number('Only what is above it', 0, large),
				out: floatsOut('[peaks][place power]: place in bins, with fraction', 2, 2048),
			},
			returns: {type: 'i32', doc: 'How many were written'},
			errors: ['INVAL'],
		},
		bandPower: {
			doc: 'Sum of power[from] to power[to - 1].',
			calls: 'cn_dsp_band_sum',
			params: {
				power: floats('The spectrum', 1, mostSamples),
				from: {type: 'u32', min: 0, max: mostSamples, doc: 'First bin'},
				to: {type: 'u32', min: 0, max: mostSamples, doc: 'First bin that is no longer in it'},
			},
			returns: {type: 'f64', doc: 'The sum'},
			errors: [],
		},
		cepstrum: {
			doc: 'Orthonormal DCT-II of ln(mel + floor).',
			calls: 'cn_dsp_cepstrum',
			params: {
				mel: floats('Energies of bands', 1, 128),
				floor: number('Above 0: keeps the logarithm finite', 0, large),
				out: floatsOut('The first coefficients, at most as many as bands', 1, 128),
			},
			returns: nothing,
			errors: ['INVAL'],
		},
		pick: {
			doc: 'out[i] = samples[first + i * step] * scale: one axis of interleaved samples.',
			calls: 'cn_dsp_pick',
			params: {
				samples: {type: 'array', of: 'int16', min: 1, max: mostSamples, doc: 'Raw counts'},
				options: {
					type: 'options',
					doc: 'Which of them',
					fields: {
						first: {type: 'u32', min: 0, max: mostSamples, default: 0, doc: 'The first'},
						step: {type: 'u32', min: 1, max: mostSamples, default: 1, doc: 'From one to the next'},
						scale: {...value('Of one count'), default: 1},
					},
				},
				out: floatsOut('As many as are wanted', 1, mostSamples),
			},
			returns: nothing,
			errors: ['INVAL'],
		},
		quantize: {
			doc: 'out[i] = values[i] / scale, rounded to nearest (halves away from zero), + zeroPoint, clamped to int8.',
			calls: 'cn_dsp_quantize',
			params: {
				values: floats('Real values', 1, mostSamples),
				scale: number('Of the tensor, above 0', 0, large),
				zeroPoint: {type: 'i32', min: -128, max: 127, doc: 'Of the tensor'},
				out: {
					type: 'array',
					of: 'int8',
					min: 1,
					max: mostSamples,
					out: true,
					doc: 'As long',
				},
			},
			returns: nothing,
			errors: ['INVAL'],
		},
	},
	handles: {
		Fft: {
			doc: 'Transform of real samples.',
			struct: 'struct cn_dsp_fft',
			close: 'cn_dsp_fft_free',
			methods: {
				transform: {
					doc: 'The spectrum, unscaled and without window: re 0, re n/2, then re, im of bins 1 to n/2 - 1.',
					calls: 'cn_dsp_fft_transform',
					params: {
						signal: floats('[size] samples', 32, 1024),
						out: floatsOut('[size]; may be signal', 32, 1024),
					},
					returns: nothing,
					errors: [],
				},
				power: {
					doc: 'Mean removed, windowed, squared: bins 0 to n/2, which add up to the mean square of the windowed signal over that of the window.',
					calls: 'cn_dsp_fft_power',
					params: {
						signal: floats('[size] samples', 32, 1024),
						out: floatsOut('[size / 2 + 1], in the square of the unit', 17, 513),
					},
					returns: nothing,
					errors: [],
				},
			},
		},
		Biquads: {
			doc: 'Second-order sections.',
			struct: 'struct cn_dsp_biquads',
			close: 'cn_dsp_biquads_free',
			methods: {
				run: {
					doc: 'Filter the next samples.',
					calls: 'cn_dsp_biquads_run',
					params: {
						signal: floats('Samples', 1, mostSamples),
						out: floatsOut('As long; may be signal', 1, mostSamples),
					},
					returns: nothing,
					errors: ['INVAL'],
				},
				reset: reset('cn_dsp_biquads_reset'),
			},
		},
		Fir: {
			doc: 'Finite impulse response.',
			struct: 'struct cn_dsp_fir',
			close: 'cn_dsp_fir_free',
			methods: {
				run: {
					doc: 'Filter the next samples: out[i] = sum of taps[k] * signal[i - k].',
					calls: 'cn_dsp_fir_filter',
					params: {
						signal: floats('Samples', 1, mostSamples),
						out: floatsOut('As long; may not overlap', 1, mostSamples),
					},
					returns: nothing,
					errors: ['INVAL'],
				},
				reset: reset('cn_dsp_fir_reset'),
			},
		},
		MelBank: {
			doc: 'Mel bands.',
			struct: 'struct cn_dsp_mel_bank',
			close: 'cn_dsp_mel_bank_free',
			methods: {
				run: {
					doc: 'Sum the power under each triangle, whose top is 1.',
					calls: 'cn_dsp_mel_bank_run',
					params: {
						power: floats('[size / 2 + 1] bins', 17, 513),
						out: floatsOut('[bands]', 1, 128),
					},
					returns: nothing,
					errors: ['INVAL'],
				},
			},
		},
		Speech: {
			doc: 'Front end of micro_speech: 16 kHz sound to 40 int8 features every 20 ms.',
			struct: 'struct cn_dsp_speech',
			close: 'cn_dsp_speech_free',
			methods: {
				run: {
					doc: 'The next frames: 480 samples each, 320 from one to the next.',
					calls: 'cn_dsp_speech_run',
					params: {
						samples: {
							type: 'array',
							of: 'int16',
							min: 480,
							max: 65536,
							doc: '[480 + 320 * (rows - 1)] at 16 kHz, full scale 32768',
						},
						out: {
							type: 'array',
							of: 'int8',
							min: 40,
							max: 8160,
							out: true,
							doc: '[rows][40], channel 0 the lowest, -128 for silence',
						},
					},
					returns: nothing,
					errors: ['INVAL'],
				},
				reset: reset('cn_dsp_speech_reset'),
			},
		},
	},
});
