// Every golden as Xtensa code on the simulated ESP32-S3, tensor by tensor: the portable kernels, and the plans that apps have.
import {join} from 'node:path';
import test from 'ava';
import {esp32s3} from '../../tools/bench/esp32s3.ts';
import {runnerOn} from '../../tools/bench/measure.ts';
import {runVerify} from '../../tools/model/index.ts';
import {control, operators, ops, repository, signal} from '../models/places.ts';
import {needsShared, sharedPath} from '../shared.ts';

const own = [
	...[ops, operators, control, signal],
	...['recurrent', 'quantized'].map(name => join(repository, 'test/golden', name)),
];
/** Its arena is larger than the RAM of the chip. */
const tooLarge = ['nanodet'];

for (const target of ['portable', 'm33'] as const) {
	test(`every tensor of the operator goldens is equal on the ESP32-S3, ${target} kernels`, async t => {
		t.timeout(1_800_000);
		const {data} = runVerify({folders: own, target, runner: runnerOn(await esp32s3())});
		t.deepEqual(
			data.results.filter(({different, error}) => different > 0 || error !== undefined),
			[],
		);
		t.is(data.totals.equal + data.totals.fused, data.totals.tensors);
		t.true(data.totals.models >= 701);
		t.log(data.totals);
	});

	for (const folder of ['golden', 'models-wild']) {
		needsShared(test, folder)(
			`every tensor of ${folder} is equal on the ESP32-S3, ${target} kernels`,
			async t => {
				t.timeout(1_800_000);
				const {data} = runVerify({
					folders: [sharedPath(folder)],
					target,
					runner: runnerOn(await esp32s3()),
				});
				const whole = data.results.filter(({model}) => !tooLarge.includes(model));
				t.deepEqual(
					whole.filter(({different, error}) => different > 0 || error !== undefined),
					[],
				);
				t.true(whole.length >= 10);
				t.log(data.totals);
			},
		);
	}
}
