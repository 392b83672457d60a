// packFeatures: the bytes of SPEC.md, and a clear error for every field.

import test from 'ava';
import {CatnapError} from '../../lib/errors.ts';
import {featureCount, packFeatures, type SpectrumFeatures} from '../../tools/model/features.ts';

const good: SpectrumFeatures = {
	kind: 'spectrum',
	samples: 256,
	axes: 3,
	rateHz: 200,
	floorMg2: 1,
	peakBins: 2,
	edgesHz: [3.125, 50, 100],
};

test('the packed bytes are those of SPEC.md', t => {
	const bytes = [1, 1, 3, 2, 0, 1, 2, 0, 0, 0, 0x80, 0x3f, 4, 0, 64, 0, 128, 0, 0, 0];
	t.deepEqual([...packFeatures(good)], bytes);
	t.is(featureCount(good), 13);
});

test('each wrong field is named with what it may be and what it is', t => {
	const wrong: [unknown, RegExp][] = [
		[null, /fan\.json:features[\s\S]*expected: an object[\s\S]*received: null/],
		[{...good, kind: 'wavelet'}, /features\.kind[\s\S]*expected: 'spectrum'[\s\S]*received: "wavelet"/],
		[{...good, samples: 200}, /features\.samples[\s\S]*32, 64[\s\S]*received: 200/],
		[{...good, axes: 4}, /features\.axes/],
		[{...good, rateHz: '200'}, /features\.rateHz[\s\S]*a number from 1 to 10000[\s\S]*received: "200"/],
		[{...good, floorMg2: 0}, /features\.floorMg2/],
		[{...good, floorMg2: Number.NaN}, /features\.floorMg2/],
		[{...good, peakBins: 1.5}, /features\.peakBins/],
		[{...good, edgesHz: [10]}, /features\.edgesHz/],
		[{...good, edgesHz: [0, 10]}, /features\.edgesHz\[0\][\s\S]*at least 0\.391 Hz/],
		[{...good, edgesHz: [10, 10.2, 20]}, /features\.edgesHz\[1\]/],
		[{...good, edgesHz: [10, 101]}, /features\.edgesHz\[1\][\s\S]*from 0 to 100/],
		[{...good, edgesHZ: 1}, /features\.edgesHZ[\s\S]*no field of this name/],
	];
	for (const [json, message] of wrong) {
		const error = t.throws(() => packFeatures(json, 'fan.json:features'), {instanceOf: CatnapError, message});
		t.is(error?.code, 'BAD_FEATURES');
	}
});
