// Layouts of the Signal steps with a memory, and of the transforms of any length.
import {type Field, inOut, type StepLayout} from './step-fields.ts';

const counts = (...names: string[]): Field[] => names.map(name => [name, 'u32']);

const transform = [
	...inOut,
	['turns', 'ref'],
	['scratch', 'ref', '[2 * points]'],
	...counts('rows', 'count', 'points', 'type', 'inverse'),
] as const satisfies readonly Field[];

export const signalSteps = {
	signal_delay: {
		id: 94,
		doc: 'SignalDelay int16 [rows][count] by `delay` samples; state [rows][delay].',
		fields: [...inOut, ['state', 'ref'], ...counts('rows', 'count', 'delay')],
	},
	signal_frame: {
		id: 95,
		doc: 'SignalFramer int16: [rows][frames][step] samples to [rows][frames][size]; what is not yet there is 0 and valid 0.',
		fields: [
			...inOut,
			['valid', 'ref', 'bool'],
			['state', 'ref', '[rows][keep]'],
			['count', 'ref', 'state u32: samples kept'],
			...counts('rows', 'frames', 'size', 'step', 'keep'),
		],
	},
	signal_overlap: {
		id: 96,
		doc: 'SignalOverlapAdd int16 and float32 (type): [rows][frames][size] to [rows][frames][step]; state [rows][size].',
		fields: [...inOut, ['state', 'ref'], ...counts('rows', 'frames', 'size', 'step', 'type')],
	},
	signal_stack: {
		id: 97,
		doc: 'SignalStacker int16: `frames` of [channels], moved on by `step` of them; the first one stands for `left` before it.',
		fields: [
			...inOut,
			['valid', 'ref', 'bool'],
			['state', 'ref', '[frames][channels]'],
			['count', 'ref', 'state u32 [2]: frames kept, whether there was one'],
			...counts('channels', 'frames', 'left', 'step'),
		],
	},
	signal_fft: {
		id: 98,
		doc: 'SignalRfft ([rows][count] to [rows][points + 2]) and SignalIrfft (inverse 1) of int16, int32, float32 (type); turns: points / 2 complex, then points / 4.',
		fields: transform,
	},
	signal_fft_mixed: {
		id: 102,
		doc: 'As signal_fft, of even `points` whose half is a product of 2, 3 and 5.',
		fields: transform,
	},
} as const satisfies Record<string, StepLayout>;
