// The feature stages' JSON: the bytes of SPEC.md, what stands in for fields left out, and a clear error for each field.

import {readFileSync} from 'node:fs';
import test from 'ava';
import {CatnapError} from '../../lib/errors.ts';
import {FeatureStage} from '../../tools/model/feature-stage.ts';
import {checkFeatures, featureCount, packFeatures} from '../../tools/model/features/index.ts';

const spectrum = {
	kind: 'spectrum',
	samples: 256,
	axes: 3,
	rateHz: 200,
	floorMg2: 1,
	peakBins: 2,
	edgesHz: [3.125, 50, 100],
};
const motion = {samples: 100, axes: 3, rateHz: 100};
const sound = {samples: 16_000, rateHz: 16_000};

const packedOf = (json: unknown) => [...packFeatures(checkFeatures(json))];

test('the packed bytes of each kind are those of SPEC.md', t => {
	const head = [1, 1, 3, 2, 0, 1, 2, 0, 0, 0, 0x80, 0x3f];
	t.deepEqual(packedOf(spectrum), [...head, 4, 0, 64, 0, 128, 0, 0, 0]);
	t.deepEqual(packedOf({kind: 'raw', ...motion, scaleAxes: 2}), [1, 2, 3, 0, 100, 0, 0, 0, 0, 0, 0, 0x40]);
	const statistics = {kind: 'statistics', ...motion, values: ['crossings', 'average']};
	t.deepEqual(packedOf(statistics), [1, 3, 3, 0x81, 100, 0, 0, 0, 0, 0, 0x80, 0x3f]);
	t.deepEqual(packedOf({kind: 'flatten', ...motion, rms: false}).slice(0, 4), [1, 3, 3, 0x77]);
	const spectral = packedOf({kind: 'spectral', ...motion, filterType: 'low', filterCutoffHz: 20});
	t.deepEqual(spectral.slice(0, 20), [1, 4, 3, 3, 100, 0, 64, 0, 0, 0, 0x80, 0x3f, 1, 0, 14, 0, 3, 0, 0, 0]);
	t.is(spectral.length, 20 + 3 * 20);
	const mfe = packedOf({kind: 'mfe', ...sound, numFilters: 4, fftLength: 32, preCof: 0.5});
	t.deepEqual(mfe.slice(0, 12), [1, 5, 1, 4, 0x80, 0x3e, 32, 0, 0, 0, 0, 0x38]);
	t.deepEqual(mfe.slice(12, 28), [64, 1, 64, 1, 0, 1, 0, 0, 0, 0, 0, 0x3f, 0, 0, 0x50, 0xc2]);
	t.deepEqual(mfe.slice(28), [0, 0, 0, 0, 2, 0, 5, 0, 9, 0, 16, 0]);
	const mfcc = packedOf({kind: 'mfcc', ...sound});
	t.deepEqual(mfcc.slice(16, 20), [13, 1, 101, 0]);
});

test('each kind gives as many values as its JSON says, on the PC as in C', t => {
	const counts: [object, number][] = [
		[spectrum, 13],
		[{kind: 'raw', ...motion}, 300],
		[{kind: 'statistics', ...motion, values: ['rms']}, 3],
		[{kind: 'flatten', ...motion}, 21],
		[{kind: 'flatten', ...motion, axes: 1, sensor: 'microphone', stdev: false}, 6],
		[{kind: 'spectral', ...motion}, 3 * (5 + 32)],
		[{kind: 'spectral', ...motion, filterType: 'low', filterCutoffHz: 20}, 3 * (5 + 13)],
		[{kind: 'spectral', ...motion, filterType: 'high', filterCutoffHz: 20}, 3 * (5 + 20)],
		[{kind: 'mfe', ...sound}, 50 * 32],
		[{kind: 'mfe', ...sound, frameStrideS: 0.01, frameLengthS: 0.0301}, 97 * 32],
		[{kind: 'mfcc', ...sound}, 50 * 13],
	];
	for (const [json, count] of counts) {
		t.is(featureCount(checkFeatures(json)), count, JSON.stringify(json));
		t.is(new FeatureStage(json).count, count);
	}
});

