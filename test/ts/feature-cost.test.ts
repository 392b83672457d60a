// What the feature stage reports to the virtual clock is what it costs on a Cortex-M33, and what the tools compute with.

import test from 'ava';
import {scratchBytes} from '../../tools/build/input-buffers.ts';
import {featureInstructions} from '../../tools/power/floor.ts';
import {runOnM33} from '../m33/run.ts';

const sources = [
	'native/dsp/dsp_math.c',
	'native/dsp/dsp_fft.c',
	'native/dsp/feature.c',
	'test/m33/feature_cost.c',
];

/** Of each shape of the stage, what the C code has and says. */
let shapes: number[][] | undefined;
function linesOf(): number[][] {
	shapes ??= runOnM33(sources)
		.trim()
		.split('\n')
		.map(line =>
			line
				.trim()
				.split(' ')
				.map(text => Number.parseInt(text, 16)),
		);
	return shapes;
}

test('cn_feature_cost is within 10 % of the instructions that QEMU counts', t => {
	t.is(linesOf().length, 8);
	for (const [measured, cost] of linesOf() as [number, number][]) {
		t.true(Math.abs(cost / measured - 1) < 0.1, `${cost} reported, ${measured} measured`);
	}
});

test('what the tools estimate for a stage is what its C code reports and asks for', t => {
	const said = linesOf().map(([, cost, scratch]) => [cost, scratch]);
	const estimated = linesOf().map(([, , , samples, axes, bands]) => {
		const stage = Uint8Array.of(1, 1, axes!, bands!, samples! & 255, samples! >> 8);
		return [featureInstructions(stage), scratchBytes(stage)];
	});
	t.deepEqual(estimated, said);
});
