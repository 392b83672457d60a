// Models with one or two numbers changed, drawn by a seed, and how TensorFlow Lite takes each: a model that is accepted here must
// be accepted there, but for the differences that have a reason.
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {CatnapError} from '../../lib/errors.ts';
import {compileModel} from '../../tools/model/index.ts';
import {xorshift} from './fuzz-models.ts';
import {control, operators, ops} from './places.ts';
import {mutateStructure} from './reshaped.ts';
import {mutateField} from './structured.ts';

export interface Mutant {
	/** Of the model that was changed. */
	readonly name: string;
	/** Which numbers were. */
	readonly what: string;
	readonly bytes: Uint8Array;
}

/** What is changed: one or two numbers; or lists, fields and buffers. */
const ways = {numbers: mutateField, structure: mutateStructure};
type MutantKind = keyof typeof ways;
export const kinds: readonly MutantKind[] = ['numbers', 'structure'];

/** The same mutants for the same seed, as long as the goldens are the same. */
export function* mutants(count: number, seed: number, kind: MutantKind): Generator<Mutant> {
	const seeds = [ops, operators, control].flatMap(folder =>
		readdirSync(folder)
			.filter(name => name.endsWith('.tflite'))
			.sort()
			.map(name => ({name: name.replace('.tflite', ''), bytes: readFileSync(join(folder, name))})),
	);
	const random = xorshift(seed);
	for (let round = 0; round < count; round++) {
		const {name, bytes} = seeds[random(seeds.length)]!;
		yield {name, ...ways[kind](bytes, random)};
	}
}

export function isAccepted({name, bytes}: Mutant): boolean {
	try {
		compileModel(bytes, {file: name});
		return true;
	} catch (error) {
		if (error instanceof CatnapError) return false;
		throw error;
	}
}

/** What TFLite says of a model: a letter of `verdicts`, and its message. */
export interface Verdict {
	readonly letter: keyof typeof verdicts;
	readonly message: string;
}

export const verdicts = {
	a: 'accepted',
	r: 'refused',
	d: 'refused, where we differ with a reason',
	o: 'an operator or a version that TFLite 2.14.1 has not: that says nothing of the model',
	c: 'crashed',
} as const;

/** Where TFLM takes what TFLite refuses, or the check of TFLite says nothing of the result: a name, its message, why. */
export const differences: readonly {
	readonly name: RegExp;
	readonly message: RegExp;
	readonly reason: string;
}[] = [
	{
		name: /^quantize_/,
		message: /quantize\.cc:136 output->type == kTfLiteUInt8/,
		reason: 'TFLM quantises int8 to int16 and int32, too (quantize_common.cc); models for it use that',
	},
	{
		name: /^(conv_2d|graph)_/,
		message: /conv\.cc:382 has_bias/,
		reason: 'TFLM runs CONV_2D without a bias (conv_common.cc takes it as optional)',
	},
	{
		name: /^(variable|gated)_/,
		message: /read_variable\.cc:67 variable != nullptr/,
		reason:
			'TFLM makes a variable, of zeros, when its handle is prepared (var_handle.cc); TFLite when it is first assigned',
	},
	{
		name: /^detection_/,
		message: /ValidateBoxes/,
		reason:
			'TFLite takes the model and gives up in the invoke over boxes whose anchors end before they begin; on a chip they are boxes that overlap with none',
	},
	{
		name: /^floor_(div|mod)_/,
		message: /Division by 0/,
		reason:
			'TFLite takes the model and gives up in the invoke; on a chip the quotient is 0 (step arith_i32 in SPEC.md)',
	},
];

export function differenceOf(name: string, message: string): string | undefined {
	return differences.find(each => each.name.test(name) && each.message.test(message))?.reason;
}

/** One hash over all mutants: verdicts belong to these bytes only. */
export function hashOf(all: Iterable<Mutant>): string {
	const hash = createHash('sha256');
	for (const {bytes} of all) hash.update(bytes);
	return hash.digest('hex').slice(0, 16);
}
