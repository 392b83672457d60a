// Where the models and goldens of the tests lie.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {sharedPath} from '../shared.ts';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
export const ops = join(repository, 'test/golden/ops');
/** The operators beyond the first ones, and folding. */
export const operators = join(repository, 'test/golden/operators');
/** Control flow, variables, detection. */
export const control = join(repository, 'test/golden/control');
/** TFLM's Signal operators, and loops that TFLite gets wrong: TFLM is the oracle. */
export const signal = join(repository, 'test/golden/signal');
/** Forms of operators that real models have: groups, int16 filters that grow, scales of their own. */
export const variants = join(repository, 'test/golden/variants');

/** One of each kind of control flow; the kinds of detection. */
export const branching = [
	'detection_06',
	'detection_regular_03',
	'gated_01',
	'if_int8_again_01',
	'loops_01',
	'nest_01',
	'while_int8_01',
];
/** One of each streaming operator and transform. */
export const streaming = [
	'delay_01',
	'framer_prefill_01',
	'irfft_int32_250_01',
	'irfft_int32_64_01',
	'overlap_int16_01',
	'rfft_float32_100_01',
	'rfft_float32_64_01',
	'rfft_int16_128_01',
	'rfft_int16_480_01',
	'stacker_01',
];

/** One of each form. */
export const formed = [
	'addn_int8_01',
	'choose_int8_01',
	'circular_01',
	'circular_two_01',
	'cumsum_int8_01',
	'detection_flat_01',
	'far_below_01',
	'held_int8_01',
	'huffman_int8_01',
	'joined_01',
	'fifth_01',
	'groups_float32_01',
	'groups_int16_01',
	'groups_int8_01',
	'lstm_int16_01',
	'taken_int8_01',
	'upconv_int16_01',
	'upconv_int16_bare_01',
];

export function modelBytes(name: string): Uint8Array {
	return readFileSync(sharedPath(`models/${name}.tflite`));
}

export function opBytes(name: string): Uint8Array {
	return readFileSync(join(ops, `${name}.tflite`));
}