const spectral = {kind: 'spectral', ...motion, filterType: 'low', filterCutoffHz: 20};
const mfcc = {kind: 'mfcc', ...sound};
const wrong: [unknown, RegExp][] = [
	[null, /fan\.json:features[\s\S]*expected: an object[\s\S]*received: null/],
	[{...spectrum, kind: 'wavelet'}, /features\.kind[\s\S]*spectral, mfe, mfcc[\s\S]*received: "wavelet"/],
	[{...spectrum, kind: 'toString'}, /features\.kind[\s\S]*received: "toString"/],
	[{...spectrum, samples: 200}, /features\.samples[\s\S]*32, 64[\s\S]*received: 200/],
	[{...spectrum, axes: 4}, /features\.axes/],
	[{...spectrum, rateHz: '200'}, /features\.rateHz[\s\S]*a number from 1 to 10000[\s\S]*received: "200"/],
	[{...spectrum, floorMg2: 0}, /features\.floorMg2/],
	[{...spectrum, floorMg2: Number.NaN}, /features\.floorMg2/],
	[{...spectrum, peakBins: 1.5}, /features\.peakBins/],
	[{...spectrum, edgesHz: [10]}, /features\.edgesHz/],
	[{...spectrum, edgesHz: [0, 10]}, /features\.edgesHz\[0\][\s\S]*at least 0\.391 Hz/],
	[{...spectrum, edgesHz: [10, 10.2, 20]}, /features\.edgesHz\[1\]/],
	[{...spectrum, edgesHz: [10, 101]}, /features\.edgesHz\[1\][\s\S]*from 0 to 100/],
	[{...spectrum, edgesHZ: 1}, /features\.edgesHZ[\s\S]*no field of this name/],
	[{kind: 'raw', ...motion, samples: 0}, /features\.samples[\s\S]*from 1 to 32768/],
	[{kind: 'raw', ...motion, scaleAxes: 0}, /features\.scaleAxes[\s\S]*not 0/],
	[{kind: 'raw', ...motion, sensor: 'microphone'}, /features\.axes[\s\S]*1 of a microphone/],
	[{kind: 'raw', ...motion, sensor: 'gyroscope'}, /features\.sensor[\s\S]*"microphone"/],
	[{kind: 'statistics', ...motion}, /features\.values[\s\S]*received: nothing/],
	[{kind: 'statistics', ...motion, values: ['rms', 'rms']}, /features\.values[\s\S]*each once/],
	[{kind: 'statistics', ...motion, values: ['mean']}, /features\.values[\s\S]*average, minimum/],
	[
		{
			kind: 'flatten',
			...{...motion, average: false, minimum: false, maximum: false},
			...{rms: false, stdev: false, skewness: false, kurtosis: false},
		},
		/features\n[\s\S]*one value at least/,
	],
	[{...spectral, filterCutoffHz: 50}, /features\.filterCutoffHz[\s\S]*below rateHz \/ 2, 50/],
	[{...spectral, filterCutoffHz: 0.1}, /features\.filterCutoffHz[\s\S]*leaves a bin of 1\.5625 Hz/],
	[{...spectral, filterOrder: 3}, /features\.filterOrder[\s\S]*0, 2, 4, 6, 8/],
	[{...spectral, fftLength: 16}, /features\.fftLength/],
	[{...spectral, doLog: 1}, /features\.doLog[\s\S]*true or false/],
	[{...mfcc, numFilters: 100}, /features\.numFilters[\s\S]*each band has a bin/],
	[{...mfcc, numCepstral: 33}, /features\.numCepstral[\s\S]*at most numFilters, 32/],
	[{...mfcc, winSize: 100}, /features\.winSize[\s\S]*odd/],
	[{...mfcc, frameLengthS: 2}, /features\.frameLengthS[\s\S]*1 to 16000 samples/],
	[{...mfcc, frameStrideS: 0.001}, /features\.frameStrideS[\s\S]*at most 500 frames, not 981/],
	[{...mfcc, highFrequencyHz: 9000}, /features\.highFrequencyHz[\s\S]*at most rateHz \/ 2, 8000/],
	[{...mfcc, lowFrequencyHz: 8000}, /features\.lowFrequencyHz[\s\S]*below highFrequencyHz/],
	[{...mfcc, axes: 1}, /features\.axes[\s\S]*no field of this name/],
	[{...mfcc, samples: 3, frameLengthS: 0.0001, preShift: 4}, /features\.preShift[\s\S]*at most samples, 3/],
];

test('each wrong field is named with what it may be and what it is', t => {
	for (const [json, message] of wrong) {
		const error = t.throws(() => checkFeatures(json, 'fan.json:features'), {
			instanceOf: CatnapError,
			message,
		});
		t.is(error?.code, 'BAD_FEATURES');
	}
});

test('the packed stages of the tests in C are those of the JSON beside them', t => {
	const header = readFileSync(`${import.meta.dirname}/../c/features_packed.h`, 'utf8');
	const stages = [...header.matchAll(/^\/\/ (\{.*\})\nstatic const uint32_t packed_\w+\[\] = \{([^}]*)\}/gm)];
	t.is(stages.length, 7);
	for (const [, json, words] of stages) {
		const packed = Uint32Array.from(words!.match(/0x\w+/g)!, Number);
		t.deepEqual([...new Uint8Array(packed.buffer)], packedOf(JSON.parse(json!)), json);
	}
});
